/* Which words of two texts differ. */
import { pageLanguage } from "../lib/strings.js";

/** @typedef {{ text: string, kind: "changed" | "text" }} Run */

const MOST = 160_000; // comparisons; beyond, the whole middle counts as changed

/**
 * Words, and what stands between them; of Chinese single characters, for one of them makes another meaning.
 * @param {string} text
 */
function cut(text) {
  const words = globalThis.Intl?.Segmenter
    ? [...new Intl.Segmenter(pageLanguage(), { granularity: "word" }).segment(text)].map((part) => part.segment)
    : (text.match(/\s+|[\p{L}\p{M}\p{N}]+|./gsu) ?? []);
  return words.flatMap((word) => (/^\p{Script=Han}+$/u.test(word) ? [...word] : [word]));
}

/**
 * Which words of `a` and of `b` a longest common subsequence leaves out.
 * @param {string[]} a
 * @param {string[]} b
 * @returns {[boolean[], boolean[]]}
 */
function left(a, b) {
  if (a.length * b.length > MOST) return [a.map(() => true), b.map(() => true)];
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  /** @type {[boolean[], boolean[]]} */
  const marks = [a.map(() => true), b.map(() => true)];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) marks[0][i++] = marks[1][j++] = false;
    else if (length[i + 1][j] >= length[i][j + 1]) i += 1;
    else j += 1;
  }
  return marks;
}

/**
 * The runs of two texts, joined the texts themselves.
 * @param {string} one
 * @param {string} other
 * @returns {[Run[], Run[]]}
 */
export function changes(one, other) {
  const [a, b] = [cut(one), cut(other)];
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shortest - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [inA, inB] = left(a.slice(start, a.length - end), b.slice(start, b.length - end));
  /** @type {(words: string[], marks: boolean[]) => Run[]} */
  const runs = (words, marks) =>
    words.map((text, i) => {
      const changed = i >= start && i < words.length - end && marks[i - start] && text.trim();
      return { text, kind: changed ? "changed" : "text" };
    });
  return [runs(a, inA), runs(b, inB)];
}
