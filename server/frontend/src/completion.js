// Completion by label in any language: our classes, properties and concepts, and the things of the graph.
const words = new Map();

// The vocabulary is fetched once: { prefixes: {name: IRI}, terms: [{name, kind, labels}] }.
export function prefixesOf(address) {
  if (!words.has(address)) words.set(address, fetch(address).then((answer) => answer.json()));
  return words.get(address);
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// What stands before the cursor: a prefixed name, or letters of any script.
const WORD = /[\p{L}\p{N}_-]*:?[\p{L}\p{N}_-]+$/u;

export function completions(address, language) {
  return async (context) => {
    const found = context.matchBefore(WORD);
    if (!found || (found.from === found.to && !context.explicit)) return null;
    if (/[?$<"']/.test(context.state.sliceDoc(found.from - 1, found.from))) return null;
    const asked = found.text;
    const { prefixes, terms } = await prefixesOf(address);
    const wanted = fold(asked.includes(":") ? asked.slice(asked.indexOf(":") + 1) : asked);
    const prefix = asked.includes(":") ? asked.slice(0, asked.indexOf(":")) : "";
    const vocabulary = terms
      .filter((term) => (prefix ? term.name.startsWith(`${prefix}:`) : true))
      .filter((term) => [term.name.slice(term.name.indexOf(":") + 1), ...term.labels].some((text) => fold(text).includes(wanted)))
      .map((term) => option(term.name, `${term.labels[0]} (${term.kind})`, prefixes, 1));
    const things = wanted.length > 1 ? await suggested(wanted, language, prefixes) : [];
    // What is a term is a thing too, and is offered once.
    const offered = new Set(vocabulary.map((each) => each.label));
    const others = things.filter(({ label }) => !offered.has(label) && (!prefix || label.startsWith(`${prefix}:`)));
    const options = [...vocabulary, ...others];
    return options.length ? { from: found.from, options: options.slice(0, 80), filter: false } : null;
  };
}

async function suggested(prefix, language, prefixes) {
  const answer = await fetch(`/search/suggest?${new URLSearchParams({ prefix, limit: "20", lang: language })}`);
  if (!answer.ok) return [];
  const { results } = await answer.json();
  return results.map(({ iri, label }) => option(shorten(iri, prefixes), label, prefixes, 0));
}

function shorten(iri, prefixes) {
  const fits = Object.entries(prefixes).filter(([, base]) => iri.startsWith(base) && /^[\w-]+$/.test(iri.slice(base.length)));
  const [best] = fits.sort((a, b) => b[1].length - a[1].length);
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : `<${iri}>`;
}

function option(name, detail, prefixes, boost) {
  return { label: name, detail, boost, apply: (view, _, from, to) => insert(view, name, from, to, prefixes) };
}

// The name, and the line that declares its prefix where there is none.
function insert(view, name, from, to, prefixes) {
  const prefix = name.slice(0, name.indexOf(":"));
  const declared = new RegExp(`prefix\\s+${prefix}:`, "i").test(view.state.doc.toString());
  const line = declared || name.startsWith("<") ? "" : `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
  view.dispatch({
    changes: [...(line ? [{ from: 0, insert: line }] : []), { from, to, insert: name }],
    selection: { anchor: from + line.length + name.length },
  });
}
