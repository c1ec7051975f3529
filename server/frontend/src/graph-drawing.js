// Draws a network as SVG: places by forces, names only where there is room, every node reachable by key.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const SVG = "http://www.w3.org/2000/svg";
const TICKS = 220;
// As high as letters are on the screen, as far as the picture allows.
const FONT = 12;
// The most letters of a name in a picture that is wide, and in one that is not.
const LONGEST = [34, 16];
const WIDE = 500;
const INK = "#1b1d24";
const measure = document.createElement("canvas").getContext("2d");
measure.font = `${FONT}px system-ui, sans-serif`;
const widths = new Map();

export function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function radius(node) {
  return Math.min(16, 5 + Math.sqrt(node.degree ?? 1) * 1.6);
}

// Give each node that has no place one near what it is connected with; those that were put somewhere (fx, fy) stay.
export function arrange(nodes, edges, width, height) {
  const beside = new Map(nodes.map((node) => [node, []]));
  for (const { source, target } of edges) {
    beside.get(source).push(target);
    beside.get(target).push(source);
  }
  for (const node of nodes.filter(({ x }) => x === undefined)) {
    const known = beside.get(node).find((other) => other.x !== undefined);
    // An angle by the name, not by chance: the same link gives the same picture.
    const angle = [...node.id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6283, 7) / 1000;
    node.x = (known?.x ?? width / 2) + 60 * Math.cos(angle);
    node.y = (known?.y ?? height / 2) + 60 * Math.sin(angle);
  }
  const room = Math.max(50, Math.min(110, 900 / Math.sqrt(nodes.length)));
  forceSimulation(nodes)
    .force("link", forceLink(edges).distance(room).strength(0.4))
    .force("charge", forceManyBody().strength(-room * 5))
    .force("collide", forceCollide((node) => radius(node) + 10))
    .force("x", forceX(width / 2).strength(0.06))
    .force("y", forceY(height / 2).strength(0.09))
    .stop()
    .tick(TICKS);
}

export function camp(node) {
  const where = node.takesPartIn ?? [];
  const [ilrs, artemis] = [where.includes("ilrs"), where.includes("artemis-accords")];
  return ilrs && artemis ? "both" : ilrs ? "ilrs" : artemis ? "artemis" : "other";
}

const FILLS = { ilrs: "#b5430a", artemis: "#7fb8e0", both: "#8e6bb0", other: "#a3a7b5" };

function outline(node, r, attributes) {
  if (node.class === "Country") return element("circle", { r, ...attributes });
  if (node.class === "Mission" || node.class === "Spacecraft" || node.class === "Payload") {
    return element("path", { d: `M0 ${-r}L${r} ${r * 0.8}H${-r}z`, ...attributes });
  }
  return element("rect", { x: -r * 0.85, y: -r * 0.85, width: r * 1.7, height: r * 1.7, rx: node.class === "Instrument" ? 0 : 4, ...attributes });
}

function shapes(node, opened) {
  const r = radius(node);
  const look = { fill: FILLS[camp(node)], stroke: INK, "stroke-width": 1 };
  // What is folded is a pile.
  const below = node.folded ? [outline(node, r, { ...look, transform: "translate(6 -6)" }), outline(node, r, { ...look, transform: "translate(3 -3)" })] : [];
  const ring = opened ? [element("circle", { r: r + 4, fill: "none", stroke: INK, class: "opened" })] : [];
  return [...below, outline(node, r, look), ...ring];
}

function line(edge, told) {
  const made = element("line", { stroke: edge.contested ? "#b5430a" : "#5b6070", "stroke-width": edge.contested ? 2 : 1, class: edge.contested ? "contested" : "" });
  if (edge.contested) made.setAttribute("stroke-dasharray", "5 4");
  made.append(element("title", {}, told));
  return { edge, made };
}

function stretch({ edge: { source, target }, made }) {
  for (const [name, value] of [["x1", source.x], ["y1", source.y], ["x2", target.x], ["y2", target.y]]) made.setAttribute(name, value.toFixed(1));
}

const put = (group, node) => group.setAttribute("transform", `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`);

// Draw nodes and edges; what comes back moves a node with its lines, and marks the lines of one.
export function draw(svg, nodes, edges, opened, told) {
  // What is contested lies above.
  const lines = [...edges].sort((a, b) => Boolean(a.contested) - Boolean(b.contested)).map((edge) => line(edge, told.edge(edge)));
  lines.forEach(stretch);
  const groups = new Map(nodes.map((node) => {
    const group = element("g", { tabindex: -1, role: "button", class: camp(node), "data-id": node.id, "aria-label": told.node(node), "aria-expanded": opened.has(node.id) });
    group.append(element("title", {}, told.node(node)), ...shapes(node, opened.has(node.id)));
    put(group, node);
    return [node.id, group];
  }));
  const size = writing(svg, nodes);
  let names = labels(nodes, opened, size);
  svg.replaceChildren(element("g", { class: "view" }, element("g", { class: "edges", fill: "none" }, ...lines.map(({ made }) => made)), names, element("g", { class: "nodes" }, ...groups.values())));
  const of = (node) => lines.filter(({ edge }) => edge.source === node || edge.target === node);
  return {
    move(node) {
      put(groups.get(node.id), node);
      of(node).forEach(stretch);
      const again = labels(nodes, opened, size);
      names.replaceWith(again);
      names = again;
    },
    mark(node) {
      for (const { made } of lines) made.classList.remove("looked");
      for (const { made } of of(node)) made.classList.add("looked");
    },
  };
}

function wide(text) {
  if (!widths.has(text)) widths.set(text, measure.measureText(text).width / FONT);
  return widths.get(text);
}

// How high letters must be in the picture to be as high as they should on the screen once all of it is shown, and how many
// of a name there is room for.
function writing(svg, nodes) {
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
  const { width: across, height: down } = svg.getBoundingClientRect();
  const scale = Math.min(1.6, across / (Math.max(...xs) - Math.min(...xs) + 200), down / (Math.max(...ys) - Math.min(...ys) + 60));
  return { font: Math.max(9, Math.min(30, FONT / scale)), longest: LONGEST[across > WIDE ? 0 : 1] };
}

// Names, those of opened things and of things with most relations first; none lies over another, or over a node.
function labels(nodes, opened, { font, longest }) {
  const taken = nodes.map((node) => box(node.x - radius(node), node.y - radius(node), 2 * radius(node), 2 * radius(node)));
  const group = element("g", { class: "labels", "font-size": font.toFixed(1), fill: INK, "aria-hidden": "true" });
  const order = [...nodes].sort((a, b) => opened.has(b.id) - opened.has(a.id) || (b.degree ?? 0) - (a.degree ?? 0) || (a.id < b.id ? -1 : 1));
  for (const node of order) {
    const text = node.label.length > longest ? `${node.label.slice(0, longest - 1)}…` : node.label;
    const width = wide(text) * font + 3;
    const away = radius(node) + (node.folded ? 9 : opened.has(node.id) ? 7 : 3);
    const starts = [[away, -font / 2], [-away - width, -font / 2], [-width / 2, away], [-width / 2, -away - 1.1 * font]];
    const free = starts.map(([dx, dy]) => box(node.x + dx, node.y + dy, width, 1.1 * font)).find((each) => !taken.some((other) => meet(each, other)));
    if (free) {
      taken.push(free);
      group.append(element("text", { x: free.x.toFixed(1), y: (free.y + 0.9 * font).toFixed(1) }, text));
    }
  }
  return group;
}

const box = (x, y, width, height) => ({ x, y, width, height });
const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
