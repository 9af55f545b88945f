/* The search for trigger words: its form, and the cards of one. */
import { t } from "../lib/strings.js";
import { searchForm } from "./form.js";
import { formCard } from "./formcard.js";
import { introCard } from "./intro.js";
import { triggersIn, withTriggers } from "./placing.js";
import { resultCard } from "./result.js";
import { seen, watching } from "./sight.js";
import { stepsCard } from "./stepscard.js";
import { gradientCard, triggersCard } from "./triggerscard.js";

/** @typedef {import("../jobs/page.js").Place} Place */

const TRIGGERS = 3; // that a template without any is given

export const watch = watching("triggers");
export const label = () => t("search.triggers");
export const about = () => t("search.triggers.about");

/** Nothing to look at yet: the introduction stays. */
export const empty = () => !seen("triggers").curves;

/** @type {import("./form.js").Form} */
let made;

/** @param {import("./form.js").SearchSetup} setup */
export function form(setup) {
  made = searchForm(setup, (template) => (triggersIn(template) ? template : withTriggers(template, TRIGGERS)));
  return formCard(made);
}

/**
 * @param {unknown} _setup
 * @param {Place} place
 */
export const card = (_setup, { addresses }) => [
  triggersCard(),
  resultCard(made, addresses),
  gradientCard(),
  stepsCard(),
];

export const intro = () => introCard("triggers");
