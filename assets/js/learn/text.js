/* A lesson's prose as parts: plain words, code between backticks, and the glossary's terms where they first stand. Pure. */

/** @typedef {{ id: string, name: string }} Named */
/** @typedef {{ text: string, kind: "plain" | "code" | "term", id?: string }} Part */

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/* Latin words end where letters end; Chinese ones anywhere. */
const bounded = (/** @type {string} */ name) =>
  /^[\p{Script=Latin}\s-]+$/u.test(name) ? `(?<![\\p{L}\\p{N}-])${escaped(name)}s?(?![\\p{L}\\p{N}-])` : escaped(name);

/**
 * @param {string} text
 * @param {Named[]} terms
 * @param {Set<string>} seen ids of terms that stood before; those found are added
 * @returns {Part[]}
 */
export function parts(text, terms, seen) {
  return text
    .split(/(`[^`]+`)/)
    .filter(Boolean)
    .flatMap((piece) =>
      piece.length > 2 && piece.startsWith("`") && piece.endsWith("`")
        ? [{ text: piece.slice(1, -1), kind: /** @type {const} */ ("code") }]
        : named(piece, terms, seen),
    );
}

/**
 * @param {string} text
 * @param {Named[]} terms
 * @param {Set<string>} seen
 * @returns {Part[]}
 */
function named(text, terms, seen) {
  // The longest first: “soft token” before “token”.
  const order = [...terms].sort((a, b) => b.name.length - a.name.length);
  if (!order.length) return [{ text, kind: "plain" }];
  const pattern = new RegExp(order.map(({ name }) => `(${bounded(name)})`).join("|"), "giu");
  /** @type {Part[]} */
  const found = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const { id } = order[match.slice(1).findIndex((group) => group !== undefined)];
    if (seen.has(id)) continue;
    seen.add(id);
    found.push({ text: text.slice(at, match.index), kind: "plain" }, { text: match[0], kind: "term", id });
    at = match.index + match[0].length;
  }
  return [...found, { text: text.slice(at), kind: /** @type {const} */ ("plain") }].filter((part) => part.text);
}
