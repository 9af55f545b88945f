/* The card "Learning": the curves, what they mean in one sentence, and what to do about it. */
import { current, currentLine } from "../jobs/current.js";
import { active } from "../jobs/list.js";
import { progressLine } from "../jobs/progress.js";
import { chart } from "../lib/chart.js";
import { announce } from "../lib/events.js";
import { html, nothing } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { fileLink } from "./filelink.js";
import { put } from "./form.js";
import { seen } from "./training.js";

/** @typedef {import("../lib/calls.d.ts").Diagnosis} Diagnosis */

const ID = "pp-learning";
const MARK = { ok: "✓", info: "i", warning: "!", error: "!" };

/* The advice into the form, and another training of it. */
function tryIt(/** @type {NonNullable<Diagnosis["trial"]>} */ { learning_rate, steps, examples }) {
  const wanted = Object.entries({ learning_rate, steps, examples }).filter(([, value]) => value !== null);
  put(Object.fromEntries(wanted));
  announce("train-again");
}

/** @param {Diagnosis} found */
const verdict = ({ level, message, advice, trial }) =>
  html`<div class="pp-verdict pp-${level}" data-testid="diagnosis">
    <span class="pp-mark" aria-hidden="true">${MARK[level]}</span>
    <div class="pp-notice-text">
      <strong>${message}</strong><span class="pp-advice">${advice}</span>
      ${
        trial
          ? html`<button type="button" class="pp-pill" data-testid="try-advice" @click=${() => tryIt(trial)}>
              ${trial.label}
            </button>`
          : nothing
      }
    </div>
  </div>`;

/** Once a page. */
export function learningCard() {
  const file = fileLink({ file: "curve", text: "learning.csv", testid: "curve-csv", draw: () => draw() });

  const picture = chart({
    testid: "curves",
    label: "",
    title: () => [t("learning.title"), currentLine()?.title].filter(Boolean).join(" · "),
  });
  const { node, draw } = drawnCard(ID, () => {
    if (!current.id) return null;
    const line = currentLine();
    const { curves, summary, diagnosis, error } = seen();
    const told = error ? { level: /** @type {const} */ ("error"), message: error.message } : summary;
    const waiting = !curves && !error && (!line || active(line));
    const name = told ? `${t("learning.title")}: ${told.message}` : t("learning.title");
    picture.show(curves);
    picture.node.ariaLabel = name;
    const side = html`${help(t("learning.title"), t("learning.help"))}<span
        class="pp-quiet pp-side"
        data-testid="learning-title"
        >${line?.title ?? ""}</span
      >${picture.menu}`;
    return html`${cardHead(ID, t("learning.title"), side)}
      <div class="pp-training-progress">
        ${progressLine(line, { label: t("learning.progress"), testid: "training-progress" })}
      </div>
      ${picture.node}
      <p class="pp-quiet" ?hidden=${!waiting}>${t("learning.waiting")}</p>
      <div
        class="pp-verdict pp-${told?.level ?? "info"}"
        role="status"
        aria-live="polite"
        data-testid="summary"
        ?hidden=${!told}
      >
        <span class="pp-mark" aria-hidden="true">${MARK[told?.level ?? "info"]}</span>
        <div class="pp-notice-text">${told?.message ?? ""}</div>
      </div>
      ${diagnosis ? verdict(diagnosis) : nothing}
      <p class="pp-save-line" ?hidden=${!curves || active(line)}>${file()}</p>`;
  }, ["current", "jobs"]);
  return node;
}
