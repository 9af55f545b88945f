/* Which words of two texts differ. */
import { pageLanguage } from "../lib/strings.js";

const MOST = 160_000; // comparisons; beyond, the whole middle counts as changed

/* Words, and what stands between them; of Chinese single characters, for one of them makes another meaning. */
function cut(text) {
  const words = globalThis.Intl?.Segmenter
    ? [...new Intl.Segmenter(pageLanguage(), { granularity: "word" }).segment(text)].map((part) => part.segment)
    : (text.match(/\s+|[\p{L}\p{M}\p{N}]+|./gsu) ?? []);
  return words.flatMap((word) => (/^\p{Script=Han}+$/u.test(word) ? [...word] : [word]));
}

/* Indices of `a` and of `b` that a longest common subsequence leaves out. */
function left(a, b) {
  if (a.length * b.length > MOST) return [a.map(() => true), b.map(() => true)];
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
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

/* Two texts -> their runs {text, kind}, where `kind` is "changed" or "text". */
export function changes(one, other) {
  const both = [cut(one), cut(other)];
  const shortest = Math.min(both[0].length, both[1].length);
  let start = 0;
  while (start < shortest && both[0][start] === both[1][start]) start += 1;
  let end = 0;
  while (end < shortest - start && both[0].at(-1 - end) === both[1].at(-1 - end)) end += 1;
  const marks = left(...both.map((words) => words.slice(start, words.length - end)));
  return both.map((words, k) =>
    words.map((text, i) => {
      const changed = i >= start && i < words.length - end && marks[k][i - start] && text.trim();
      return { text, kind: changed ? "changed" : "text" };
    }),
  );
}
