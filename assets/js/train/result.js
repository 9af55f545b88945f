/* The card "Result": what each seed reached on examples nobody trained on, and one sentence. */
import { current } from "../jobs/current.js";
import { cutRows } from "../jobs/cutrows.js";
import { interval, points, whole } from "../lib/format.js";
import { html, repeat } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { fileLink } from "./filelink.js";
import { seen } from "./training.js";

/** @typedef {import("../lib/calls.d.ts").SeedResult} SeedResult */

const ID = "pp-result";
const COLUMNS = ["seed", "start", "calibrated", "trained", "gain"];

/**
 * Without test examples there is nothing to compare on.
 * @param {number | null} value
 * @param {(value: number) => string} write
 */
const known = (value, write) => (value === null ? "–" : write(value));

/**
 * @param {string} text
 * @param {[number, number] | null} between
 * @param {(value: number) => string} write
 */
const sure = (text, between, write) =>
  html`<td class="pp-number">
    <strong>${text}</strong><small class="pp-interval">${between ? interval(between, write) : ""}</small>
  </td>`;

/** @param {SeedResult} row */
const seedRow = (row) =>
  html`<tr>
    <th scope="row">${row.seed}</th>
    <td class="pp-number">${known(row.start, whole)}</td>
    <td class="pp-number">${known(row.calibrated, whole)}</td>
    ${sure(whole(row.accuracy), row.interval, whole)} ${sure(known(row.gain, points), row.gain_interval, points)}
  </tr>`;

/** Once a page. */
export function resultCard() {
  const file = fileLink({ file: "results", text: "result.csv", testid: "result-csv", draw: () => draw() });

  const cut = cutRows(() => draw());
  const { node, draw } = drawnCard(ID, () => {
    const { result: found, cut: count } = seen();
    if (!found) return null;
    const side = html`${help(t("result.title"), t("result.help"))}
      <div class="pp-side">${file()}</div>`;
    return html`${cardHead(ID, t("result.title"), side)}
      <p class="pp-result-sentence" aria-live="polite" data-testid="result-sentence">${found.sentence}</p>
      <div class="pp-scroll">
        <table class="pp-steps pp-result-table" data-testid="result">
          <thead>
            <tr>
              ${COLUMNS.map(
                (name) => html`<th scope="col" class=${name === "seed" ? "" : "pp-number"}>${t(`result.${name}`)}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${repeat(found.rows, (row) => row.seed, seedRow)}
          </tbody>
        </table>
      </div>
      ${cut({ job: current.id, count })}`;
  }, ["current"]);
  return node;
}
