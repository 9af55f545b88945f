/* The steps of a search that put another word in, the newest first: what was promised, what came. */
import { percent, signed } from "../lib/format.js";
import { html, repeat } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { seen } from "./sight.js";

/** @typedef {import("../lib/calls.d.ts").TriggerStep} TriggerStep */

const ID = "pp-triggers-steps";
const DIGITS = 3; // of nats

/** @param {TriggerStep} step */
const row = (step) =>
  html`<tr data-testid="flip">
    <td class="pp-number">${step.step}</td>
    <td class="pp-number">${step.place}</td>
    <td><span class="pp-quiet" dir="auto">${step.before}</span> → <strong dir="auto">${step.word}</strong></td>
    <td class="pp-number">${signed(step.predicted, DIGITS)}</td>
    <td class="pp-number">${signed(step.actual, DIGITS)}</td>
    <td class="pp-number">${step.accuracy === null ? "" : percent(step.accuracy)}</td>
  </tr>`;

/** Once a page. */
export const stepsCard = () =>
  drawnCard(ID, () => {
    const { steps = [], tried = 0 } = seen("triggers");
    if (!tried) return null;
    return html`${cardHead(ID, t("search.steps"), help(t("search.steps"), t("search.steps.help")))}
      <p class="pp-quiet">${t(steps.length ? "search.steps.line" : "search.steps.none", { tried })}</p>
      <div
        class="pp-scroll pp-search-steps"
        ?hidden=${!steps.length}
        tabindex="0"
        role="group"
        aria-label=${t("search.steps")}
      >
        <table class="pp-steps" data-testid="triggers-steps">
          <thead>
            <tr>
              ${["step", "place", "flip", "promised", "gained", "accuracy"].map(
                (name) =>
                  html`<th scope="col" class=${name === "flip" ? "" : "pp-number"}>${t(`search.steps.${name}`)}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${repeat(steps, (step) => step.step, row)}
          </tbody>
        </table>
      </div>`;
  }, ["current"]).node;
