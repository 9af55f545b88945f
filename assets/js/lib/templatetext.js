/* A template's text in parts, for colours and for links. Cosmetic: only the core decides what a template means. */

const PARTS =
  /(\{\{|\}\}|\[\[)|(\{[^{}\n]*\})|(\[mask(?:\*\d+)?\]|<mask>|_{3,})|(\[soft(?:[*:][^\]\n]*)?\])|(\[t(?:\*\d+)?\])/gi;
const KINDS = ["text", "slot", "mask", "soft", "trigger"];

/**
 * The names of a template's slots, as near to the core's reading as a glance can be.
 * @param {string} template
 */
export const slotsOf = (template) =>
  paintTemplate(template).flatMap(({ kind, text }) => (kind === "slot" ? [text.slice(1, -1).trim()] : []));

/**
 * Colours of a template's parts, as near to the core's reading as a glance can be.
 * @param {string} text
 * @returns {{ text: string, kind: string }[]}
 */
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
