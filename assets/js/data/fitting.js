/* A data set beside a prompt: whether the verbalizer has its labels, in which order they stand, and the
   prompt in the set's own names, which the server knows. */
import { ask } from "../lib/api.js";
import { change, page, same } from "../lib/store.js";
import { slotsOf } from "../lib/templatetext.js";
import { sets } from "./sets.js";

/** @typedef {import("./sets.js").DataCard} DataCard */
/** @typedef {import("./sets.js").Source} Source */
/** @typedef {import("../lib/calls.d.ts").DataFit} DataFit */
/** @typedef {{ template: string, verbalizer: string }} Prompt */

/** @param {string[]} names */
const sorted = (names) => [...names].sort();

/**
 * Whether the verbalizer that goes with this page's data has the labels of a set.
 * @param {DataCard} card
 */
export const fits = (card) => sets.labels !== null && same(sorted(card.labels), sorted(sets.labels));

/**
 * Whether a set has a text for every slot of a template; in OpenPrompt's spelling, with quotes, only the server knows.
 * @param {DataCard} card
 * @param {string} template
 */
export const fillable = (card, template) =>
  slotsOf(template).every((slot) => card.slots.includes(slot) || /["']/.test(slot));

/**
 * A label has its place in the verbalizer everywhere, and so its colour.
 * @param {DataCard} card
 */
export const inOrder = (card) => (sets.labels && fits(card) ? sets.labels : card.labels);

/** Whether Play still has the prompt that this language begins with. */
export const untouched = () =>
  page.state.template === page.defaults.template && page.state.verbalizer === page.defaults.verbalizer;

/**
 * A prompt in the names of a set, or of the likeliest of all; null where nobody answers.
 * @param {Prompt} prompt
 * @param {Source | null} source
 * @returns {Promise<DataFit | null>}
 */
export async function fitTo({ template, verbalizer }, source) {
  try {
    const answer = await ask("data_fit", { template, verbalizer, source }, { latest: true });
    return answer && !answer.error ? answer : null;
  } catch {
    return null; // the page says elsewhere that the server is silent
  }
}

/**
 * Put a prompt that goes with a set into Play. A set's own prompt is read plainly, as it was chosen.
 * @param {Prompt} prompt
 * @param {boolean} own
 */
export function takeIntoPlay({ template, verbalizer }, own) {
  const options = { ...structuredClone(page.plainOptions), top_k: page.state.options.top_k };
  const plainly = own ? { prompts: [], options } : {};
  change({ template, verbalizer, ...plainly }, { discrete: true });
}
