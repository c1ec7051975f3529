// Answers as tables, and queries as programs.
const ROWS = 1000;

function cell(name, text = "") {
  const made = document.createElement(name);
  made.append(text);
  return made;
}

function shown(term) {
  if (!term) return "";
  if (term.type !== "uri") return term.value;
  const link = document.createElement("a");
  const own = "https://w3id.org/moonpact/";
  link.href = term.value.startsWith(own) ? `/${term.value.slice(own.length)}` : /^https?:/.test(term.value) ? term.value : "#";
  link.append(term.value.startsWith(own) ? term.value.slice(own.length) : term.value);
  return link;
}

// The answer as an element, and a sentence on how much it is.
export function asTable(text, kind, words) {
  if (!kind.includes("results+json")) {
    const pre = cell("pre", text.slice(0, 200_000));
    pre.className = "code";
    return [pre, words.graph];
  }
  const answer = JSON.parse(text);
  if ("boolean" in answer) {
    const value = cell("p", answer.boolean ? words.yes : words.no);
    value.className = "value";
    return [value, words.answered];
  }
  const { vars } = answer.head;
  const { bindings } = answer.results;
  const table = document.createElement("table");
  table.className = "result";
  const head = table.createTHead().insertRow();
  for (const name of vars) head.append(Object.assign(cell("th", name), { scope: "col" }));
  const body = table.createTBody();
  for (const row of bindings.slice(0, ROWS)) {
    const line = body.insertRow();
    for (const name of vars) {
      const place = cell("td", shown(row[name]));
      place.dataset.column = name;
      if (row[name]?.["xml:lang"]) place.lang = row[name]["xml:lang"];
      line.append(place);
    }
  }
  const around = cell("div", table);
  around.className = "scroll";
  Object.assign(around, { tabIndex: 0, role: "region", ariaLabel: words.table });
  const cut = bindings.length > ROWS ? ` (${words.first.replace("#", ROWS)})` : "";
  return [around, `${words.rows.replace("#", bindings.length)}${cut}`];
}

// A program in the language that sends the query; the query stands in it as text that cannot end early.
export function copied(name, address, query, dials) {
  const to = dials.length ? `${address}?${new URLSearchParams(dials)}` : address;
  const text = JSON.stringify(query);
  const shell = `'${query.replaceAll("'", "'\\''")}'`;
  return {
    curl: `curl '${to.replaceAll("'", "%27")}' -H 'Accept: text/csv' --data-urlencode query=${shell}`,
    Python: `import csv, io, urllib.parse, urllib.request\n\nquery = ${text}\nbody = urllib.parse.urlencode({"query": query}).encode()\nrequest = urllib.request.Request(${JSON.stringify(to)}, body, {"Accept": "text/csv"})\nwith urllib.request.urlopen(request) as answer:\n    rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8")))\nprint(rows)\n`,
    R: `library(httr)\n\nquery <- ${text}\nanswer <- POST(${JSON.stringify(to)}, accept("text/csv"), body = list(query = query), encode = "form")\nrows <- read.csv(text = content(answer, "text", encoding = "UTF-8"))\nprint(rows)\n`,
    JavaScript: `const query = ${text};\nconst answer = await fetch(${JSON.stringify(to)}, {\n  method: "POST",\n  headers: { Accept: "application/sparql-results+json" },\n  body: new URLSearchParams({ query }),\n});\nconsole.log((await answer.json()).results.bindings);\n`,
  }[name];
}
