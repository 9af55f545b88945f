/* Where soft tokens stand in a template's text. Pure functions; what a template means is for the core
   to say. Places: "front", "mask" (before it), "behind", and "words" (those around the mask). */
const SOFT = /\[soft(?:\*(\d+))?\]/i;
const ANY_SOFT = /\[soft(?:[*:][^\]\n]*)?\]/i;
const MASK = /\[mask(?:\*\d+)?\]|<mask>|_{3,}/i;
const LETTER = /[\p{L}\p{N}]/u;
/** @typedef {"front" | "mask" | "behind" | "words"} Place */
/** @type {Place[]} */
export const PLACES = ["front", "mask", "behind", "words"];

/** @param {string} template */
export const hasSoft = (template) => ANY_SOFT.test(template);

/**
 * The words that all soft tokens start from, or null where some have none: "[SOFT:It was]" gives ["It was"].
 * @param {string} template
 */
export function startWords(template) {
  const words = [...template.matchAll(/\[soft:([^\]\n]*)\]/gi)].map(([, found]) => found.trim());
  return words.length && !SOFT.test(template) ? words : null;
}

/**
 * The template without soft tokens; words that soft tokens start from become words again.
 * @param {string} template
 */
export function withoutSoft(template) {
  return template
    .replace(/\[soft:([^\]\n]*)\]/gi, "$1")
    .replace(/ ?\[soft(?:\*\d+)?\] ?/gi, (found) => (found.startsWith(" ") && found.endsWith(" ") ? " " : ""));
}

/**
 * withSoft("{text} It was [MASK].", "words", 5) is "{text} [SOFT:It was] [MASK]."; null where there is no such place.
 * @param {string} template
 * @param {Place} place
 * @param {number} count
 */
export function withSoft(template, place, count) {
  const plain = withoutSoft(template);
  const tokens = count === 1 ? "[SOFT]" : `[SOFT*${count}]`;
  const mask = MASK.exec(plain);
  if (place === "front") return plain ? `${tokens} ${plain}` : null;
  if (place === "behind") return plain ? `${plain} ${tokens}` : null;
  if (!mask) return null;
  const before = plain.slice(0, mask.index);
  const behind = plain.slice(mask.index + mask[0].length);
  if (place === "mask") return before + tokens + (before === "" || before.endsWith(" ") ? " " : "") + mask[0] + behind;
  const soft = softened(before, /[^}\]]*$/) + mask[0] + softened(behind, /^[^{[]*/);
  return soft === plain ? null : soft;
}

/**
 * The words of a stretch become soft; spaces and punctuation at its outside stay.
 * @param {string} text
 * @param {RegExp} stretch
 */
function softened(text, stretch) {
  return text.replace(stretch, (found) => {
    const [, open, words, close] = /^(\s*)(.*?)([^\p{L}\p{N}]*)$/su.exec(found) ?? ["", "", "", ""];
    return LETTER.test(words) ? `${open}[SOFT:${words}]${close}` : found;
  });
}

/**
 * Which place gives this very template, or null.
 * @param {string} template
 */
export function placeOf(template) {
  const count = Number(SOFT.exec(template)?.[1] ?? 1);
  return hasSoft(template) ? (PLACES.find((place) => withSoft(template, place, count) === template) ?? null) : null;
}
