/* A text box that grows with its text and can colour parts of it: a transparent textarea over a
   layer with the same letters. The colours are cosmetic; only the core decides what a text means. */
import { h } from "./dom.js";

/* `paint(text)` returns runs {text, kind}; their texts joined are the text itself.
   `oninput(text)` is called at every change, but never inside an IME composition. */
export function textbox({
  id,
  label,
  oninput,
  paint = (text) => [{ text, kind: "text" }],
  mono = false,
  rows = 1,
  placeholder = "",
}) {
  const layer = h("div", { class: "pp-layer", "aria-hidden": "true" });
  const area = h("textarea", {
    id,
    class: "pp-area",
    "aria-label": label,
    rows: String(rows),
    placeholder,
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    data: { testid: id },
  });
  const box = h(
    "div",
    { class: `pp-box${mono ? " pp-mono" : ""}`, style: `--pp-rows: ${rows}` },
    h("div", { class: "pp-box-inner" }, layer, area),
  );
  let composing = false;
  let fault = null;

  const colour = () => {
    const runs = withFault(paint(area.value), fault);
    layer.replaceChildren(
      ...runs.map((run) =>
        h("span", { class: `pp-run pp-run-${run.kind}${run.faulty ? " pp-faulty" : ""}` }, run.text),
      ),
      "\u200b",
    );
  };
  const commit = () => {
    colour();
    if (!composing) oninput(area.value);
  };
  area.addEventListener("compositionstart", () => {
    composing = true;
  });
  area.addEventListener("compositionend", () => {
    composing = false;
    commit();
  });
  area.addEventListener("input", () => {
    fault = null; // its positions are about the text before
    commit();
  });
  colour();

  return {
    box,
    area,
    /* Show a text that came from elsewhere (undo, a fix, the gallery); the caret stays where it can. */
    set(text) {
      if (composing || area.value === text) return;
      const { selectionStart, selectionEnd } = area;
      const focused = document.activeElement === area;
      area.value = text;
      fault = null;
      if (focused) area.setSelectionRange(Math.min(selectionStart, text.length), Math.min(selectionEnd, text.length));
      colour();
    },
    /* What a text's colours depend on has changed. */
    repaint: colour,
    setLabel(text) {
      area.setAttribute("aria-label", text);
    },
    /* Underline [start, end) as the place of an error; null takes the line away. */
    setFault(range) {
      const next = range && Number.isInteger(range.start) && range.end > range.start ? range : null;
      if (fault?.start === next?.start && fault?.end === next?.end) return;
      fault = next;
      area.setAttribute("aria-invalid", String(Boolean(range)));
      colour();
    },
  };
}

function withFault(runs, fault) {
  if (!fault) return runs;
  const cut = [];
  let at = 0;
  for (const run of runs) {
    const end = at + run.text.length;
    const marks = [at, Math.max(at, Math.min(fault.start, end)), Math.max(at, Math.min(fault.end, end)), end];
    for (let i = 0; i < 3; i += 1) {
      const text = run.text.slice(marks[i] - at, marks[i + 1] - at);
      if (text) cut.push({ ...run, text, faulty: i === 1 });
    }
    at = end;
  }
  return cut;
}

const PARTS =
  /(\{\{|\}\}|\[\[)|(\{[^{}\n]*\})|(\[mask(?:\*\d+)?\]|<mask>|_{3,})|(\[soft(?:[*:][^\]\n]*)?\])|(\[t(?:\*\d+)?\])/gi;
const KINDS = ["text", "slot", "mask", "soft", "trigger"];

/* Colours of a template's parts, as near to the core's reading as a glance can be. */
export function paintTemplate(text) {
  const runs = [];
  let at = 0;
  for (const match of text.matchAll(PARTS)) {
    if (match.index > at) runs.push({ text: text.slice(at, match.index), kind: "text" });
    runs.push({ text: match[0], kind: KINDS[match.slice(1).findIndex(Boolean)] });
    at = match.index + match[0].length;
  }
  if (at < text.length) runs.push({ text: text.slice(at), kind: "text" });
  return runs;
}
