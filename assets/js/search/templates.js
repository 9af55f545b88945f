/* The search for templates: its form, and the cards of one. */
import { t } from "../lib/strings.js";
import { searchForm } from "./form.js";
import { formCard } from "./formcard.js";
import { introCard } from "./intro.js";
import { resultCard } from "./result.js";
import { seen, watching } from "./sight.js";
import { templatesCard } from "./templatescard.js";

/** @typedef {import("../jobs/page.js").Place} Place */

export const watch = watching("templates");
export const label = () => t("search.templates");
export const about = () => t("search.templates.about");

/** Nothing to look at yet: the introduction stays. */
export const empty = () => !seen("templates").gathered;

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
export const card = (_setup, { addresses }) => [templatesCard(addresses.play), resultCard(made, addresses)];

export const intro = () => introCard("templates");
