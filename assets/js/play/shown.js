/* Which parts of the answers are on screen: of each the newest that could be computed; an older one stays, dimmed. */
import { announce, on } from "../lib/events.js";

/** @typedef {import("../lib/calls.d.ts").LiveAnswer} LiveAnswer */
/** @typedef {Pick<LiveAnswer, "sentence" | "labels" | "words" | "prompts" | "vocabulary" | "steps" | "reading">} Parts */
/** @typedef {keyof Parts} PartName */
/** @typedef {{ rev: number, parts: Parts, stale: Record<PartName, boolean> }} Shown */

/** @type {PartName[]} */
export const PARTS = ["sentence", "labels", "words", "prompts", "vocabulary", "steps", "reading"];

/** @returns {Shown} */
export const nothingShown = () => ({
  rev: -1,
  parts: { sentence: null, labels: null, words: null, prompts: null, vocabulary: null, steps: null, reading: null },
  stale: {
    sentence: false,
    labels: false,
    words: false,
    prompts: false,
    vocabulary: false,
    steps: false,
    reading: false,
  },
});

/**
 * Whether there is nothing to draw in a part: a chart that an error emptied is no answer.
 * @param {unknown} part
 * @param {boolean} wrong whether the answer tells of an error
 */
const empty = (part, wrong) =>
  part === null ||
  part === undefined ||
  (wrong && typeof part === "object" && "figure" in part && part.figure === null);

/**
 * What is on screen after an answer.
 * @param {Shown} before
 * @param {Partial<Parts> & { rev: number, error: unknown }} answer
 * @returns {Shown}
 */
export function shownAfter(before, answer) {
  const parts = /** @type {Record<PartName, unknown>} */ ({ ...before.parts });
  const stale = { ...before.stale };
  for (const name of PARTS) {
    stale[name] = empty(answer[name], Boolean(answer.error));
    if (!stale[name]) parts[name] = answer[name];
  }
  return { rev: answer.rev, parts: /** @type {Parts} */ (parts), stale };
}

let now = nothingShown();

export const shown = () => now;

/* Keep what is shown in step with the answers. */
export function startShown() {
  on("answer", (answer) => {
    now = shownAfter(now, answer);
    announce("shown");
  });
}
