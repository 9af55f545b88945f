/* The button that brings a set's own prompt into Play, where the verbalizer has other labels than the set. */
import { html, nothing } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { fits, takePrompt } from "./fitting.js";
import { cardOf } from "./sets.js";

/**
 * @param {import("./sets.js").Source | null | undefined} source
 * @param {string} testid
 */
export function suggestion(source, testid) {
  const card = cardOf(source);
  if (!card?.prompts || fits(card)) return nothing;
  return html`<button
    type="button"
    class="pp-pill pp-suggestion"
    data-testid=${testid}
    @click=${() => takePrompt(card)}
  >
    ${t("train.data.prompt")}
  </button>`;
}
