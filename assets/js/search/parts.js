/* What the cards of every kind of search share: the way to Play, and what a search has to say first. */
import { currentLine } from "../jobs/current.js";
import { progressLine } from "../jobs/progress.js";
import { query } from "../lib/address.js";
import { html } from "../lib/lit.js";
import { change } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { seen } from "./sight.js";

/** @typedef {import("../lib/calls.d.ts").PromptState} PromptState */
/** @typedef {import("./form.js").Wanted} Wanted */

const MARK = { ok: "✓", info: "i", warning: "!", error: "!" };

/**
 * A prompt into Play, whose example stays; then there, or to another page with more for its form.
 * @param {PromptState} state
 * @param {string} address
 * @param {Record<string, string>} [more]
 */
export function takeAlong({ template, verbalizer, model, options, prompts }, address, more = {}) {
  change({ template, verbalizer, model, options, prompts }, { discrete: true });
  // The state as it is now goes along.
  const text = [query(), new URLSearchParams(more).toString()].filter(Boolean).join("&");
  location.href = address + (text ? `?${text}` : "");
}

/**
 * How far it is, with a button to cancel, and its sentence.
 * @param {Wanted} wanted
 */
export function statusOf(wanted) {
  const { error, summary, line: own } = seen(wanted);
  const told = error ? { level: /** @type {const} */ ("error"), message: error.message } : summary;
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
