/* What can be chosen of scoring. The server tells it with the header; the core checks again. */

/**
 * @typedef {object} Choice an option whose values are counted
 * @property {string} option
 * @property {{ name: string, options: string[] }[]} values each with the other options that only it reads
 * @property {string[] | null} kinds of models that read the option; null: all
 */

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
