/* What the preview found: rows of each label, and the rows that cannot be used. */
import { html } from "../lib/lit.js";
import { swatch } from "../lib/parts.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").FilePreview} FilePreview */

const MOST = 12; // labels in sight; an id taken for the label has thousands

/** @param {FilePreview} found */
export function checks({ labels, problems, bad }) {
  const hidden = labels.length - MOST;
  const further = bad - problems.length;
  return html`<div class="pp-data-checks">
    <div class="pp-counts">
      <ul class="pp-counts" data-testid="data-labels">
        ${labels
          .slice(0, MOST)
          .map(
            ({ label, count }, i) =>
              html`<li class="pp-class">
                ${swatch(i)}<span class="pp-label-text">${label}</span><span class="pp-number">${count}</span>
              </li>`,
          )}
      </ul>
      <span class="pp-quiet">${hidden > 0 ? t("data.labels.more", { n: hidden }) : ""}</span>
    </div>
    <details class="pp-more-options" ?hidden=${!problems.length}>
      <summary>${t("data.problems")}</summary>
      <ul class="pp-problems" data-testid="data-problems">
        ${problems.map(({ message }) => html`<li>${message}</li>`)}
      </ul>
      <p class="pp-quiet" ?hidden=${further <= 0}>${t("data.problems.more", { n: further })}</p>
    </details>
  </div>`;
}

/**
 * How many rows are good, once any was looked at.
 * @param {FilePreview} found
 */
export const goodLine = ({ good, bad }) =>
  html`<p class="pp-data-good" role="status" data-testid="data-good" ?hidden=${good + bad === 0}>
    ${t(bad ? "data.good.bad" : "data.good", { good, bad })}
  </p>`;
