/* Thin answers made whole: the server does not tell again what this page says that it has. Pure; `live.js` keeps the parts. */

/** @typedef {import("../lib/calls.d.ts").LiveAnswer} LiveAnswer */
/** @typedef {Record<string, { mark: string, part: unknown }>} Had a part by its name, as it was told last */

/**
 * What a question says of the parts that are here.
 * @param {Had} had
 * @returns {Record<string, string>}
 */
export const marksOf = (had) => Object.fromEntries(Object.entries(had).map(([name, { mark }]) => [name, mark]));

/**
 * The whole answer, and the parts that are here from now on. A part that is not told again is the very same object, so
 * that nobody draws it again.
 * @template {LiveAnswer} Answer
 * @param {Had} had
 * @param {Answer} answer
 * @returns {{ answer: Answer, had: Had }}
 */
export function whole(had, answer) {
  const now = { ...had };
  const told = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (answer));
  for (const [name, mark] of Object.entries(answer.marks ?? {})) now[name] = { mark, part: told[name] };
  const again = Object.fromEntries((answer.same ?? []).map((name) => [name, now[name]?.part ?? null]));
  return { answer: { ...answer, ...again }, had: now };
}
