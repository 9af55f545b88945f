/* A text box that grows with its text and can colour parts of it: a transparent textarea over a
   layer with the same letters. The colours are cosmetic; only the core decides what a text means. */
import { createRef, html, ref, render } from "./lit.js";

/** @typedef {{ text: string, kind: string, faulty?: boolean }} Run */
/** @typedef {{ start: number | null, end: number | null }} Place */

/** @param {Run} run */
const span = ({ kind, faulty, text }) =>
  html`<span class="pp-run pp-run-${kind}${faulty ? " pp-faulty" : ""}">${text}</span>`;

/**
 * `paint(text)` returns runs whose texts joined are the text itself; `oninput(text)` is called at every change, but
 * never inside an IME composition.
 * @param {{ id: string, label: string, oninput: (text: string) => void, paint?: (text: string) => Run[],
 *   mono?: boolean, rows?: number, placeholder?: string }} of
 */
export function textbox({
  id,
  label,
  oninput,
  paint = (text) => [{ text, kind: "text" }],
  mono = false,
  rows = 1,
  placeholder = "",
}) {
  const box = document.createElement("div");
  box.className = `pp-box${mono ? " pp-mono" : ""}`;
  box.style.setProperty("--pp-rows", String(rows));
  /** @type {import("./vendor/lit-html/directives/ref.js").Ref<HTMLTextAreaElement>} */
  const areaRef = createRef();
  /** @type {import("./vendor/lit-html/directives/ref.js").Ref<HTMLElement>} */
  const layerRef = createRef();
  render(
    html`<div class="pp-box-inner">
      <div class="pp-layer" dir="auto" aria-hidden="true" ${ref(layerRef)}></div>
      <textarea
        id=${id}
        class="pp-area"
        dir="auto"
        aria-label=${label}
        rows=${rows}
        placeholder=${placeholder}
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        data-testid=${id}
        ${ref(areaRef)}
      ></textarea>
    </div>`,
    box,
  );
  const area = /** @type {HTMLTextAreaElement} */ (areaRef.value);
  const layer = /** @type {HTMLElement} */ (layerRef.value);
  let composing = false;
  /** @type {{ start: number, end: number } | null} */
  let fault = null;

  const colour = () => render([...withFault(paint(area.value), fault).map(span), "\u200b"], layer);
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
    /**
     * Show a text that came from elsewhere (undo, a fix, the gallery); the caret stays where it can.
     * @param {string} text
     */
    set(text) {
      if (composing || area.value === text) return;
      const { selectionStart, selectionEnd } = area;
      const focused = document.activeElement === area;
      area.value = text;
      fault = null;
      if (focused) area.setSelectionRange(Math.min(selectionStart, text.length), Math.min(selectionEnd, text.length));
      colour();
    },
    /** What a text's colours depend on has changed. */
    repaint: colour,
    /** @param {string} text */
    setLabel(text) {
      area.setAttribute("aria-label", text);
    },
    /** @param {number} lines that an empty box is high */
    setRows(lines) {
      area.rows = lines;
      box.style.setProperty("--pp-rows", String(lines));
    },
    /**
     * Underline [start, end) as the place of an error; null takes the line away.
     * @param {Place | null} range
     */
    setFault(range) {
      const { start, end } = range ?? { start: null, end: null };
      const next = start !== null && end !== null && end > start ? { start, end } : null;
      if (fault?.start === next?.start && fault?.end === next?.end) return;
      fault = next;
      area.setAttribute("aria-invalid", String(Boolean(range)));
      colour();
    },
  };
}

/**
 * @param {Run[]} runs
 * @param {{ start: number, end: number } | null} fault
 * @returns {Run[]}
 */
export function withFault(runs, fault) {
  if (!fault) return runs;
  /** @type {Run[]} */
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
