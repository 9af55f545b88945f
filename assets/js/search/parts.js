/* What the cards of every kind of search have to say first. */
import { currentLine } from "../jobs/current.js";
import { progressLine } from "../jobs/progress.js";
import { html } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { seen } from "./sight.js";

/** @typedef {import("./form.js").Wanted} Wanted */

const MARK = { ok: "✓", info: "i", warning: "!", error: "!" };

/**
 * How far it is, with a button to cancel, and its sentence.
 * @param {Wanted} wanted
 */
export function statusOf(wanted) {
  const { error, summary, result, line: own } = seen(wanted);
  // Once there is a result its card says the sentence.
  const said = result ? null : summary;
  const told = error ? { level: /** @type {const} */ ("error"), message: error.message } : said;
  const level = told?.level ?? "info";
  return html`<div class="pp-training-progress">
      ${progressLine(currentLine() ?? own, { label: t("search.progress"), testid: `${wanted}-progress` })}
    </div>
    <div
      class="pp-verdict pp-${level}"
      role="status"
      aria-live="polite"
      data-testid="${wanted}-summary"
      ?hidden=${!told}
    >
      <span class="pp-mark" aria-hidden="true">${MARK[level]}</span>
      <div class="pp-notice-text">${told?.message ?? ""}</div>
    </div>`;
}
