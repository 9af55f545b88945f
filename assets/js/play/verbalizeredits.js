/* The deeds of the verbalizer's table and of the vocabulary: each edits the text at a place the core named. */
import { edit } from "../lib/store.js";

/** @typedef {import("../lib/calls.d.ts").VerbalizerView} VerbalizerView */
/** @typedef {{ verbalizer: VerbalizerView | null }} Answer */

/**
 * @param {number} at
 * @param {string} replacement
 * @returns {import("../lib/store.js").Edit}
 */
const insert = (at, replacement) => ({ target: "verbalizer", start: at, end: at, replacement });

/**
 * @param {Answer} answer
 * @param {number} index
 */
const labelOf = (answer, index) => answer.verbalizer?.labels.find((label) => label.index === index);

/**
 * @param {number} index of the label
 * @param {string} word
 */
export function addWord(index, word) {
  edit((answer) => {
    const label = labelOf(answer, index);
    return label && insert(label.add.at, label.add.prefix + word);
  });
}

/**
 * A label with its first word; without a word, a label that waits for one.
 * @param {string} name as it must stand in the text
 * @param {string} [word]
 */
export function addLabel(name, word = "") {
  edit((/** @type {Answer} */ { verbalizer }) => {
    if (!verbalizer) return null;
    const { at, prefix } = verbalizer.add_label;
    return insert(at, `${prefix}${name}: ${word}`);
  });
}

/**
 * @param {number} index of the label
 * @param {string} text of the word
 */
export function removeWord(index, text) {
  edit((answer) => labelOf(answer, index)?.words.find((word) => word.text === text)?.remove);
}

/** @param {number} index */
export const removeLabel = (index) => edit((answer) => labelOf(answer, index)?.remove);

/**
 * A label's name as it must stand in the text: quoted where it holds a separator.
 * @param {string} name
 */
export const quoted = (name) => (/[:：,，、"“”「」]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

/**
 * @param {number} index
 * @param {string} name
 */
export function renameLabel(index, name) {
  edit((answer) => {
    const label = labelOf(answer, index);
    return label && { target: "verbalizer", start: label.start, end: label.end, replacement: quoted(name) };
  });
}
