/* Two answers side by side: for each label the text's bar, the copy's, and what lies between them. */
import { track } from "../lib/bars.js";
import { percent, signed } from "../lib/format.js";
import { classMap, html, repeat } from "../lib/lit.js";
import { swatch } from "../lib/parts.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").PairLabel} PairLabel */

/**
 * @param {PairLabel[]} labels
 * @param {"probability" | "other"} which
 */
const best = (labels, which) => labels.reduce((top, label) => (label[which] > top[which] ? label : top));

/**
 * @param {"text" | "copy"} name
 * @param {number} index
 * @param {number} probability
 */
const bar = (name, index, probability) =>
  html`<span class="pp-pair-bar pp-bar-${name}"
    ><span class="pp-quiet">${t(`pair.${name}`)}</span>${track(index, probability)}<span class="pp-number"
      >${percent(probability)}</span
    ></span
  >`;

/** @param {PairLabel} label */
function line({ label, index, probability, other }) {
  const points = signed(100 * (other - probability), 1);
  return html`<li class="pp-pair-label" data-testid="pair-label">
    <span class="pp-pair-name">${swatch(index)}<span>${label}</span></span
    ><span class="pp-pair-bars">${bar("text", index, probability)}${bar("copy", index, other)}</span
    ><span class="pp-number pp-pair-points">${t("pair.points", { points })}</span>
  </li>`;
}

/**
 * Which label the text has and which its copy, in words.
 * @param {PairLabel[]} labels
 */
function summary(labels) {
  if (!labels.length) return { flips: false, words: "" };
  const [before, after] = [best(labels, "probability"), best(labels, "other")];
  const moved = { label: before.label, before: percent(before.probability), after: percent(before.other) };
  const flips = before !== after;
  const turn = flips ? t("pair.flips", { before: before.label, after: after.label }) : "";
  return { flips, words: `${turn} ${t("pair.summary", moved)}`.trim() };
}

/**
 * The bars, as a template.
 * @param {PairLabel[]} labels
 * @param {boolean} asking whether a newer answer is on its way
 */
export function pairBars(labels, asking) {
  const { flips, words } = summary(labels);
  return html`<div class=${classMap({ "pp-flips": flips, "pp-asking": asking })} ?hidden=${!labels.length}>
    <p class="pp-pair-summary" aria-live="polite" data-testid="pair-summary">${words}</p>
    <ul class="pp-pair-labels" aria-label=${t("pair.bars")}>
      ${repeat(labels, ({ label }) => label, line)}
    </ul>
  </div>`;
}
