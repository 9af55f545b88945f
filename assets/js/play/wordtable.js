/* The verbalizer as a table of labels and chips. It has no state of its own: every deed edits the
   text at a place the core named, and the table is drawn again from the answer. */
import { classMap, html, repeat, styleMap } from "../lib/lit.js";
import { swatch } from "../lib/parts.js";
import { explained } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { untyped } from "./untyped.js";
import { addLabel, addWord, quoted, removeLabel, removeWord, renameLabel } from "./verbalizeredits.js";

/** @typedef {import("../lib/calls.d.ts").LabelWord} LabelWord */
/** @typedef {import("../lib/calls.d.ts").TableLabel} TableLabel */

const MANY = 30; // labels, from which on those out of sight are not laid out
const [NARROWEST, WIDEST] = [6, 15]; // letters of a label's name

/** @param {Event} event */
const inputOf = (event) => /** @type {HTMLInputElement} */ (event.target);

/**
 * An input that gives its text away at Enter (but not at the Enter that ends a composition), or when it is left.
 * @param {{ name: string, placeholder: string, testid: string, give: (text: string) => void }} of
 */
function giver({ name, placeholder, testid, give }) {
  const hand = (/** @type {Event} */ event) => {
    const input = inputOf(event);
    const text = input.value.trim();
    input.value = "";
    if (text) give(text);
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    hand(event);
  };
  return html`<input
    type="text"
    class=${name}
    placeholder=${placeholder}
    aria-label=${placeholder}
    spellcheck="false"
    autocapitalize="off"
    autocomplete="off"
    data-testid=${testid}
    @keydown=${key}
    @blur=${hand}
  />`;
}

/**
 * @param {LabelWord} word
 * @param {number} index of its label
 */
function chip({ text, pieces, level, note }, index) {
  const several = pieces.length > 1;
  const explanation = note ?? (several ? t("verbalizer.pieces", { n: pieces.length }) : t("verbalizer.one_piece"));
  return html`<li class="pp-word pp-word-${level}" data-testid="word" data-word=${text}>
    <button type="button" class="pp-word-text" ${explained(() => explanation)}>
      <span class="pp-word-name">${text}</span
      ><span class="pp-pieces">${several ? pieces.join(" · ") : ""}</span></button
    ><button
      type="button"
      class="pp-x"
      aria-label=${t("verbalizer.remove_word", { word: text })}
      @click=${() => removeWord(index, text)}
    >
      ×
    </button>
  </li>`;
}

/** @param {TableLabel} label */
function nameInput({ index, name }) {
  const renamed = (/** @type {Event} */ event) => {
    const input = inputOf(event);
    const text = input.value.trim();
    if (text && text !== name) renameLabel(index, text);
    else input.value = name;
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const input = inputOf(event);
    if (event.key === "Enter" && !event.isComposing) input.blur();
    if (event.key === "Escape") {
      input.value = name;
      input.blur();
    }
  };
  return html`<input
    type="text"
    class="pp-label-name"
    spellcheck="false"
    autocomplete="off"
    aria-label=${t("verbalizer.label_name", { label: name })}
    @keydown=${key}
    @change=${renamed}
    ${untyped(name)}
  />`;
}

/** @param {TableLabel} label */
function row(label) {
  const { index, name, words, more } = label;
  return html`<li class="pp-row" data-testid="label-${index}">
    <span class="pp-row-name">${swatch(index)}${nameInput(label)}</span>
    <div class="pp-words">
      <ul class="pp-flow">
        ${repeat(
          words,
          (word, i) => `${i}/${word.text}`,
          (word) => chip(word, index),
        )}
        <li class="pp-quiet" data-testid="more-words" ?hidden=${!more}>
          ${more ? t("verbalizer.more", { n: more }) : ""}
        </li>
      </ul>
      ${giver({
        name: "pp-add",
        placeholder: t("verbalizer.add_word"),
        testid: `add-word-${index}`,
        give: (word) => addWord(index, word),
      })}
    </div>
    <button
      type="button"
      class="pp-x"
      aria-label=${t("verbalizer.remove_label", { label: name })}
      @click=${() => removeLabel(index)}
    >
      ×
    </button>
  </li>`;
}

/**
 * How many letters wide a name is, a Chinese one counting more.
 * @param {string} name
 */
const letters = (name) => [...name].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 1.7 : 1), 0);

/**
 * The table, as a template.
 * @param {TableLabel[]} labels
 * @param {{ hidden: boolean, stale: boolean }} how
 */
export function wordTable(labels, { hidden, stale }) {
  // One width for all names, wide enough for most.
  const width = Math.min(WIDEST, Math.max(NARROWEST, ...labels.map(({ name }) => letters(name))));
  return html`<div
    class=${classMap({ "pp-table": true, "pp-stale": stale, "pp-many": labels.length > MANY })}
    style=${styleMap({ "--pp-name": String(width) })}
    data-testid="verbalizer-table"
    ?hidden=${hidden}
  >
    <ul class="pp-rows">
      ${repeat(labels, ({ index }) => index, row)}
    </ul>
    <p class="pp-quiet" ?hidden=${labels.length > 0}>${t("verbalizer.empty")}</p>
    ${giver({
      name: "pp-add pp-add-label",
      placeholder: t("verbalizer.add_label"),
      testid: "add-label",
      give: (name) => addLabel(quoted(name)),
    })}
  </div>`;
}
