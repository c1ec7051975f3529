// What stands beside the picture: one thing, and all that it is tied to, also what is folded.
import { thingAddress } from "./explore-state.js";

const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter(Boolean));
  return made;
};

export function details(panel, node, edges, on) {
  panel.replaceChildren(...(node.folded ? pile(node, on) : thing(node, edges, on)));
}

function pile(node, { words, open }) {
  return [
    make("h2", {}, node.label),
    make("button", { type: "button", onclick: () => open(node.id) }, words.unfold),
    make("ul", { class: "list" }, ...node.folded.map((each) => make("li", {}, make("a", { href: thingAddress(each.id) }, each.label)))),
  ];
}

function thing(node, edges, { words, word, relation, open, close, opened, centre }) {
  const around = edges.filter(({ source, target }) => source === node || target === node);
  const item = (edge) => {
    const other = edge.source === node ? edge.target : edge.source;
    const kinds = edge.sourceKinds ? ` (${edge.sourceKinds.map(word).join(", ")})` : "";
    const sources = edge.sources ? `; ${words.sources.replace("#", edge.sources)}${kinds}` : "";
    const said = edge.record ? make("a", { href: thingAddress(edge.record), class: "note" }, relation(edge) + sources) : make("span", { class: "note" }, relation(edge) + sources);
    return make("li", {}, make("button", { type: "button", class: "link", onclick: () => open(other.id) }, other.label), said, edge.contested && make("strong", { class: "mark contested" }, words.contested));
  };
  const isOpened = opened.includes(node.id);
  return [
    make("h2", {}, make("a", { href: thingAddress(node.id) }, node.label)),
    make("p", { class: "kind" }, word(node.class)),
    !isOpened && make("button", { type: "button", onclick: () => open(node.id) }, words.open.replace("#", node.neighbours ?? 0)),
    isOpened && node.id !== centre && make("button", { type: "button", onclick: () => close(node.id) }, words.close),
    make("h3", {}, words.neighbours, " ", make("span", { class: "count" }, around.length)),
    make("ul", { class: "list" }, ...around.map(item)),
  ].filter(Boolean);
}
