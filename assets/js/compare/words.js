/* One template word by word: the form, and the card, which shows the template before it is measured. */
import { watching } from "../jobs/evaluations/sight.js";
import { t } from "../lib/strings.js";
import { wordsCard } from "./wordscard.js";
import { wordsForm } from "./wordsform.js";

export const label = () => t("compare.view.words");
export const about = () => t("compare.view.words.line");
export const watch = watching("words");
export const form = () => wordsForm();
export const card = () => wordsCard();
