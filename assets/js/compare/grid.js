/* Many templates with many verbalizers: the form, the card of a grid, and what stands there before the first. */
import { t } from "../lib/strings.js";
import { formOf } from "./both.js";
import { gridCard } from "./gridcard.js";
import { gridForm } from "./gridform.js";
import { introCard } from "./intro.js";
import { watching } from "./run.js";

export const label = () => t("compare.view.grid");
export const about = () => t("compare.view.grid.line");
export const form = (_, { models }) => formOf("grid", () => gridForm(models));
export const card = (_, { addresses }) => gridCard(addresses.play, addresses.evaluate);
export const intro = () => introCard();
export const watch = watching("grid");
