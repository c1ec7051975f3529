// The query page: an editor with completion and faults at their place, and answers without leaving the page. An answer is
// the server's own page of it, so that it is the same with and without scripts.
import { completions, prefixesOf } from "./completion.js";
import { makeEditor } from "./editor.js";
import { program } from "./programs.js";

const form = document.querySelector("form.query");
const area = form.querySelector("textarea");
const tools = document.querySelector("#query-tools");
const words = JSON.parse(tools.dataset.words);
const result = document.querySelector("#query-result");
const status = tools.querySelector(".status");
const stop = tools.querySelector(".stop");
const HISTORY = "moonpact-queries";
const KEPT = 30;
const RAW = 200_000;
const MEDIA_TYPES = ["application/sparql-results+json", "text/turtle"];
let running;

const asked = [...new URLSearchParams(location.search)];
const dials = asked.filter(([name, value]) => ["as-of", "according-to"].includes(name) && value);
const spoken = [["lang", document.documentElement.lang]];
const editor = makeEditor(area, { complete: completions(tools.dataset.vocabulary, document.documentElement.lang), run: () => run(), label: words.editor });
area.labels[0].addEventListener("click", () => editor.view.focus());

function address(query, more = []) {
  return `/sparql?${new URLSearchParams([["query", query], ...more, ...dials, ...asked.filter(([name]) => name === "lang")])}`;
}

async function run(view = "") {
  halt();
  const mine = new AbortController();
  running = mine;
  const query = editor.text();
  stop.disabled = false;
  status.textContent = words.running;
  result.setAttribute("aria-busy", "true");
  editor.mark([]);
  try {
    const answer = await fetch(`/sparql?${new URLSearchParams([...dials, ...spoken])}`, {
      method: "POST", signal: mine.signal,
      body: new URLSearchParams([["query", query], ...(view ? [["view", view]] : [])]),
      headers: { Accept: "text/html" },
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) show(page, query, view);
    else refuse(page);
  } catch (error) {
    if (running === mine) status.textContent = error.name === "AbortError" ? words.stopped : error.message;
  } finally {
    if (running === mine) {
      stop.disabled = true;
      running = undefined;
      result.removeAttribute("aria-busy");
    }
  }
}

// Give up the query that runs: the connection is closed, and the server stops it.
function halt() {
  running?.abort();
}

function show(page, query, view) {
  remember(query);
  history.replaceState(null, "", address(query, view ? [["view", view]] : []));
  result.replaceChildren(page.querySelector("#answer"));
  equip(query);
}

function refuse(page) {
  const fault = page.querySelector("#problem");
  status.textContent = [page.querySelector("h1"), fault, page.querySelector("#hint")].filter(Boolean).map((each) => each.textContent).join(" · ");
  result.replaceChildren();
  const { line, column } = fault.dataset;
  if (line) editor.mark([{ line: Number(line), column: Number(column), message: fault.textContent }]);
}

function make(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

// Give the answer what only a script can: its views in place, how it came, programs that ask the same.
function equip(query) {
  const figures = result.querySelector(".figures-of-answer");
  status.textContent = figures.textContent;
  figures.remove();
  for (const link of result.querySelectorAll("[data-view]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      run(link.dataset.view);
    });
  }
  const links = [...result.querySelectorAll(".downloads a")];
  for (const link of links) link.download = `answer.${new URL(link.href).searchParams.get("format")}`;
  const source = links.find(({ type }) => MEDIA_TYPES.includes(type));
  const copies = ["curl", "Python", "R", "JavaScript"].map((name) =>
    make("button", { type: "button", className: "link", onclick: () => copy(program(name, `${location.origin}/sparql`, query, dials)) }, name));
  const share = make("button", { type: "button", className: "link", onclick: () => copy(location.href) }, words.share);
  result.querySelector("#answer").append(
    make("p", { className: "downloads" }, `${words.copyAs} `, ...copies.flatMap((each) => [each, " · "]), share), ...(source ? [raw(source.href)] : []));
}

function raw(from) {
  const shown = make("pre", { className: "code", tabIndex: 0 });
  const details = make("details", {}, make("summary", {}, words.raw), shown);
  details.addEventListener("toggle", async () => {
    if (shown.textContent) return;
    const answer = await fetch(from);
    const text = await answer.text();
    shown.textContent = text.slice(0, RAW);
    if (text.length > RAW) shown.before(make("p", { className: "note" }, words.cut));
  });
  return details;
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
    return make("li", {}, make("button", { type: "button", className: "link", title: query, onclick: () => replace(query) }, first.trim().slice(0, 90)));
  });
  const clear = make("button", { type: "button", className: "link", onclick: () => { localStorage.removeItem(HISTORY); list(); } }, words.forget);
  tools.querySelector(".past").replaceChildren(...shown, ...(shown.length ? [make("li", {}, clear)] : []));
}

function replace(query) {
  editor.replace(query);
  editor.view.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
stop.addEventListener("click", halt);
for (const link of tools.querySelectorAll("a[data-query]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const answer = await fetch(link.href);
    replace(await answer.text());
  });
}
form.querySelector("[type=submit]").after(stop, status);
prefixesOf(tools.dataset.vocabulary);
list();
if (result.querySelector("#answer")) equip(area.value);
tools.hidden = false;
