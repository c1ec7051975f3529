// What the explorer shows is what its address says; the same parameters ask the server for the network, as JSON and as files.
const LISTS = ["open", "class", "relation", "source-kind", "unfold"];
const ASKED = ["open", "class", "relation", "source-kind", "from", "to", "contested"];
const DIALS = ["as-of", "according-to", "lang"];

export function readState(search) {
  const asked = new URLSearchParams(search);
  const state = { thing: asked.get("thing"), from: asked.get("from") ?? "", to: asked.get("to") ?? "", contested: asked.get("contested") ?? "", at: {} };
  for (const name of LISTS) state[name] = asked.getAll(name).flatMap((text) => text.split(",")).filter(Boolean);
  // Where things were dragged to: country/egypt:120:-40
  for (const text of (asked.get("at") ?? "").split(",").filter(Boolean)) {
    const [, id, x, y] = text.match(/^(.+):(-?\d+):(-?\d+)$/) ?? [];
    if (id) state.at[id] = [Number(x), Number(y)];
  }
  return state;
}

// The dials that the page was asked with stay in every address.
export const dials = [...new URLSearchParams(location.search)].filter(([name, value]) => DIALS.includes(name) && value);

const written = (value) => (Array.isArray(value) ? value.join(",") : value);
const address = (path, pairs) => `${path}?${new URLSearchParams(pairs)}`.replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3A", ":");
const filled = (state, names) => names.map((name) => [name, written(state[name])]).filter(([, value]) => value);

export function pageAddress(state) {
  const at = Object.entries(state.at).map(([id, [x, y]]) => `${id}:${x}:${y}`).join(",");
  return address(location.pathname, [["thing", state.thing], ...filled(state, [...ASKED, "unfold"]), ...(at ? [["at", at]] : []), ...dials]);
}

export const path = (id) => id.split("/").map(encodeURIComponent).join("/");

export function networkAddress(state, format) {
  const spoken = dials.some(([name]) => name === "lang") ? [] : [["lang", document.documentElement.lang]];
  return address(`/network/${path(state.thing)}`, [...filled(state, ASKED), ["format", format], ...dials, ...spoken]);
}

export function thingAddress(id) {
  return dials.length ? address(`/id/${path(id)}`, dials) : `/id/${path(id)}`;
}

export const openedThings = (state) => [...new Set([state.thing, ...state.open])];
