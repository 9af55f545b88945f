/* What the model reads: the pieces as they are cut, how many of the limit, and what fell off. */
import { html, styleMap } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { viewCard } from "./viewcard.js";

/** @typedef {import("../lib/calls.d.ts").ReadingView} ReadingView */

/** @param {ReadingView["pieces"][number]} piece */
const read = ({ text, kind, slot }) =>
  html`<span class="pp-piece pp-run-${kind}" title=${slot ? `{${slot}}` : t(`reading.${kind}`)}>${text}</span>`;

/** @param {ReadingView["cut"][number]} cut */
const fallen = ({ slot, text }) =>
  html`<li class="pp-notice pp-warning">
    <span class="pp-mark" aria-hidden="true">!</span>
    <div class="pp-notice-text">
      <span class="pp-message">${t("reading.cut", { slot })}</span><s class="pp-cut">${text}</s>
    </div>
  </li>`;

export const readingCard = () =>
  viewCard("reading", (part) => {
    const { pieces = [], used = 0, limit = 0, cut = [], notes = [] } = part ?? {};
    const width = `${Math.min(100, (100 * used) / Math.max(1, limit))}%`;
    return html`<header class="pp-card-head">
        <h2>${t("reading.title")}</h2>
        ${help(t("reading.title"), t("reading.help"), "piece")}
        <span class="pp-quiet pp-side" data-testid="reading-summary">${part?.summary}</span>
      </header>
      <p class="pp-pieces-line" data-testid="pieces">${pieces.map(read)}</p>
      <div
        class="pp-bar"
        role="meter"
        aria-label=${t("reading.used")}
        aria-valuemin="0"
        aria-valuemax=${limit}
        aria-valuenow=${used}
      >
        <div class="pp-bar-fill" style=${styleMap({ width })}></div>
      </div>
      <ul class="pp-notices" data-testid="cut" ?hidden=${!cut.length}>
        ${cut.map(fallen)}
      </ul>
      <ul class="pp-step-notes" ?hidden=${!notes.length}>
        ${notes.map((note) => html`<li>${note}</li>`)}
      </ul>`;
  }).node;
