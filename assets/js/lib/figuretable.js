/* A figure's data as CSV: what the picture shows, with whole names. Pure functions. */

/** @typedef {string | number | null} Cell */

const FORMULA = /^[\u200b-\u200f\u2060\ufeff]*[=+\-@|\t\r＝＋－＠]/u;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;
/** @type {Record<string, string>} */
const ESCAPED = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/**
 * What a figure's text was before it was escaped for Plotly.
 * @param {string} text
 */
export const unescaped = (text) => text.replace(/&(?:lt|gt|amp);/g, (found) => ESCAPED[found]);

/**
 * A cell as spreadsheets read it; a text that one would run gets an apostrophe in front (playground/evaluation/tables.py).
 * @param {Cell} cell
 */
function written(cell) {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const text = unescaped(cell);
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/**
 * The file's text, with a byte-order mark.
 * @param {{ head: string[], rows: Cell[][] }} table
 */
export const csv = ({ head, rows }) =>
  `\ufeff${[head, ...rows].map((row) => `${row.map(written).join(",")}\r\n`).join("")}`;
