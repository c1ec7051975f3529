// What is too much to be read is folded: things of one class that are tied to the same opened things become one.
const LEAST = 4;
// Who takes part is what most come for, so countries are folded last.
const ORDER = ["Instrument", "Payload", "Spacecraft", "Phase", "Facility", "Organization", "Agency", "Mission", "Country", "Initiative"];

// Return nodes and edges of which at most `most` nodes are left, where folding can achieve it.
export function fold(nodes, edges, { opened, unfolded, most, name }) {
  const into = new Map();
  const ones = new Set();
  for (const [key, alike] of groups(nodes, edges, opened)) {
    if (nodes.length - into.size + ones.size <= most) break;
    if (alike.length < LEAST || unfolded.includes(key) || unfolded.includes("all")) continue;
    const one = { id: key, class: alike[0].class, label: name(alike), folded: alike };
    ones.add(one);
    for (const node of alike) into.set(node, one);
  }
  return [[...nodes.filter((node) => !into.has(node)), ...ones], merged(edges, into), into];
}

function groups(nodes, edges, opened) {
  const beside = new Map(nodes.map((node) => [node, new Set()]));
  for (const { source, target } of edges) {
    if (opened.has(source.id)) beside.get(target).add(source.id);
    if (opened.has(target.id)) beside.get(source).add(target.id);
  }
  const found = new Map();
  for (const node of nodes) {
    if (opened.has(node.id)) continue;
    const key = `${node.class}~${[...beside.get(node)].sort().join("+")}`;
    found.set(key, [...(found.get(key) ?? []), node]);
  }
  const rank = (alike) => ORDER.indexOf(alike[0].class);
  return [...found].sort(([, a], [, b]) => rank(a) - rank(b) || b.length - a.length);
}

function merged(edges, into) {
  const found = new Map();
  for (const edge of edges) {
    const [source, target] = [into.get(edge.source) ?? edge.source, into.get(edge.target) ?? edge.target];
    if (source === edge.source && target === edge.target) found.set(edge, edge);
    else if (source !== target) {
      const key = [source.id, target.id, edge.relation].join(" ");
      const before = found.get(key);
      found.set(key, { relation: edge.relation, source, target, contested: edge.contested || before?.contested, number: (before?.number ?? 0) + 1 });
    }
  }
  return [...found.values()];
}
