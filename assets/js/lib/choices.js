/* What can be chosen of scoring. The server tells it with the page's setup; the core checks again. */

/** @typedef {import("./calls.d.ts").ScoringChoice} Choice */

/** @type {Choice[]} in the order in which they are shown */
export const scoringChoices = [];
/** @type {Record<string, string[]>} option -> names of its values */
export const CHOICES = {};
export const SIZES = [10, 20, 50];

/** @param {Choice[]} choices */
export function learnChoices(choices) {
  scoringChoices.splice(0, Infinity, ...choices);
  for (const { option, values } of choices) CHOICES[option] = values.map(({ name }) => name);
}
