/* The Evaluate page's form, and the cards of an evaluation. */
import { dataCard } from "./datacard.js";
import { examplesCard } from "./examples.js";
import { beginForm } from "./form.js";
import { introCard } from "./intro.js";
import { numbersCard } from "./numbers.js";
import { pictures } from "./pictures.js";
import { promptCard } from "./promptcard.js";
import { run } from "./run.js";

export { watch } from "./run.js";

export const empty = () => !run.data?.figures;

export function form() {
  const nodes = [promptCard(), dataCard()];
  queueMicrotask(beginForm);
  return nodes;
}

export const card = (_, { addresses }) => [numbersCard(), pictures(), examplesCard(addresses.play)];

export const intro = () => introCard();
