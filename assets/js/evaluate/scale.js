/* From 0 to 100%: the accuracy, its interval as a band, and what a guess would reach as marks. */
import { percent, whole } from "../lib/format.js";
import { html, repeat, styleMap } from "../lib/lit.js";
import { t } from "../lib/strings.js";

/**
 * @typedef {{ accuracy: number, interval: [number, number], majority?: number | null, bag_of_words?: number | null }} Scaled
 */

const GUESSES = /** @type {const} */ (["majority", "bag_of_words"]);

/** @param {number} share */
const place = (share) => `${100 * share}%`;

/** @param {Scaled} numbers */
export function scale(numbers) {
  const { accuracy, interval } = numbers;
  const [low, high] = interval;
  const known = GUESSES.flatMap((name) => {
    const share = numbers[name];
    return typeof share === "number" ? [{ name, share }] : [];
  });
  const label = t("evaluate.scale", { accuracy: percent(accuracy), low: whole(low), high: whole(high) });
  return html`<div class="pp-scale-whole">
    <div class="pp-scale" role="img" aria-label=${label}>
      <span class="pp-scale-marks"
        >${repeat(
          known,
          ({ name }) => name,
          ({ name, share }) =>
            html`<span class="pp-scale-mark pp-mark-${name}" style=${styleMap({ left: place(share) })}></span>`,
        )}</span
      >
      <span class="pp-scale-band" style=${styleMap({ left: place(low), width: place(high - low) })}></span>
      <span class="pp-scale-dot" style=${styleMap({ left: place(accuracy) })}></span>
    </div>
    <div class="pp-scale-ends pp-quiet pp-number" aria-hidden="true"><span>0%</span><span>100%</span></div>
    <ul class="pp-scale-words" data-testid="baselines">
      ${repeat(
        known,
        ({ name }) => name,
        ({ name, share }) =>
          html`<li class="pp-mark-${name}" title=${t(`evaluate.${name}.help`)}>
            <span class="pp-scale-sign" aria-hidden="true"></span><span>${t(`evaluate.${name}`)}</span
            ><strong class="pp-number">${percent(share)}</strong>
          </li>`,
      )}
    </ul>
  </div>`;
}
