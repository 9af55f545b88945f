/* What both forms and both cards of the page have in common, as templates. */
import { currentLine } from "../jobs/current.js";
import { foot, starter } from "../jobs/evaluations/foot.js";
import { chooseReading, seen } from "../jobs/evaluations/sight.js";
import { active } from "../jobs/list.js";
import { on } from "../lib/events.js";
import { count, duration, fixed } from "../lib/format.js";
import { classMap, html, nothing } from "../lib/lit.js";
import { progressBar, segmented } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/templatetext.js";
import { told } from "./form.js";

/** @typedef {import("./form.js").View} View */
/** @typedef {import("../jobs/evaluations/foot.js").Answer} Answer */

/** @param {number} p of McNemar's test */
export const probability = (p) => (p < 0.001 ? t("compare.p_small") : t("compare.p", { p: fixed(p, p < 0.1 ? 3 : 2) }));

/**
 * A template with its parts in colours.
 * @param {string} text
 */
export const painted = (text) =>
  paintTemplate(text).map(
    (/** @type {{ text: string, kind: string }} */ run) =>
      html`<span class="pp-run pp-run-${run.kind}">${run.text}</span>`,
  );

/** @param {View} view */
export function readingSwitch(view) {
  const { reading = "plain", has_calibrated: calibrated, has_learnt: learnt } = seen(view);
  if (!calibrated && !learnt) return nothing;
  const there = ["plain", ...(calibrated ? ["calibrated"] : []), ...(learnt ? ["learnt"] : [])];
  return segmented({
    id: `pp-${view}-reading`,
    label: t("compare.reading"),
    value: reading,
    choices: there.map((value) => ({ value, label: t(`compare.reading.${value}`) })),
    onchange: chooseReading,
  });
}

/**
 * What a job has to say first: its sentence when it is over, how far it is while it runs.
 * @param {View} view
 */
export function statusLine(view) {
  const { error, summary, line: own } = seen(view);
  const line = currentLine() ?? own;
  const sentence = error?.message ?? summary?.message ?? "";
  const wrong = Boolean(error) || ["error", "warning"].includes(summary?.level ?? "");
  return html`<div class="pp-job-status">
    <p
      class=${classMap({ "pp-lead-sentence": true, "pp-wrong": wrong })}
      role="status"
      aria-live="polite"
      data-testid="${view}-summary"
      ?hidden=${!sentence}
    >
      ${sentence}
    </p>
    <div class="pp-status-progress" ?hidden=${Boolean(error) || (Boolean(line) && !active(line))}>
      ${progressBar(line?.progress ?? 0, t("compare.progress"))}
      <p class="pp-quiet pp-number">${[line?.state_label, line?.detail].filter(Boolean).join(" · ")}</p>
    </div>
  </div>`;
}

/** @param {View} view */
function cost(view) {
  const { outline } = told(view);
  if (!outline) return "";
  const { cells, examples, seconds } = outline;
  const size = t(`compare.${view}.cells`, { cells: count(cells), rows: examples });
  return seconds === null ? size : `${size} · ${duration(seconds)}`;
}

/**
 * The foot of a form, and its listener: `beside` are the targets of errors that the form says elsewhere.
 * @param {{ view: View, question: () => Promise<Answer>, beside: string[], draw: () => void }} of
 */
export function startFoot({ view, question, beside, draw }) {
  const starting = starter({
    kind: view,
    question,
    draw,
    done(failure) {
      const result = document.getElementById(`pp-${view}-result`);
      if (failure || !result) return;
      const { top } = result.getBoundingClientRect();
      // Beside the form it is in sight; above it, on phones and projectors, it may not be.
      if (top < 0 || top > innerHeight / 2) result.scrollIntoView({ block: "start", behavior: "smooth" });
    },
  });
  on("compare-outline", () => {
    starting.failure = null;
  });
  return {
    submit: starting.submit,
    template() {
      const { outline, failure } = told(view);
      // An error of the start is said here, whatever it is about.
      const elsewhere = starting.failure ? [] : beside;
      return foot({
        ids: { notes: `${view}-notes`, button: `${view}-start`, cost: `${view}-cost` },
        notes: outline?.notes ?? [],
        failure: starting.failure ?? failure,
        beside: elsewhere,
        busy: starting.busy,
        label: t(`compare.${view}.start`),
        cost: cost(view),
      });
    },
  };
}
