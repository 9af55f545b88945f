/* How a file shall be read once something of it was chosen. Draws nothing. */

/** @typedef {import("../lib/calls.d.ts").FileFormatAsked} FileFormatAsked */
/** @typedef {"encoding" | "delimiter" | "cut" | "header" | "sheet" | "start"} Name */

const SPACE = " "; // divides a line once, after its label

/**
 * The options after a choice, and whether the columns are others than before: then what is true of columns is guessed
 * anew.
 * @param {FileFormatAsked} options
 * @param {Name} name
 * @param {string | boolean | number} value
 */
export function withChoice(options, name, value) {
  /** @type {FileFormatAsked} */
  const next = { ...options, [name]: value };
  const table = name === "delimiter" || name === "sheet";
  const others = table || name === "cut" || name === "start";
  if (others) next.by = null;
  if (table) next.start = null;
  if (table || name === "start") next.header = null;
  if (name === "delimiter") next.cut = value === SPACE ? "first" : null;
  return { options: next, others };
}
