// Draws a network as SVG: places by forces, names only where there is room, every node reachable by key.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const SVG = "http://www.w3.org/2000/svg";
const TICKS = 220;
const FONT = 11;
const measure = document.createElement("canvas").getContext("2d");

export function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function radius(node) {
  return Math.min(16, 5 + Math.sqrt(node.degree ?? 1) * 1.6);
}

// Give each node that has no place one near what it is connected with; those that have one hardly move.
export function arrange(nodes, edges, width, height) {
  for (const node of nodes) {
    if (node.x === undefined) {
      const known = edges.flatMap((edge) => (edge.source === node ? [edge.target] : edge.target === node ? [edge.source] : []));
      const beside = known.find((other) => other.x !== undefined);
      // An angle by the name, not by chance: the same link gives the same picture.
      const angle = [...node.id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6283, 7) / 1000;
      node.x = (beside?.x ?? width / 2) + 60 * Math.cos(angle);
      node.y = (beside?.y ?? height / 2) + 60 * Math.sin(angle);
    }
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

function shape(node) {
  const r = radius(node);
  const fill = { fill: FILLS[camp(node)], stroke: "#1b1d24", "stroke-width": 1 };
  if (node.class === "Country") return element("circle", { r, ...fill });
  if (node.class === "Mission" || node.class === "Spacecraft" || node.class === "Payload") {
    return element("path", { d: `M0 ${-r}L${r} ${r * 0.8}H${-r}z`, ...fill });
  }
  return element("rect", { x: -r * 0.85, y: -r * 0.85, width: r * 1.7, height: r * 1.7, rx: node.class === "Instrument" ? 0 : 4, ...fill });
}

// The picture of nodes and edges; `on.open` and `on.look` are called with a node.
export function draw(svg, nodes, edges, opened, on) {
  const lines = element("g", { class: "edges", fill: "none" });
  for (const edge of edges) {
    const line = element("line", {
      x1: edge.source.x, y1: edge.source.y, x2: edge.target.x, y2: edge.target.y,
      stroke: edge.contested ? "#b5430a" : "#5b6070", "stroke-width": edge.contested ? 2 : 1,
      class: edge.contested ? "contested" : "",
    });
    if (edge.contested) line.setAttribute("stroke-dasharray", "5 4");
    line.append(element("title", {}, on.words(edge)));
    lines.append(line);
  }
  const marks = element("g", { class: "nodes" });
  for (const node of nodes) {
    const group = element("g", {
      transform: `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`, tabindex: 0, role: "button", class: camp(node),
      "data-id": node.id, "aria-label": on.name(node), "aria-expanded": opened.has(node.id),
    });
    group.append(element("title", {}, on.name(node)), shape(node));
    if (opened.has(node.id)) group.append(element("circle", { r: radius(node) + 4, fill: "none", stroke: "#1b1d24", class: "opened" }));
    marks.append(group);
  }
  const view = element("g", { class: "view" }, lines, labels(nodes, opened), marks);
  svg.replaceChildren(view);
  return view;
}

function labels(nodes, opened) {
  measure.font = `${FONT}px system-ui, sans-serif`;
  const taken = nodes.map((node) => box(node.x - radius(node), node.y - radius(node), 2 * radius(node), 2 * radius(node)));
  const group = element("g", { class: "labels", "font-size": FONT, fill: "#1b1d24", "aria-hidden": "true" });
  const order = [...nodes].sort((a, b) => opened.has(b.id) - opened.has(a.id) || (b.degree ?? 0) - (a.degree ?? 0) || (a.id < b.id ? -1 : 1));
  for (const node of order) {
    const text = node.label.length > 34 ? `${node.label.slice(0, 33)}…` : node.label;
    const width = measure.measureText(text).width + 2;
    const away = radius(node) + 3;
    const starts = [[away, -6], [-away - width, -6], [-width / 2, away], [-width / 2, -away - 12]];
    const free = starts.map(([dx, dy]) => box(node.x + dx, node.y + dy, width, 12)).find((each) => !taken.some((other) => meet(each, other)));
    if (free) {
      taken.push(free);
      group.append(element("text", { x: free.x.toFixed(1), y: (free.y + 10).toFixed(1) }, text));
    }
  }
  return group;
}

const box = (x, y, width, height) => ({ x, y, width, height });
const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
