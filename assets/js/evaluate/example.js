/* One example: its text, its true label, and what the model says, as a bar in the label's colour. */
import { percent } from "../lib/format.js";
import { html, styleMap } from "../lib/lit.js";
import { colour, swatch } from "../lib/parts.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").ExampleAnswer} ExampleAnswer */

/**
 * @param {string} className
 * @param {string} label
 * @param {number} index
 */
const named = (className, label, index) =>
  html`<span class=${className}>${swatch(index)}<span dir="auto">${label}</span></span>`;

/**
 * A bar as long as a share.
 * @param {number} index of the label
 * @param {number} probability
 */
const bar = (index, probability) =>
  html`<span class="pp-label-track"
    ><span
      class="pp-label-fill ${index >= 8 ? "pp-patterned" : ""}"
      style=${styleMap({ "--pp-colour": colour(index), width: `${100 * probability}%` })}
    ></span
  ></span>`;

/**
 * @param {ExampleAnswer} example
 * @param {(example: ExampleAnswer) => void} open
 */
export function exampleItem(example, open) {
  const fields = Object.entries(example.fields);
  const probability = example.probabilities[example.predicted_index];
  return html`<li class="pp-example" data-testid="example" data-right=${example.gold_index === example.predicted_index}>
    <div class="pp-example-text">
      ${fields.map(
        ([name, text]) =>
          html`<p>
            <span class="pp-slot-name" ?hidden=${fields.length < 2}>{${name}}</span><span dir="auto">${text}</span>
          </p>`,
      )}
    </div>
    <div class="pp-example-labels">
      <span class="pp-quiet">${t("evaluate.true")}</span>${named("pp-example-gold", example.gold, example.gold_index)}
      <span class="pp-quiet">${t("evaluate.said")}</span
      >${named("pp-example-said", example.predicted, example.predicted_index)}
      ${bar(example.predicted_index, probability)}<span class="pp-number">${percent(probability)}</span>
    </div>
    <button type="button" class="pp-link pp-open-play" data-testid="open-play" @click=${() => open(example)}>
      ${t("evaluate.open")}
    </button>
  </li>`;
}
