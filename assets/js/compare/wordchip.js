/* One part of the template in "change one word": a word with what dropping it did, or a slot, or the mask. */
import { interval, points } from "../lib/format.js";
import { classMap, html, keyed, ref, styleMap } from "../lib/lit.js";
import { closePopover, openPopover } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { probability } from "./parts.js";

/** @typedef {import("../lib/calls.d.ts").TemplatePiece} TemplatePiece */
/** @typedef {import("../lib/calls.d.ts").WordChange} WordChange */
/** @typedef {Pick<TemplatePiece, "text" | "kind" | "index" | "dropped" | "replaced">} Piece */
/** @typedef {(word: string) => void} Measure starts a job that puts a word in this one's place */

const FULL = 0.2; // a change of so many points has the strongest colour
const CHANCE = 0.05; // of McNemar's test, as for the bars' hatching and the sentence
const STRONGEST = 45; // percent of colour in the ground: the letters stay readable

/**
 * Put the caret into the box once it is there.
 * @param {Element | undefined} box
 */
function begin(box) {
  if (!(box instanceof HTMLInputElement)) return;
  queueMicrotask(() => {
    box.focus();
    box.select();
  });
}

/**
 * The box that asks for another word.
 * @param {HTMLElement} anchor
 * @param {Piece} piece
 * @param {Measure} measure
 */
function askReplacement(anchor, piece, measure) {
  let word = piece.replaced?.by ?? "";
  const label = t("compare.replacement", { word: piece.text });
  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const wanted = word.trim();
    if (!wanted || wanted === piece.text) return;
    closePopover({ refocus: true });
    measure(wanted);
  }
  const form = html`<form class="pp-replace" @submit=${submit}>
    <label for="pp-replacement">${label}</label>
    <input
      type="text"
      id="pp-replacement"
      class="pp-small-input"
      aria-label=${label}
      data-testid="replacement"
      .value=${word}
      @input=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ { currentTarget }) => {
        word = currentTarget.value;
      }}
      ${ref(begin)}
    />
    <button type="submit" class="pp-primary" data-testid="replace">${t("compare.replace")}</button>
  </form>`;
  // A box of its own at each opening: nothing that was typed in the last one stays.
  openPopover(anchor, keyed({}, form), { role: "dialog" });
}

/**
 * What a change did, in words; nothing while nobody knows.
 * @param {string} name
 * @param {WordChange | null} found
 */
function told(name, found) {
  if (!found || found.change === null) return "";
  const parts = [`${name}: ${t("compare.points", { points: points(found.change) })}`];
  if (found.interval) parts.push(`(${interval(found.interval, points)})`);
  if (found.p !== null) parts.push(probability(found.p));
  if (found.holm !== null) parts.push(t("compare.holm", { p: probability(found.holm) }));
  return parts.join(" ");
}

/** @param {WordChange | null} found */
const change = (found) => (found && found.change !== null ? points(found.change) : found?.error ? "–" : "…");

/**
 * @param {Piece} piece
 * @param {Measure} measure
 */
export function chip(piece, measure) {
  const { text, kind, index, dropped, replaced } = piece;
  if (index === null)
    return html`<span class="pp-word-chip pp-run-${kind}"><span class="pp-chip-text">${text.trim()}</span></span>`;
  const by = dropped?.change ?? null;
  const strength = by === null ? 0 : Math.min(1, Math.abs(by) / FULL) * STRONGEST;
  const words = [told(t("compare.without", { word: text }), dropped), told(`${text} → ${replaced?.by}`, replaced)];
  const known = words.filter(Boolean);
  const rises = by !== null && by > 0;
  return html`<button
    type="button"
    class=${classMap({
      "pp-word-chip": true,
      "pp-droppable": true,
      "pp-rises": rises,
      "pp-falls": !rises,
      "pp-clear": typeof dropped?.p === "number" && dropped.p < CHANCE,
    })}
    style=${styleMap({ "--pp-strength": `${strength.toFixed(0)}%` })}
    title=${[...known, dropped?.error, replaced?.error].filter(Boolean).join("\n")}
    aria-label=${[known.length ? known.join("; ") : text, t("compare.replace_it")].join(". ")}
    aria-haspopup="dialog"
    data-testid="word"
    @click=${(/** @type {Event & { currentTarget: HTMLElement }} */ { currentTarget }) =>
      askReplacement(currentTarget, piece, measure)}
  >
    <span class="pp-chip-text">${text.trim()}</span><span class="pp-chip-change pp-number">${change(dropped)}</span
    ><span class="pp-chip-by" ?hidden=${!replaced}>${replaced ? `→ ${replaced.by} ${change(replaced)}` : ""}</span>
  </button>`;
}
