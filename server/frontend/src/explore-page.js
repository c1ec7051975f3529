// The explorer: what the address names is drawn, neighbours open by click or key, and the address follows.
import { fold } from "./graph-folding.js";
import { arrange, draw } from "./graph-drawing.js";
import { asPng, asSvg, save } from "./graph-export.js";
import { movable } from "./graph-moving.js";
import { details } from "./explore-details.js";
import { networkAddress, openedThings, pageAddress, readState } from "./explore-state.js";

const root = document.querySelector("#explorer");
const form = document.querySelector("#filters");
const words = JSON.parse(root.dataset.words);
const svg = root.querySelector("svg.graph");
const NARROW = matchMedia("(max-width: 48rem)").matches;
const SIZE = NARROW ? { width: 480, height: 460 } : { width: 1000, height: 680 };
// More things than these are folded where they are alike.
const READABLE = NARROW ? 40 : 80;

let state = readState(location.search);
let network = { nodes: [], edges: [], names: {}, leftOut: { nodes: 0 } };
// What is drawn of the network: its nodes and edges after folding, and what moves them.
let drawn;
let looked;
const before = [];
const places = new Map();

const word = (name) => network.names[name] ?? name;
const days = (edge) => [...new Set([edge.from, edge.until])].filter(Boolean).join("–");
const relation = (edge) => [word(edge.relation), edge.status && word(edge.status), days(edge), edge.number > 1 && `× ${edge.number}`].filter(Boolean).join(", ");
const fullName = (node) => [node.label, node.folded ? "" : word(node.class), words.relations.replace("#", node.degree)].filter(Boolean).join(", ");
const told = { node: fullName, edge: (edge) => `${edge.source.label} – ${edge.target.label}: ${relation(edge)}${edge.contested ? `, ${words.contested}` : ""}` };

const moving = movable(svg, SIZE, {
  drag(id, x, y) {
    const node = drawn.nodes.find((each) => each.id === id);
    [node.x, node.y] = [x, y];
    drawn.move(node);
  },
  dropped(id) {
    const node = drawn.nodes.find((each) => each.id === id);
    places.set(id, node);
    before.push(state);
    state = { ...state, at: { ...state.at, [id]: [node.x, node.y] } };
    write();
  },
});

function write() {
  history.replaceState(null, "", pageAddress(state));
  for (const link of document.querySelectorAll("#network-files a")) link.href = networkAddress(state, link.dataset.format);
  root.querySelector(".undo").disabled = before.length === 0;
}

async function show() {
  root.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(networkAddress(state, "json"));
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.detail);
    network = found;
    const nodes = new Map(network.nodes.map((node) => [node.id, node]));
    for (const edge of network.edges) [edge.source, edge.target] = [nodes.get(edge.source), nodes.get(edge.target)];
    write();
    render();
  } catch (error) {
    tell(error.message);
  } finally {
    root.removeAttribute("aria-busy");
  }
}

function render() {
  const opened = new Set(openedThings(state));
  const pile = (alike) => `${word(alike[0].class)} × ${alike.length}`;
  const [nodes, edges, into] = fold(network.nodes, network.edges, { opened, unfolded: state.unfold, most: READABLE, name: pile });
  for (const node of nodes) Object.assign(node, { degree: 0, x: places.get(node.id)?.x, y: places.get(node.id)?.y, fx: state.at[node.id]?.[0], fy: state.at[node.id]?.[1] });
  for (const edge of edges) for (const end of [edge.source, edge.target]) end.degree += edge.number ?? 1;
  arrange(nodes, edges, SIZE.width, SIZE.height);
  for (const node of nodes) places.set(node.id, node);
  drawn = { nodes, edges, ...draw(svg, nodes, edges, opened, told) };
  moving.fit();
  look(nodes.some(({ id }) => id === looked) ? looked : state.thing);
  // That everything leads to where one began says nothing.
  if (looked === state.thing) drawn.mark();
  tell([
    network.edges.length ? words.shown.replace("#", network.nodes.length).replace("#", network.edges.length) : words.nothing,
    into.size && words.folded.replace("#", into.size),
    network.leftOut.nodes && words.more.replace("#", network.leftOut.nodes),
  ].filter(Boolean).join(" "));
  performance.mark("network-drawn");
}

function tell(sentence) {
  root.querySelector(".status").textContent = sentence;
}

function change(next) {
  before.push(state);
  state = { ...state, ...next };
  return show();
}

const groupOf = (id) => svg.querySelector(`[data-id="${CSS.escape(id)}"]`);

async function open(id) {
  const pile = drawn.nodes.find((node) => node.id === id)?.folded;
  if (pile) {
    await change({ unfold: [...state.unfold, id] });
    looked = pile[0].id;
  } else if (openedThings(state).includes(id)) {
    return look(id);
  } else {
    looked = id;
    await change({ open: [...state.open, id] });
  }
  groupOf(looked)?.focus();
}

function close(id) {
  looked = id;
  return change({ open: state.open.filter((each) => each !== id) });
}

function undo() {
  if (!before.length) return;
  state = before.pop();
  for (const control of form.elements) {
    if (control.type === "checkbox") control.checked = [state[control.name]].flat().includes(control.value);
    if (control.type === "number") control.value = state[control.name];
  }
  places.clear();
  show();
}

function look(id) {
  const node = drawn.nodes.find((each) => each.id === id);
  if (!node) return;
  looked = id;
  drawn.mark(node);
  // The picture is one stop for the key that goes on; arrows lead about in it.
  svg.querySelector("[tabindex='0']")?.setAttribute("tabindex", -1);
  groupOf(id).setAttribute("tabindex", 0);
  details(root.querySelector(".details"), node, network.edges, { words, word, relation, open, close, opened: openedThings(state), centre: state.thing });
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The nearest thing in the direction of the arrow.
function next(id, [dx, dy]) {
  const here = drawn.nodes.find((node) => node.id === id);
  const ahead = drawn.nodes
    .filter((node) => node !== here)
    .map((node) => ({ id: node.id, along: (node.x - here.x) * dx + (node.y - here.y) * dy, far: Math.hypot(node.x - here.x, node.y - here.y) }))
    .filter(({ along, far }) => along > far * 0.6)
    .sort((a, b) => a.far - b.far);
  return ahead[0]?.id;
}

svg.addEventListener("click", (event) => {
  const group = event.target.closest("[data-id]");
  if (group) open(group.dataset.id);
});
svg.addEventListener("focusin", (event) => event.target.dataset.id && look(event.target.dataset.id));
svg.addEventListener("keydown", (event) => {
  const { id } = event.target.dataset;
  if (!id) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open(id);
  } else if (STEPS[event.key]) {
    event.preventDefault();
    groupOf(next(id, STEPS[event.key]) ?? id).focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.target.matches("input")) undo();
});
form.addEventListener("change", () => {
  const asked = new FormData(form);
  const lists = Object.fromEntries(["class", "relation", "source-kind"].map((name) => [name, asked.getAll(name)]));
  change({ ...lists, from: asked.get("from"), to: asked.get("to"), contested: asked.get("contested") ?? "" });
});
form.addEventListener("submit", (event) => event.preventDefault());

const fileName = () => `moonpact-${state.thing.replaceAll("/", "-")}`;
const buttons = {
  undo, fit: moving.fit, closer: moving.closer, farther: moving.farther,
  "as-svg": () => save(`${fileName()}.svg`, asSvg(svg)),
  "as-png": async () => save(`${fileName()}.png`, await asPng(svg)),
  share: async () => {
    await navigator.clipboard.writeText(location.href);
    tell(words.copied);
  },
};
for (const [name, act] of Object.entries(buttons)) root.querySelector(`.${name}`).addEventListener("click", act);

svg.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
document.querySelector("#drawn-by-server").hidden = true;
form.querySelector("[type=submit]").hidden = true;
root.hidden = false;
show();
