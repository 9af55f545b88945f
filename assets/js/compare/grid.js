/* Many templates with many verbalizers: the form, the card of a grid, and what stands there before the first. */
import { watching } from "../jobs/evaluations/sight.js";
import { t } from "../lib/strings.js";
import { gridCard } from "./gridcard.js";
import { gridForm } from "./gridform.js";
import { openWith } from "./form.js";
import { introCard } from "./intro.js";

/** @typedef {import("../jobs/page.js").Place} Place */

export const label = () => t("compare.view.grid");
export const about = () => t("compare.view.grid.line");
export const watch = watching("grid");

/**
 * @param {import("../lib/calls.d.ts").GridSetup} setup
 * @param {Place} place
 */
export function form({ first }, { models }) {
  openWith(first);
  return gridForm(models);
}

/**
 * @param {unknown} _setup
 * @param {Place} place
 */
export const card = (_setup, { addresses }) => gridCard(addresses);

export const intro = () => introCard();
