/* Where a prompt has other labels or slots than the set: one click brings it into the set's names, another puts the
   set's own prompt in its place. What was changed stands beside the buttons until the prompt changes again. */
import { html, nothing } from "../lib/lit.js";
import { page, same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { fillable, fits, fitTo, takeIntoPlay } from "./fitting.js";
import { cardOf } from "./sets.js";

/** @typedef {import("./fitting.js").Prompt} Prompt */
/** @typedef {import("../lib/calls.d.ts").DataFit} DataFit */

/**
 * Once a page; the result is a template of it.
 * @param {object} of
 * @param {() => import("./sets.js").Source | null | undefined} of.source
 * @param {string} of.testid
 * @param {() => void} of.draw draws that template again
 * @param {() => Prompt} [of.prompt] which is to fit, where it is not Play's
 * @param {(prompt: Prompt, own: boolean) => void} [of.take]
 */
export function suggestion({ source, testid, draw, prompt = () => page.state, take = takeIntoPlay }) {
  const told = { message: "", of: /** @type {Prompt | null} */ (null) };
  /** @returns {Prompt} */
  const now = () => ({ template: prompt().template, verbalizer: prompt().verbalizer });

  /** @param {Prompt} chosen @param {string} message @param {boolean} own */
  function use(chosen, message, own) {
    // First, for taking it draws.
    Object.assign(told, { message, of: { template: chosen.template, verbalizer: chosen.verbalizer } });
    take(chosen, own);
    draw();
  }

  /** @param {DataFit | null} fit */
  function apply(fit) {
    if (fit?.template && fit.verbalizer)
      use({ template: fit.template, verbalizer: fit.verbalizer }, fit.message, fit.how === "own");
    else use(now(), t(fit ? "data.fit.unreadable" : "calls.lost"), false);
  }

  function template() {
    const card = cardOf(source());
    if (!card) return nothing;
    const standing = now();
    const message = same(told.of, standing) ? told.message : "";
    const fitting = fits(card) && fillable(card, standing.template);
    if (fitting && !message) return nothing;
    const own = card.prompts && { template: card.prompts.templates[0], verbalizer: card.prompts.verbalizers[0] };
    return html`<div class="pp-fit" data-testid="fit">
      <p class="pp-quiet" role="status" data-testid="fit-message">${message || t("data.fit.differs")}</p>
      <div class="pp-flow" ?hidden=${fitting}>
        <button
          type="button"
          class="pp-pill pp-suggestion"
          data-testid="${testid}-fit"
          @click=${async () => apply(await fitTo(now(), card.source))}
        >
          ${t("data.fit")}
        </button>
        <button
          type="button"
          class="pp-pill"
          data-testid=${testid}
          ?hidden=${!own}
          @click=${() => own && use(own, "", true)}
        >
          ${t("train.data.prompt")}
        </button>
      </div>
    </div>`;
  }

  return { template, apply };
}
