/* The Evaluate page's form, and the cards of an evaluation. */
import { watching } from "../jobs/evaluations/sight.js";
import { dataCard } from "./datacard.js";
import { examplesCard } from "./examples.js";
import { beginForm } from "./form.js";
import { introCard } from "./intro.js";
import { numbersCard } from "./numbers.js";
import { pictures } from "./pictures.js";
import { promptCard } from "./promptcard.js";
import { evaluation } from "./evaluation.js";
import { wordingsCard } from "./wordings.js";

/** @typedef {import("../jobs/page.js").Place} Place */
/** @typedef {import("../lib/calls.d.ts").EvaluateSetup} EvaluateSetup */

export const watch = watching("evaluate");

/** Nothing to look at yet: the introduction stays. */
export const empty = () => !evaluation().figures;

/** @param {EvaluateSetup} setup */
export function form(setup) {
  const cards = [promptCard(setup), dataCard()];
  beginForm();
  return cards;
}

/**
 * @param {unknown} _setup
 * @param {Place} place
 */
export const card = (_setup, { addresses }) => [
  numbersCard(),
  wordingsCard(),
  pictures(),
  examplesCard(addresses.play),
];

export const intro = () => introCard();
