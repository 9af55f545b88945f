/* How many rows of a job were longer than the model reads, and which: a click lists them. */
import { ask } from "../lib/api.js";
import { html, nothing } from "../lib/lit.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").CutRow} CutRow */
/** @typedef {{ job: string | null, count: number | null | undefined, place?: Record<string, number> }} Of */

/** @param {CutRow} row */
const item = ({ number, fields, label }) =>
  html`<li class="pp-example" data-testid="cut-row">
    <span class="pp-quiet pp-number">${t("cut.row", { number })}</span>
    <div class="pp-example-text">${Object.values(fields).map((text) => html`<p dir="auto">${text}</p>`)}</div>
    <span class="pp-quiet" dir="auto">${label}</span>
  </li>`;

/**
 * Once a card; the result is a template of it, for a job and the part of it that `place` names.
 * @param {() => void} draw draws that template again
 */
export function cutRows(draw) {
  const list = {
    of: "",
    open: false,
    rows: /** @type {CutRow[]} */ ([]),
    count: 0,
    message: "",
  };

  /** @param {Of} of */
  async function load({ job, place = {} }) {
    const key = list.of;
    try {
      const answer = await ask("job_cut", { job: job ?? "", place, start: list.rows.length });
      if (!answer || key !== list.of) return;
      if (answer.error) list.message = answer.error.message;
      else Object.assign(list, { rows: [...list.rows, ...answer.rows], count: answer.count, message: "" });
    } catch {
      list.message = t("calls.lost");
    }
    draw();
  }

  /** @param {Of} of */
  function toggle(of) {
    list.open = !list.open;
    if (list.open && !list.rows.length) load(of);
    draw();
  }

  /** @param {Of} of */
  return (of) => {
    const { job, count, place } = of;
    const key = JSON.stringify([job, place, count]);
    if (key !== list.of) Object.assign(list, { of: key, open: false, rows: [], count: 0, message: "" });
    if (!job || !count) return nothing;
    return html`<div class="pp-cut-rows" data-testid="cut">
      <p class="pp-quiet">
        <span>${t("cut.count", { count })}</span>
        <button
          type="button"
          class="pp-link"
          aria-expanded=${String(list.open)}
          data-testid="cut-show"
          @click=${() => toggle(of)}
        >
          ${t(list.open ? "cut.hide" : "cut.show")}
        </button>
      </p>
      <ol class="pp-examples" ?hidden=${!list.open}>
        ${list.rows.map(item)}
      </ol>
      <p class="pp-quiet" role="status" ?hidden=${!list.message}>${list.message}</p>
      <button
        type="button"
        class="pp-pill"
        ?hidden=${!list.open || list.rows.length >= list.count}
        @click=${() => load(of)}
      >
        ${t("cut.more")}
      </button>
    </div>`;
  };
}
