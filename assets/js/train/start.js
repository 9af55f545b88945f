/* What the soft tokens are before the first step. Those in the place of words start from these. */
import { valueUnlessFocused } from "../lib/inputs.js";
import { html } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { form, method, put } from "./form.js";
import { field, selectInput } from "./inputs.js";
import { startWords } from "./soft.js";

export function startField() {
  const { template, initialisation, words } = form.value;
  const found = method().in_template ? startWords(template) : null;
  const given = (found ?? []).map((each) => t("quoted", { text: each })).join(" ");
  const own = html`<input
    type="text"
    id="pp-train-words"
    class="pp-input pp-start-words"
    autocomplete="off"
    spellcheck="false"
    aria-label=${t("train.words")}
    placeholder=${t("train.words.placeholder")}
    data-testid="train-words"
    ?hidden=${Boolean(found) || initialisation !== "words"}
    ${valueUnlessFocused(words)}
    @input=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
      put({ words: currentTarget.value })}
  />`;
  return field(
    "initialisation",
    html`${selectInput("initialisation", form.setup.initialisations, Boolean(found))}${own}
      <p class="pp-input pp-given" data-testid="start-words" ?hidden=${!found}>
        ${found ? t("train.initialisation.given", { words: given }) : ""}
      </p>`,
  );
}
