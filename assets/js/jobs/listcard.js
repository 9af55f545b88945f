/* The card "Jobs": what this browser has asked the page for, and what can be done with each. */
import { points } from "../lib/format.js";
import { classMap, html, nothing, ref, repeat as each } from "../lib/lit.js";
import { complaint, progressBar } from "../lib/parts.js";
import { percent, whole } from "../lib/format.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { compare, compared } from "./comparison.js";
import { choose, current } from "./current.js";
import { act, forget, rename, repeat } from "./deeds.js";
import { jobs } from "./list.js";

/** @typedef {import("../lib/calls.d.ts").JobLine} JobLine */
/** @typedef {"cancel" | "resume" | "repeat" | "rename" | "delete"} Deed */

/** @type {Deed[]} */
const DEEDS = ["cancel", "resume", "repeat", "rename", "delete"];
const OVER = ["done", "failed", "cancelled"];
const LONGEST_NAME = 80;

/** The id of the job that is being renamed, whether everything is about to be deleted, what went wrong. */
const shown = { renaming: "", forgetting: false, message: "" };
let draw = () => {};

/** @param {Partial<typeof shown>} patch */
function show(patch) {
  Object.assign(shown, patch);
  draw();
}

/** @param {Promise<string>} deed which gives what went wrong */
async function told(deed) {
  show({ message: "" });
  const message = await deed;
  if (message) show({ message });
}

/**
 * Put the focus where it is wanted once the card is drawn.
 * @param {string} name
 */
function focusOn(name) {
  queueMicrotask(() => {
    const wanted = document.querySelector(`#pp-jobs [data-focus="${CSS.escape(name)}"]`);
    if (wanted instanceof HTMLElement) wanted.focus();
  });
}

/** @param {Element} [box] */
function beginName(box) {
  if (!(box instanceof HTMLInputElement)) return;
  box.select();
  box.focus();
}

/**
 * @param {JobLine} line
 * @param {string} name what was typed; empty keeps the name
 */
function endName(line, name) {
  if (shown.renaming !== line.id) return;
  show({ renaming: "" });
  const wanted = name.trim();
  if (wanted && wanted !== line.title) told(rename(line.id, wanted));
}

/** @param {JobLine} line */
function nameBox(line) {
  /** @param {KeyboardEvent & { currentTarget: HTMLInputElement }} event */
  const typed = (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    endName(line, event.key === "Enter" ? event.currentTarget.value : "");
    focusOn(line.id);
  };
  return html`<input
    type="text"
    class="pp-input pp-job-name"
    maxlength=${LONGEST_NAME}
    aria-label=${t("jobs.name")}
    data-testid="job-name"
    value=${line.title}
    @keydown=${typed}
    @blur=${(/** @type {FocusEvent & { currentTarget: HTMLInputElement }} */ event) =>
      endName(line, event.currentTarget.value)}
    ${ref(beginName)}
  />`;
}

/** @param {JobLine} line */
const title = (line) =>
  shown.renaming === line.id
    ? nameBox(line)
    : html`<button
        type="button"
        class="pp-job-title"
        aria-pressed=${line.id === current.id}
        data-focus=${line.id}
        data-testid="job-title"
        @click=${() => choose(line.id)}
      >
        ${line.title}
      </button>`;

/** @param {JobLine} line */
function accuracy({ accuracy, spread, interval, gain }) {
  if (accuracy === null) return nothing;
  const low = interval && t("result.interval", { low: whole(interval[0]), high: whole(interval[1]) });
  const more = low ?? (gain === null ? "" : t("jobs.gain", { points: points(gain) }));
  return html`<strong class="pp-number pp-job-accuracy" title=${more}
    >${percent(accuracy)}${spread ? ` ± ${(100 * spread).toFixed(1)}` : ""}</strong
  >`;
}

/**
 * @param {JobLine} line
 * @param {Deed} deed
 */
function deedButton(line, deed) {
  const done = () => {
    if (deed === "rename") show({ renaming: line.id });
    else told(deed === "repeat" ? repeat(line) : act(line.id, deed));
  };
  return html`<button
    type="button"
    class="pp-link"
    aria-label="${t(`jobs.${deed}`)}: ${line.title}"
    data-testid="job-${deed}"
    ?hidden=${!line.can.includes(deed)}
    @click=${done}
  >
    ${t(`jobs.${deed}`)}
  </button>`;
}

/** @param {JobLine} line */
function item(line) {
  const label = t("jobs.compare", { title: line.title });
  const about = [line.subject, line.detail].filter(Boolean).join(" · ");
  return html`<li
    class=${classMap({ "pp-job": true, "pp-chosen": line.id === current.id })}
    data-testid="job"
    data-kind=${line.kind}
    data-state=${line.state}
  >
    <input
      type="checkbox"
      class="pp-check"
      aria-label=${label}
      title=${label}
      .checked=${compared(line.id)}
      ?disabled=${!line.can.includes("compare")}
      @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) =>
        compare(line, event.currentTarget.checked)}
    />
    <div class="pp-job-words">
      ${title(line)}
      <p class="pp-quiet pp-number" ?hidden=${!about}>${about}</p>
      <p class="pp-quiet pp-job-note" ?hidden=${!line.note}>${line.note}</p>
    </div>
    <div class="pp-job-state">
      ${OVER.includes(line.state) ? nothing : progressBar(line.progress, line.title)} ${accuracy(line)}
      <span class="pp-state pp-state-${line.state}" ?hidden=${line.state === "done" && line.accuracy !== null}
        >${line.state_label}</span
      >
    </div>
    <div class="pp-job-deeds">${DEEDS.map((deed) => deedButton(line, deed))}</div>
  </li>`;
}

/* Deleting everything asks once more, in the same place. */
function forgetting() {
  /** @param {boolean} wanted */
  const open = (wanted) => {
    show({ forgetting: wanted });
    focusOn(wanted ? "forget-no" : "forget");
  };
  const yes = async () => {
    await told(forget());
    show({ forgetting: false });
  };
  return html`<div>
    <button
      type="button"
      class="pp-link pp-quiet-link"
      data-focus="forget"
      data-testid="forget"
      ?hidden=${shown.forgetting}
      @click=${() => open(true)}
    >
      ${t("jobs.forget")}
    </button>
    <div class="pp-forget" role="group" aria-label=${t("jobs.forget")} ?hidden=${!shown.forgetting}>
      <span>${t("jobs.forget.sure")}</span>
      <button type="button" class="pp-pill" data-testid="forget-yes" @click=${yes}>${t("jobs.forget.yes")}</button>
      <button type="button" class="pp-link" data-focus="forget-no" @click=${() => open(false)}>
        ${t("jobs.forget.no")}
      </button>
    </div>
  </div>`;
}

/**
 * @param {string[]} kinds whose jobs are listed
 * @returns {HTMLElement}
 */
export function listCard(kinds) {
  const template = () => {
    const lines = (jobs.lines ?? []).filter((line) => kinds.includes(line.kind));
    if (!lines.length && !jobs.error) return null;
    const side = [t("jobs.mine", { n: lines.length }), jobs.ahead ? t("jobs.ahead", { n: jobs.ahead }) : ""];
    const comparable = lines.filter((line) => line.can.includes("compare"));
    return html`${cardHead(
        "pp-jobs",
        t("jobs.title"),
        html`<span class="pp-quiet pp-side" data-testid="jobs-side">${side.filter(Boolean).join(" · ")}</span>`,
      )}
      <ul class="pp-jobs" data-testid="jobs">
        ${each(lines, (line) => line.id, item)}
      </ul>
      ${complaint(jobs.error ?? shown.message, "jobs-error")}
      <div class="pp-jobs-foot">
        <p class="pp-quiet" ?hidden=${comparable.length < 2}>${t("jobs.hint")}</p>
        ${forgetting()}
      </div>`;
  };
  const card = drawnCard("pp-jobs", template, ["jobs", "current", "compared"]);
  draw = card.draw;
  return card.node;
}
