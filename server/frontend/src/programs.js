// Queries as programs.
// Return a program in the language that sends the query; the query stands in it as text that cannot end early.
export function program(name, address, query, dials) {
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
