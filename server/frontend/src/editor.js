// The editor of CodeMirror in place of a text field, within a shadow: there its styles need no leave of the page's policy.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

// Colours are those of the page, which are inherited into the shadow.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good-ink)" },
  { tag: [tags.variableName, tags.name], color: "var(--warn-ink)" },
  { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
]);
// The places of faults, as line, column and message; gone with the next change.
const setFaults = StateEffect.define();
const faults = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    const [set] = change.effects.filter((effect) => effect.is(setFaults));
    if (set) return Decoration.set(set.value.flatMap((fault) => at(change.state.doc, fault)), true);
    return change.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function at(doc, { line, column, message }) {
  const found = doc.line(Math.min(line, doc.lines));
  const attributes = { title: message, "aria-invalid": "true" };
  const row = Decoration.line({ class: "cm-faultLine", attributes }).range(found.from);
  const from = Math.max(found.from, Math.min(found.from + column - 1, found.to - 1));
  return from < found.to ? [row, Decoration.mark({ class: "cm-fault", attributes }).range(from, from + 1)] : [row];
}

const look = EditorView.theme({
  "&": { border: "1px solid var(--faint)", borderRadius: "4px", background: "var(--sheet)", color: "var(--ink)", fontSize: "0.9375rem" },
  "&.cm-focused": { outline: "2px solid var(--link)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "60vh", minHeight: "12rem" },
  ".cm-gutters": { background: "var(--code)", color: "var(--faint)", border: "0" },
  ".cm-faultLine": { background: "var(--warn)", boxShadow: "inset 3px 0 var(--warn-ink)" },
  ".cm-fault": { textDecoration: "underline wavy var(--warn-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-tooltip": { background: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8" },
});

export function makeEditor(area, { complete, run, label }) {
  const host = document.createElement("div");
  area.after(host);
  area.hidden = true;
  area.required = false;
  const shadow = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: shadow,
    root: shadow,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), EditorView.lineWrapping, history(), drawSelection(), bracketMatching(), closeBrackets(), sparql(),
        syntaxHighlighting(colours), look, faults, autocompletion({ override: [complete], maxRenderedOptions: 60 }),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) area.value = view.state.doc.toString(); }),
        // Tab leaves the editor, as it leaves any other field.
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }])),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      ],
    }),
  });
  return {
    view,
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (found) => view.dispatch({ effects: setFaults.of(found) }),
  };
}

