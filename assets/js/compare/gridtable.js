/* The grid once more as a table: for screen readers and phones, and for keys everywhere. */
import { html } from "../lib/lit.js";
import { interval, whole } from "../lib/format.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").ModelGrid} ModelGrid */
/** @typedef {import("../lib/calls.d.ts").GridRow} GridRow */
/** @typedef {import("../lib/calls.d.ts").GridCell} GridCell */

const UNKNOWN = "…";

/**
 * A cell in one word: its accuracy, a dash where it cannot be measured.
 * @param {GridCell} cell
 */
const cellText = ({ accuracy, error }) => (accuracy === null ? (error ? "–" : UNKNOWN) : whole(accuracy));

/** @param {GridRow} row */
export const rowName = (row) => row.template ?? row.name;

/**
 * @param {{ cell: GridCell, row: string, column: string, chosen: boolean, choose: () => void }} of
 */
function cellButton({ cell, row, column, chosen, choose }) {
  const mark = cell.best ? "best" : cell.tied ? "tied" : "";
  const accuracy = cellText(cell);
  const range = cell.interval ? interval(cell.interval, whole) : "";
  const word = mark && t(`compare.${mark}`);
  return html`<td>
    <button
      type="button"
      class="pp-grid-cell ${mark && `pp-cell-${mark}`}"
      data-testid="cell"
      data-mark=${mark}
      aria-pressed=${chosen}
      aria-label=${[row, column, accuracy, range, word, cell.error].filter(Boolean).join(", ")}
      title=${cell.error ?? ""}
      ?disabled=${accuracy === UNKNOWN}
      @click=${choose}
    >
      <span class="pp-cell-column" aria-hidden="true">${column}</span><strong class="pp-number">${accuracy}</strong
      ><small class="pp-number">${range}</small><span class="pp-cell-mark">${word}</span>
    </button>
  </td>`;
}

/**
 * One model's part of a grid.
 * @param {ModelGrid} grid
 * @param {{ row: number, column: number } | null} chosen
 * @param {(row: number, column: number) => void} choose
 */
export const gridTable = ({ rows, columns }, chosen, choose) =>
  html`<table class="pp-steps pp-grid-table" data-testid="grid-table">
    <thead>
      <tr>
        <td></td>
        ${columns.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row, i) =>
          html`<tr class=${row.ensemble ? "pp-ensemble" : ""}>
            <th scope="row"><code>${rowName(row)}</code></th>
            ${row.cells.map((cell, j) =>
              cellButton({
                cell,
                row: rowName(row),
                column: columns[j],
                chosen: chosen?.row === i && chosen.column === j,
                choose: () => choose(i, j),
              }),
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
