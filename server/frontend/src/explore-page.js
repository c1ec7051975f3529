// The explorer: what the address names is drawn, neighbours open by click or key, and the address follows.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { arrange, draw } from "./graph-drawing.js";
import { asPng, asSvg, save } from "./graph-export.js";

const root = document.querySelector("#explorer");
const words = JSON.parse(root.dataset.words);
const CAP = 40;
const NARROW = matchMedia("(max-width: 48rem)").matches;
const WIDTH = NARROW ? 480 : 1000;
const HEIGHT = NARROW ? 560 : 680;

const nodes = new Map();
const edges = new Map();
const names = {};
const leftOut = new Map();
let state = read();
const before = [];

const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
};

function read() {
  const asked = new URLSearchParams(location.search);
  const list = (name) => (asked.get(name) ?? "").split(",").filter(Boolean);
  return {
    open: [...new Set([...list("thing"), ...list("open")])], classes: list("class"), relations: list("relation"),
    from: asked.get("from") ?? "", to: asked.get("to") ?? "", contested: asked.has("contested"), all: list("all"),
  };
}

// The dials that the page was asked with stay in every address.
function dials() {
  const asked = new URLSearchParams(location.search);
  return [...asked].filter(([name, value]) => ["as-of", "according-to", "lang"].includes(name) && value);
}

function write() {
  const [thing, ...more] = state.open;
  const said = { thing, open: more.join(","), class: state.classes.join(","), relation: state.relations.join(","), from: state.from, to: state.to, contested: state.contested ? "1" : "", all: state.all.join(",") };
  const query = new URLSearchParams([...Object.entries(said).filter(([, value]) => value), ...dials()]);
  history.replaceState(null, "", `${location.pathname}?${query}`.replaceAll("%2F", "/").replaceAll("%2C", ","));
}

const path = (id) => id.split("/").map(encodeURIComponent).join("/");

async function load(id) {
  const limit = state.all.includes(id) ? 300 : CAP;
  const query = new URLSearchParams([["format", "json"], ["limit", limit], ...dials()]);
  if (!dials().some(([name]) => name === "lang")) query.set("lang", document.documentElement.lang);
  const answer = await fetch(`/network/${path(id)}?${query}`);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail);
  Object.assign(names, told.names);
  leftOut.set(id, told.leftOut?.nodes ?? 0);
  return told;
}

async function show() {
  try {
    root.setAttribute("aria-busy", "true");
    const parts = await Promise.all(state.open.map(load));
    const places = new Map([...nodes].map(([id, { x, y }]) => [id, { x, y }]));
    nodes.clear();
    edges.clear();
    for (const part of parts) {
      for (const node of part.nodes) if (!nodes.has(node.id)) nodes.set(node.id, { ...node, ...places.get(node.id) });
      for (const edge of part.edges) edges.set([edge.relation, edge.source, edge.target, edge.record].join(" "), edge);
    }
    write();
    render();
  } catch (error) {
    tell(error.message);
  } finally {
    root.removeAttribute("aria-busy");
  }
}

function seen() {
  const year = (day) => Number(day?.slice(0, 4));
  const kept = [...edges.values()].filter((edge) => {
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (!source || !target) return false;
    if (state.contested && !edge.contested) return false;
    if (state.relations.length && !state.relations.includes(edge.relation)) return false;
    if (state.classes.length && ![source, target].every((node) => state.classes.includes(node.class) || state.open.includes(node.id))) return false;
    if (state.from && !(year(edge.start ?? edge.end) >= Number(state.from))) return false;
    return !(state.to && !(year(edge.start ?? edge.end) <= Number(state.to)));
  });
  const wanted = new Set([...state.open, ...kept.flatMap((edge) => [edge.source, edge.target])]);
  const found = [...nodes.values()].filter((node) => wanted.has(node.id));
  for (const node of found) node.degree = 0;
  const linked = kept.map((edge) => ({ ...edge, source: nodes.get(edge.source), target: nodes.get(edge.target) }));
  for (const edge of linked) for (const end of [edge.source, edge.target]) end.degree += 1;
  return [found, linked];
}

const word = (name) => names[name] ?? name;
const relation = (edge) => [word(edge.relation), edge.status && word(edge.status), [edge.start, edge.end].filter(Boolean).join("–")].filter(Boolean).join(", ");
const fullName = (node) => `${node.label}, ${word(node.class)}, ${words.relations.replace("#", node.degree)}`;

const svg = root.querySelector("svg.graph");
const panel = root.querySelector(".details");
const zooming = zoom().scaleExtent([0.2, 5]).on("zoom", ({ transform }) => svg.querySelector(".view")?.setAttribute("transform", transform));

function render() {
  const [found, linked] = seen();
  arrange(found, linked, WIDTH, HEIGHT);
  draw(svg, found, linked, new Set(state.open), { name: fullName, words: (edge) => `${edge.source.label} – ${edge.target.label}: ${relation(edge)}${edge.contested ? `, ${words.contested}` : ""}` });
  fit();
  for (const group of svg.querySelectorAll("[data-id]")) {
    group.addEventListener("click", () => open(group.dataset.id));
    group.addEventListener("focus", () => look(group.dataset.id));
    group.addEventListener("keydown", (event) => key(event, group.dataset.id));
  }
  filters();
  look(state.looked ?? state.open.at(-1));
  const more = [...leftOut.values()].reduce((sum, number) => sum + number, 0);
  tell(words.shown.replace("#", found.length).replace("#", linked.length) + (more ? ` ${words.more.replace("#", more)}` : ""));
  root.querySelector(".undo").disabled = before.length === 0;
}

function fit() {
  const { x, y, width, height } = svg.querySelector(".view").getBBox();
  const scale = Math.min(1.6, WIDTH / (width + 40), HEIGHT / (height + 40));
  select(svg).call(zooming.transform, zoomIdentity.translate(WIDTH / 2 - scale * (x + width / 2), HEIGHT / 2 - scale * (y + height / 2)).scale(scale));
}

function tell(sentence) {
  root.querySelector(".status").textContent = sentence;
}

function change(next) {
  before.push(state);
  state = { ...state, ...next };
  return show();
}

async function open(id) {
  if (state.open.includes(id)) return look(id);
  await change({ open: [...state.open, id], looked: id });
  svg.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus();
}

function undo() {
  if (before.length) {
    state = before.pop();
    show();
  }
}

function key(event, id) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open(id);
  } else if (steps[event.key]) {
    event.preventDefault();
    const [dx, dy] = steps[event.key];
    const here = nodes.get(id);
    const there = seen()[0].map((node) => [node, (node.x - here.x) * dx + (node.y - here.y) * dy, Math.hypot(node.x - here.x, node.y - here.y)]);
    const ahead = there.filter(([node, along, far]) => node !== here && along > far * 0.6).sort((a, b) => a[2] - b[2]);
    if (ahead.length) svg.querySelector(`[data-id="${CSS.escape(ahead[0][0].id)}"]`).focus();
  }
}

function look(id) {
  const node = nodes.get(id);
  if (!node) return;
  state.looked = id;
  const around = seen()[1].filter((edge) => edge.source === node || edge.target === node);
  const query = new URLSearchParams(dials());
  const page = (each) => `/id/${path(each.id)}${query.size ? `?${query}` : ""}`;
  const list = around.map((edge) => {
    const other = edge.source === node ? edge.target : edge.source;
    return make("li", {}, make("button", { type: "button", class: "link", onclick: () => open(other.id) }, other.label), " ", make("span", { class: "note" }, relation(edge)),
      edge.contested ? make("strong", { class: "mark contested" }, words.contested) : undefined);
  });
  const opened = state.open.includes(id);
  const more = leftOut.get(id) ?? 0;
  panel.replaceChildren(...[
    make("h2", {}, make("a", { href: page(node) }, node.label)), make("p", { class: "kind" }, word(node.class)),
    opened ? undefined : make("button", { type: "button", onclick: () => open(id) }, words.open),
    opened && more ? make("button", { type: "button", onclick: () => change({ all: [...state.all, id] }) }, words.openAll.replace("#", more)) : undefined,
    make("ul", { class: "list" }, ...list),
  ].filter(Boolean));
}

function filters() {
  const boxes = (name, present) => [...new Set(present)].sort().map((value) => {
    const box = make("input", { type: "checkbox", value, checked: state[name].includes(value) });
    box.checked = state[name].includes(value);
    box.addEventListener("change", () => change({ [name]: box.checked ? [...state[name], value] : state[name].filter((each) => each !== value) }));
    return make("label", {}, box, ` ${word(value)}`);
  });
  root.querySelector(".classes").replaceChildren(...boxes("classes", [...nodes.values()].map((node) => node.class)));
  root.querySelector(".relations").replaceChildren(...boxes("relations", [...edges.values()].map((edge) => edge.relation)));
  for (const name of ["from", "to"]) root.querySelector(`[name=${name}]`).value = state[name];
  root.querySelector("[name=contested]").checked = state.contested;
}

for (const name of ["from", "to"]) root.querySelector(`[name=${name}]`).addEventListener("change", (event) => change({ [name]: event.target.value }));
root.querySelector("[name=contested]").addEventListener("change", (event) => change({ contested: event.target.checked }));
root.querySelector(".undo").addEventListener("click", undo);
root.querySelector(".fit").addEventListener("click", fit);
root.querySelector(".as-svg").addEventListener("click", () => save("moonpact-network.svg", asSvg(svg)));
root.querySelector(".as-png").addEventListener("click", async () => save("moonpact-network.png", await asPng(svg)));
root.querySelector(".share").addEventListener("click", async () => {
  await navigator.clipboard.writeText(location.href);
  tell(words.copied);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.target.matches("input")) undo();
});
svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
select(svg).call(zooming).on("dblclick.zoom", null);

document.querySelector("#drawn-by-server").hidden = true;
root.hidden = false;
show();
