/* The search for label words: its form, and the cards of one. */
import { t } from "../lib/strings.js";
import { searchForm } from "./form.js";
import { formCard } from "./formcard.js";
import { introCard } from "./intro.js";
import { resultCard } from "./result.js";
import { seen, watching } from "./sight.js";
import { wordsCard } from "./wordscard.js";

/** @typedef {import("../jobs/page.js").Place} Place */

export const watch = watching("label_words");
export const label = () => t("search.label_words");
export const about = () => t("search.label_words.about");

/** Nothing to look at yet: the introduction stays. */
export const empty = () => !seen("label_words").rankings?.length;

/** @type {import("./form.js").Form} */
let made;

/** @param {import("./form.js").SearchSetup} setup */
export function form(setup) {
  made = searchForm(setup);
  return formCard(made);
}

/**
 * @param {unknown} _setup
 * @param {Place} place
 */
export const card = (_setup, { addresses }) => [wordsCard(addresses.play), resultCard(made, addresses)];

export const intro = () => introCard("label_words");
