/* A prompt as text, each word's ground as strong as its effect on a label; one word at a time is
   pointed at, by mouse or by arrow keys, and its numbers are said below. */
import { percent, signed } from "../lib/format.js";
import { classMap, html, ref, render, repeat, styleMap } from "../lib/lit.js";
import { colour } from "../lib/parts.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").Effect} Effect */
/** @typedef {import("../lib/calls.d.ts").Explained} Explained */

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * What a word did, in words.
 * @param {Effect} item
 * @param {Explained} answer
 */
function told(item, answer) {
  if (item.effect === null) return t("explain.word", { word: item.text.trim(), effect: item.reason });
  const word = t("explain.word", { word: item.text, effect: signed(item.effect, 2) });
  if (item.without === null) return word;
  const shares = { label: answer.label, before: percent(answer.base), after: percent(item.without) };
  return `${word} · ${t("explain.without", shares)}`;
}

/** @param {Effect} item */
const isWord = (item) => item.effect !== null || item.reason !== null;

/**
 * @param {Effect} item
 * @param {Explained} answer
 */
function word(item, answer) {
  const { effect, kind } = item;
  const strength = effect === null || !answer.max ? 0 : Math.abs(effect) / answer.max;
  const classes = {
    "pp-effect": true,
    [`pp-from-${kind}`]: true,
    [`pp-run-${kind}`]: kind === "mask" || (kind !== "slot" && effect === null && Boolean(item.reason)),
    "pp-untried": effect === null,
    "pp-for": effect !== null && effect > 0,
    "pp-against": effect !== null && effect <= 0,
  };
  return { classes, style: { "--pp-strength": String(strength) }, label: told(item, answer) };
}

/**
 * The prompt, drawn into a node of its own: its spaces count.
 * @returns {{ template: () => unknown, update: (answer: Explained) => void }}
 */
export function effectText() {
  const text = document.createElement("div");
  text.className = "pp-effects";
  text.setAttribute("role", "group");
  text.dataset.testid = "explain-text";
  const detail = document.createElement("p");
  detail.className = "pp-effect-detail";
  detail.dataset.testid = "explain-detail";
  /** @type {Explained | null} */
  let answer = null;
  let stop = -1; // the item that the tab key stops at: a long text must not be in the way
  /** @type {Map<number, HTMLElement>} the words' buttons by their item */
  const buttons = new Map();

  const point = (/** @type {number | null} */ at) => {
    const item = at === null ? null : answer?.items[at];
    render(item && answer ? told(item, answer) : t("explain.hint"), detail);
  };
  const focused = () => {
    for (const [at, button] of buttons) if (button === document.activeElement) return at;
    return null;
  };
  const focusOn = (/** @type {number} */ at) => {
    stop = at;
    draw();
    point(at);
  };
  const walk = (/** @type {KeyboardEvent} */ event) => {
    const step = STEPS[event.key];
    if (!step || !answer) return;
    event.preventDefault();
    const words = answer.items.flatMap((item, at) => (isWord(item) ? [at] : []));
    const next = words.indexOf(focused() ?? -1) + step;
    buttons.get(words[Math.max(0, Math.min(words.length - 1, next))])?.focus();
  };
  text.addEventListener("keydown", walk);
  text.addEventListener("mouseleave", () => point(focused()));
  text.addEventListener("focusout", () => point(null));

  const piece = (/** @type {Effect} */ item, /** @type {number} */ at) => {
    if (!answer || !isWord(item))
      return html`<span class=${item.kind === "mask" ? "pp-run-mask" : ""}>${item.text}</span>`;
    const { classes, style, label } = word(item, answer);
    const keep = (/** @type {Element | undefined} */ button) => {
      if (button) buttons.set(at, /** @type {HTMLElement} */ (button));
    };
    // The text as a property: no space may come between two pieces.
    return html`<button
      type="button"
      class=${classMap(classes)}
      style=${styleMap(style)}
      aria-label=${label}
      tabindex=${at === stop ? 0 : -1}
      .textContent=${item.text}
      @mouseover=${() => point(at)}
      @focus=${() => focusOn(at)}
      ${ref(keep)}
    ></button>`;
  };

  function draw() {
    if (!answer) return;
    render(
      repeat(answer.items, (item, at) => `${isWord(item) ? "word" : "space"} ${at}`, piece),
      text,
    );
  }

  return {
    template: () => html`<div>${text}${detail}</div>`,
    update(next) {
      answer = next;
      text.style.setProperty("--pp-colour", colour(answer.index));
      text.setAttribute("aria-label", t("explain.text", { label: answer.label }));
      for (const at of buttons.keys()) if (!answer.items[at] || !isWord(answer.items[at])) buttons.delete(at);
      stop = focused() ?? answer.items.findIndex(isWord);
      draw();
      point(focused());
    },
  };
}
