/* Several jobs of one kind side by side: what their kind tells of each, in one picture and one table. */
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";
import { figureMenu } from "../lib/figuremenu.js";
import { classMap, html, nothing, repeat } from "../lib/lit.js";
import { plot } from "../lib/plot.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { jobs, lineOf } from "./list.js";

/** @typedef {import("../lib/calls.d.ts").JobLine} JobLine */
/** @typedef {import("../lib/calls.d.ts").Compared} Compared */

/** @type {Set<string>} */
const chosen = new Set();
/** @type {{ answer: Compared | null, error: string }} */
const known = { answer: null, error: "" };
let kind = "";
/** The job that the others are held against; null leaves it to the server. */
let reference = /** @type {string | null} */ (null);

/** @param {string} id */
export const compared = (id) => chosen.has(id);

/**
 * Jobs of another kind cannot stand beside the ones that were chosen: they begin anew.
 * @param {JobLine} line
 * @param {boolean} wanted
 */
export function compare(line, wanted) {
  if (line.kind !== kind) chosen.clear();
  kind = line.kind;
  if (wanted) chosen.add(line.id);
  else chosen.delete(line.id);
  announce("compared");
}

function close() {
  chosen.clear();
  announce("compared");
}

/** @param {string} id */
function holdAgainst(id) {
  reference = id;
  announce("compared");
}

/**
 * What the others are held against can be any of them.
 * @param {Compared["rows"][number]} row
 * @param {string | null} now
 */
const referenceButton = (row, now) =>
  now === null || row.id === now
    ? nothing
    : html`<button
        type="button"
        class="pp-link pp-as-reference"
        aria-label="${t("compare.as_reference")}: ${row.title.split("\n", 1)[0]}"
        data-testid="as-reference"
        @click=${() => holdAgainst(row.id)}
      >
        ${t("compare.as_reference")}
      </button>`;

/**
 * A cell's text; a second line is small.
 * @param {string} text
 */
function cell(text) {
  const [first, ...below] = text.split("\n");
  return html`<span>${first}</span><small class="pp-interval">${below.join(" ")}</small>`;
}

/** @param {Compared} answer */
const table = ({ columns, rows, reference: now = null }) =>
  html`<table class="pp-steps pp-compared-table" data-testid="compare">
    <thead>
      <tr>
        <th scope="col">${t("compare.job")}</th>
        ${columns.map(
          (column) =>
            html`<th scope="col" class=${column.numeric ? "pp-number" : ""}>
              ${column.title}${column.help ? help(column.title, column.help) : nothing}
            </th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${repeat(
        rows,
        (row) => row.id,
        (row) =>
          html`<tr class=${classMap({ "pp-tied": row.tied })}>
            <th scope="row">${cell(row.title)}${referenceButton(row, now)}</th>
            ${row.cells.map((text, i) => html`<td class=${columns[i].numeric ? "pp-number" : ""}>${cell(text)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;

/** @returns {HTMLElement} */
export function comparisonCard() {
  const chart = document.createElement("div");
  chart.className = "pp-plot";
  chart.role = "img";
  chart.ariaLabel = t("compare.title");
  chart.dataset.testid = "compare-plot";
  const drawFigure = plot(chart);
  const menu = figureMenu(chart, () => t("compare.title"));

  const card = drawnCard("pp-compared", () => {
    if (chosen.size < 2) return null;
    const { answer, error } = known;
    chart.hidden = menu.hidden = !answer?.figure;
    const side = html`<div class="pp-side pp-card-deeds">
      ${menu}<button type="button" class="pp-link" @click=${close}>${t("compare.close")}</button>
    </div>`;
    return html`${cardHead("pp-compared", t("compare.title"), side)} ${chart}
      <div class="pp-scroll">${answer ? table(answer) : nothing}</div>
      <p class="pp-quiet" role="status" ?hidden=${!error}>${error}</p>`;
  });

  async function update() {
    if (chosen.size < 2) Object.assign(known, { answer: null, error: "" });
    card.draw();
    if (chosen.size < 2) return;
    try {
      const held = reference !== null && chosen.has(reference) ? reference : null;
      const answer = await ask("job_compare", { jobs: [...chosen], reference: held }, { latest: true });
      if (!answer) return;
      if (answer.error) known.error = answer.error.message;
      else Object.assign(known, { answer, error: "" });
    } catch {
      known.error = t("calls.lost");
    }
    card.draw();
    if (known.answer?.figure) drawFigure(known.answer.figure);
  }
  on("compared", update);
  let before = "";
  on("jobs", () => {
    if (!jobs.lines) return;
    const gone = [...chosen].filter((id) => !lineOf(id));
    for (const id of gone) chosen.delete(id);
    // Names change, and what runs moves on.
    const now = JSON.stringify(
      [...chosen].map(lineOf).map((line) => line && [line.id, line.title, line.state, line.progress]),
    );
    if (gone.length || (now !== before && chosen.size > 1)) announce("compared");
    before = now;
  });
  return card.node;
}
