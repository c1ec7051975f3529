// The query page: an editor with completion and faults at their place, and answers without leaving the page.
import { completions, prefixesOf } from "./completion.js";
import { makeEditor } from "./editor.js";
import { asTable, copied } from "./answer.js";

const form = document.querySelector("form.query");
const area = form.querySelector("textarea");
const tools = document.querySelector("#query-tools");
const words = JSON.parse(tools.dataset.words);
const result = document.querySelector("#query-result");
const status = tools.querySelector(".status");
const [stop] = tools.querySelectorAll(".stop");
const HISTORY = "moonpact-queries";
const KEPT = 30;
let running;

const dials = [...new URLSearchParams(location.search)].filter(([name, value]) => ["as-of", "according-to"].includes(name) && value);
const editor = makeEditor(area, { complete: completions(tools.dataset.vocabulary, document.documentElement.lang), run, label: words.editor });
area.labels[0].addEventListener("click", () => editor.view.focus());

function address(query, format) {
  return `/sparql?${new URLSearchParams([["query", query], ...dials, ...(format ? [["format", format]] : [])])}`;
}

async function run() {
  running?.abort();
  running = new AbortController();
  const mine = running;
  const query = editor.text();
  const begun = performance.now();
  stop.disabled = false;
  status.textContent = words.running;
  editor.mark([]);
  try {
    const view = dials.length ? `?${new URLSearchParams(dials)}` : "";
    const answer = await fetch(`/sparql${view}`, {
      method: "POST", body: query, signal: mine.signal,
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
    });
    const text = await answer.text();
    const took = `${((performance.now() - begun) / 1000).toFixed(2)} s, ${Math.ceil(text.length / 1000)} kB`;
    if (!answer.ok) return refuse(JSON.parse(text));
    remember(query);
    history.replaceState(null, "", address(query));
    const kind = answer.headers.get("Content-Type");
    const [shown, said] = asTable(text, kind, words);
    status.textContent = `${said}, ${took}`;
    result.replaceChildren(shown, ...raw(text), links(query, kind));
  } catch (error) {
    status.textContent = error.name === "AbortError" ? words.stopped : error.message;
  } finally {
    if (running === mine) stop.disabled = true;
  }
}

function refuse(problem) {
  status.textContent = `${problem.title}: ${problem.detail}${problem.hint ? ` ${problem.hint}` : ""}`;
  result.replaceChildren();
  if (problem.line) editor.mark([{ line: problem.line, column: problem.column ?? 1, message: problem.detail }]);
}

function make(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

function raw(text) {
  const cut = text.length > 200_000;
  const note = cut ? [make("p", { className: "note" }, words.cut)] : [];
  return [make("details", {}, make("summary", {}, words.raw), ...note, make("pre", { className: "code", tabIndex: 0 }, text.slice(0, 200_000)))];
}

function links(query, kind) {
  const formats = kind.includes("results") ? ["csv", "json", "tsv", "xml"] : ["ttl", "nt", "jsonld", "rdf"];
  const files = formats.flatMap((format) => [make("a", { href: address(query, format), download: `answer.${format}` }, format.toUpperCase()), " · "]);
  const copies = ["curl", "Python", "R", "JavaScript"].map((name) =>
    make("button", { type: "button", className: "link", onclick: () => copy(copied(name, location.origin + "/sparql", query, dials)) }, name));
  const share = make("button", { type: "button", className: "link", onclick: () => copy(location.origin + address(query)) }, words.share);
  return make("p", { className: "downloads" }, `${words.download} `, ...files, `${words.copyAs} `, ...copies.flatMap((each) => [each, " · "]), share);
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  status.textContent = words.copied;
}

function past() {
  try {
    return JSON.parse(localStorage.getItem(HISTORY) ?? "[]");
  } catch {
    return [];
  }
}

function remember(query) {
  localStorage.setItem(HISTORY, JSON.stringify([query, ...past().filter((each) => each !== query)].slice(0, KEPT)));
  list();
}

function list() {
  const shown = past().map((query) => {
    const first = query.split("\n").find((line) => /^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)/i.test(line)) ?? query;
    return make("li", {}, make("button", { type: "button", className: "link", onclick: () => editor.replace(query) }, first.trim().slice(0, 90)));
  });
  const clear = make("button", { type: "button", className: "link", onclick: () => { localStorage.removeItem(HISTORY); list(); } }, words.forget);
  tools.querySelector(".past").replaceChildren(...shown, ...(shown.length ? [make("li", {}, clear)] : []));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
stop.addEventListener("click", () => running?.abort());
for (const link of tools.querySelectorAll("a[data-query]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const answer = await fetch(link.href);
    editor.replace(await answer.text());
    editor.view.focus();
  });
}
prefixesOf(tools.dataset.vocabulary);
list();
tools.hidden = false;
