/* How the number came about: every step from the mask to the label, to be checked by hand. */
import { announce } from "../lib/events.js";
import { html, keyed, nothing } from "../lib/lit.js";
import { swatch } from "../lib/parts.js";
import { explained, help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { viewCard } from "./viewcard.js";

/** @typedef {import("../lib/calls.d.ts").StepColumn} StepColumn */
/** @typedef {import("../lib/calls.d.ts").StepRow} StepRow */

const ROWS = 80; // as the server tells them

let from = 0; // the first row that is asked for

/* Where the part of the table begins that somebody looks at. */
export const stepsFrom = () => from;

/** @param {number} row */
function look(row) {
  from = row;
  announce("steps");
}

/**
 * Which rows are seen of a table told in parts, and the way to the others.
 * @param {number} first
 * @param {number} shown
 * @param {number} count
 */
const pager = (first, shown, count) => {
  const step = (/** @type {string} */ id, /** @type {string} */ sign, /** @type {number} */ to) =>
    html`<button
      type="button"
      class="pp-tool"
      aria-label=${t(`steps.${id}`)}
      data-testid="steps-${id}"
      ?disabled=${to < 0 || to >= count}
      @click=${() => look(to)}
    >
      ${sign}
    </button>`;
  return html`<div class="pp-pager pp-quiet" ?hidden=${shown >= count}>
    ${step("before", "‹", first > 0 ? Math.max(0, first - ROWS) : -1)}
    <span data-testid="steps-rows">${t("steps.rows", { first: first + 1, last: first + shown, count })}</span>
    ${step("after", "›", first + shown)}
  </div>`;
};

const WIDE = 4; // more columns than these take the whole width

/** @param {StepColumn} column */
const head = ({ title, help: words, numeric }) =>
  html`<th scope="col" class=${numeric ? "pp-number" : ""}>
    ${words ? html`<button type="button" class="pp-term" ${explained(() => words)}>${title}</button>` : title}
  </th>`;

/**
 * A row; its first cell says of which label it is, and how its number came about.
 * @param {StepRow} row
 * @param {StepColumn[]} columns
 */
const line = (row, columns) =>
  html`<tr class="pp-step-${row.kind}" data-word=${row.kind === "word" ? row.cells.word : nothing}>
    ${columns.map((column, i) => {
      const text = html`<span>${row.cells[column.key] ?? ""}</span>`;
      const how = html`<small class="pp-how" ?hidden=${!row.how}>${row.how}</small>`;
      const name = column.numeric ? "pp-number" : "";
      return i ? html`<td class=${name}>${text}</td>` : html`<td class=${name}>${swatch(row.index)}${text}${how}</td>`;
    })}
  </tr>`;

export const stepsCard = () =>
  viewCard("steps", (part, node) => {
    const { rows = [], first = 0, count = 0, formulas = [], notes = [] } = part ?? {};
    if (count <= ROWS) from = 0;
    // A column in which nothing is written (pieces, when every word is one) only takes space.
    const columns = (part?.columns ?? []).filter(({ key }) => rows.some((row) => row.cells[key]));
    node.hidden = Boolean(part && !rows.length);
    node.classList.toggle("pp-wide", columns.length > WIDE);
    // Other columns mean another table: cells are not carried over.
    const table = keyed(
      JSON.stringify(columns),
      html`<table class="pp-steps" data-testid="steps" ?hidden=${!rows.length}>
        <thead>
          <tr>
            ${columns.map(head)}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => line(row, columns))}
        </tbody>
      </table>`,
    );
    return html`<header class="pp-card-head">
        <h2>${t("steps.title")}</h2>
        ${help(t("steps.title"), t("steps.help"))}
      </header>
      <div class="pp-scroll" tabindex="0" role="region" aria-label=${t("steps.title")}>${table}</div>
      ${pager(first, rows.length, count)}
      <dl class="pp-formulas" ?hidden=${!formulas.length}>
        ${formulas.map(
          ({ title, text }) =>
            html`<div>
              <dt>${title}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
      <ul class="pp-step-notes" ?hidden=${!notes.length}>
        ${notes.map((note) => html`<li>${note}</li>`)}
      </ul>`;
  }).node;
