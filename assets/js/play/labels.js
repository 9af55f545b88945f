/* The answer: how probable each label is, readable from the back of the room. */
import { chart } from "../lib/chart.js";
import { on } from "../lib/events.js";
import { html, nothing } from "../lib/lit.js";
import { errorNote } from "../lib/notices.js";
import { page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { shown } from "./shown.js";
import { viewCard } from "./viewcard.js";

/** @typedef {import("../lib/calls.d.ts").LabelsView} LabelsView */

const QUIET = 700; // ms: a screen reader hears the result of the typing, not each key
const MOST = 30; // labels that are read out
const ELSEWHERE = ["template", "verbalizer", "fields", "options"]; // errors that have a place beside their cause

/** @param {LabelsView} part */
function inWords({ items, message }) {
  if (!items.length) return message ?? "";
  const top = items.reduce((best, item) => (item.probability > best.probability ? item : best));
  return t("labels.top", { label: top.label, percent: top.share });
}

/**
 * What the chart tells in words: every label as typed, of very many the likeliest.
 * @param {LabelsView["items"]} items
 */
const inOrder = (items) =>
  items.length > MOST ? [...items].sort((a, b) => b.probability - a.probability).slice(0, MOST) : items;

/* That scores are calibrated, and with what; a click goes to where that is chosen. */
const badge = (/** @type {LabelsView | null} */ part) =>
  part?.badge
    ? html`<button type="button" class="pp-kind" data-testid="calibrated" @click=${toOptions}>${part.badge}</button>`
    : nothing;

function toOptions() {
  const options = document.getElementById("pp-options");
  options?.scrollIntoView({ block: "center" });
  /** @type {HTMLElement | null} */ (options?.querySelector(":checked"))?.focus({ preventScroll: true });
}

export function labelsCard() {
  let spoken = "";
  /** @type {LabelsView | null} */
  let heard = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const picture = chart({ testid: "labels-plot", label: "", title: () => t("labels.title") });
  const { node, draw } = viewCard("labels", (part) => {
    const error = page.answer?.error ?? null;
    const here = error && !ELSEWHERE.includes(error.target) ? error : null;
    const took = page.answer?.milliseconds;
    picture.show(part?.figure);
    const all = inOrder(part?.items ?? [])
      .map((item) => `${item.label} ${item.share}`)
      .join(", ");
    picture.node.ariaLabel = t("labels.chart", { all });
    return html`<header class="pp-card-head">
        <h2>${t("labels.title")}</h2>
        ${badge(part)}
        <span class="pp-quiet pp-side" data-testid="milliseconds"
          >${Number.isFinite(took) ? t("labels.time", { ms: Math.round(took) }) : nothing}</span
        >${picture.menu}
      </header>
      <p class="pp-told" data-testid="labels-told" ?hidden=${!part?.told}>${part?.told}</p>
      ${errorNote(here, here && here.target !== "model" ? "general" : "model")} ${picture.node}
      <p class="pp-quiet" data-testid="labels-rest" ?hidden=${!part?.rest}>${part?.rest}</p>
      <p class="pp-invitation" data-testid="labels-message" ?hidden=${!part?.message}>${part?.message}</p>
      <div class="pp-hidden" aria-live="polite" data-testid="top-label">${spoken}</div>`;
  });

  const hear = () => {
    const part = shown().parts.labels ?? null;
    if (part === heard) return;
    heard = part;
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken = part ? inWords(part) : "";
      draw();
    }, QUIET);
  };
  on("shown", hear);
  hear();
  return node;
}
