/* A data set beside a prompt: whether the verbalizer has its labels, in which order they stand, and the
   prompt that a set brings along. */
import { change, page, same } from "../lib/store.js";

/* The labels of a verbalizer, at a glance: the names before the colons, or lines that are name and word at once. */
export const labels = (verbalizer) =>
  [...verbalizer.matchAll(/^\s*([^:：\n]+?)\s*(?:[:：]|$)/gm)].map(([, name]) => name);

const sorted = (names) => [...names].sort();

/* Whether the verbalizer has the labels of a set. */
export const fits = (card, verbalizer = page.state.verbalizer) => same(sorted(card.labels), sorted(labels(verbalizer)));

/* A label has its place in the verbalizer everywhere, and so its colour. */
export const inOrder = (card, verbalizer = page.state.verbalizer) =>
  fits(card, verbalizer) ? labels(verbalizer) : card.labels;

/* Whether Play still has the prompt that this language begins with. */
export const untouched = () =>
  page.state.template === page.defaults.template && page.state.verbalizer === page.defaults.verbalizer;

/* The prompt that goes with a set, read plainly. */
export function takePrompt({ prompts }) {
  const options = { ...structuredClone(page.plainOptions), top_k: page.state.options.top_k };
  change(
    { template: prompts.templates[0], verbalizer: prompts.verbalizers[0], prompts: [], options },
    { discrete: true },
  );
}
