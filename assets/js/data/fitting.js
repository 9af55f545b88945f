/* A data set beside a prompt: whether the verbalizer has its labels, in which order they stand, and the
   prompt that a set brings along. */
import { change, page, same } from "../lib/store.js";
import { sets } from "./sets.js";

/** @typedef {import("./sets.js").DataCard} DataCard */

/** @param {string[]} names */
const sorted = (names) => [...names].sort();

/**
 * Whether the verbalizer that goes with this page's data has the labels of a set.
 * @param {DataCard} card
 */
export const fits = (card) => sets.labels !== null && same(sorted(card.labels), sorted(sets.labels));

/**
 * A label has its place in the verbalizer everywhere, and so its colour.
 * @param {DataCard} card
 */
export const inOrder = (card) => (sets.labels && fits(card) ? sets.labels : card.labels);

/** Whether Play still has the prompt that this language begins with. */
export const untouched = () =>
  page.state.template === page.defaults.template && page.state.verbalizer === page.defaults.verbalizer;

/**
 * Put the prompt that goes with a set into Play, read plainly.
 * @param {DataCard | null} card
 */
export function takePrompt(card) {
  if (!card?.prompts) return;
  const { templates, verbalizers } = card.prompts;
  const options = { ...structuredClone(page.plainOptions), top_k: page.state.options.top_k };
  change({ template: templates[0], verbalizer: verbalizers[0], prompts: [], options }, { discrete: true });
}
