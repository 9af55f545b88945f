/* While there is nothing to look at: why one sentence is not enough, and what will stand here. */
import { html } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { scale } from "./scale.js";

const ID = "pp-evaluate-intro"; // Play has an opening of its own
const STEPS = ["one", "two", "three"];
const OUTLINE = ["confusion", "bias", "reliability"]; // of the pictures that will stand here

/** Two invented results of one accuracy: the more examples, the narrower the band. */
const INVENTED = [
  { n: 10, interval: /** @type {[number, number]} */ ([0.44, 0.97]) },
  { n: 100, interval: /** @type {[number, number]} */ ([0.71, 0.87]) },
];

/** @param {string} name of a picture */
const outlined = (name) =>
  html`<div class="pp-outline">
    <strong>${t(`evaluate.${name}`)}</strong>
    <span class="pp-quiet">${t(`evaluate.${name}.line`)}</span>
    <div class="pp-outline-picture pp-outline-${name}" aria-hidden="true"></div>
  </div>`;

/** Once a page. */
export const introCard = () =>
  drawnCard(
    ID,
    () =>
      html`${cardHead(ID, t("evaluate.intro"))}
        <p class="pp-intro-lead">${t("evaluate.intro.lead")}</p>
        <div class="pp-intro-scales">
          ${INVENTED.map(
            ({ n, interval }) =>
              html`<div class="pp-intro-scale">
                <span class="pp-quiet">${t("evaluate.examples", { n })}</span>${scale({ accuracy: 0.8, interval })}
              </div>`,
          )}
        </div>
        <ol class="pp-intro-steps">
          ${STEPS.map(
            (name) =>
              html`<li>
                <strong>${t(`evaluate.intro.${name}`)}</strong
                ><span class="pp-quiet">${t(`evaluate.intro.${name}.more`)}</span>
              </li>`,
          )}
        </ol>
        <div class="pp-outlines" data-testid="result-outline">${OUTLINE.map(outlined)}</div>`,
  ).node;
