/* Labels as light bars: name, bar, percentage. The bars glide to their new length. */
import { percent } from "./format.js";
import { classMap, html, styleMap } from "./lit.js";
import { colour, swatch } from "./parts.js";

/** @typedef {{ label: string, index: number, probability: number, share?: string }} LabelItem */

/**
 * One light bar in a label's colour.
 * @param {number | null} index
 * @param {number} probability
 */
export const track = (index, probability) =>
  html`<span class="pp-label-track"
    ><span
      class=${classMap({ "pp-label-fill": true, "pp-patterned": index !== null && index >= 8 })}
      style=${styleMap({ width: `${100 * probability}%`, "--pp-colour": colour(index) })}
    ></span
  ></span>`;

/** @param {LabelItem[]} items */
function bars(items) {
  const most = Math.max(0, ...items.map((item) => item.probability));
  return items.map(
    (item) =>
      html`<li class=${classMap({ "pp-label-bar": true, "pp-top": item.probability === most && items.length > 1 })}>
        <span class="pp-label-bar-name" title=${item.label}
          >${swatch(item.index)}<span dir="auto">${item.label}</span></span
        >
        ${track(item.index, item.probability)}
        <span class="pp-number">${item.share ?? percent(item.probability)}</span>
      </li>`,
  );
}

/**
 * The list, as a template.
 * @param {LabelItem[]} items
 * @param {{ compact?: boolean }} [how]
 */
export const labelBarList = (items, { compact = false } = {}) =>
  html`<ul class=${classMap({ "pp-label-bars": true, "pp-compact": compact })}>
    ${bars(items)}
  </ul>`;
