/* One template word by word: the form, and the card, which shows the template before it is measured. */
import { t } from "../lib/strings.js";
import { formOf } from "./both.js";
import { watching } from "./run.js";
import { wordsCard } from "./wordscard.js";
import { wordsForm } from "./wordsform.js";

export const label = () => t("compare.view.words");
export const about = () => t("compare.view.words.line");
export const form = () => formOf("words", wordsForm);
export const card = () => wordsCard();
export const watch = watching("words");
