/* Where a person should choose: between two encodings, and which part of a file that is too long. */
import { html, nothing } from "../lib/lit.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").FilePreview} FilePreview */

/**
 * A line of the file as each encoding reads it; a click takes that one.
 * @param {FilePreview} found
 * @param {(encoding: string) => void} onchoose
 */
export const encodingReadings = ({ readings, options }, onchoose) =>
  readings.length
    ? html`<ul class="pp-encodings" aria-label=${t("data.readings")} data-testid="data-readings">
        ${readings.map(
          ({ encoding, label, sample }) =>
            html`<li>
              <button
                type="button"
                class="pp-pill"
                aria-pressed=${String(options.encoding === encoding)}
                data-testid="data-reading-${encoding}"
                @click=${() => onchoose(encoding)}
              >
                ${label}
              </button>
              <bdi class="pp-encoding-sample">${sample}</bdi>
            </li>`,
        )}
      </ul>`
    : nothing;

/**
 * The ways to take as many rows as are allowed of a file that has more.
 * @param {FilePreview} found
 * @param {(seed: number | null) => void} onchoose hears of the first rows (`null`) or of a sample's seed
 */
export function partOfRows({ count, limit, options: { rows, seed } }, onchoose) {
  if (count <= limit && !rows) return nothing;
  const sampled = typeof seed === "number";
  /** @param {"first" | "sample"} name @param {boolean} pressed @param {number | null} value */
  const way = (name, pressed, value) =>
    html`<button
      type="button"
      class="pp-pill"
      aria-pressed=${String(pressed)}
      data-testid="data-part-${name}"
      @click=${() => onchoose(value)}
    >
      ${t(`data.part.${name}`, { count: limit })}
    </button>`;
  return html`<div class="pp-data-deeds" role="group" aria-label=${t("data.part")}>
    ${way("first", Boolean(rows) && !sampled, null)} ${way("sample", Boolean(rows) && sampled, 0)}
  </div>`;
}
