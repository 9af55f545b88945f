/* The cell in sight: its prompt, its numbers, how far it is from the best, and the ways on. */
import { query } from "../lib/address.js";
import { ask } from "../lib/api.js";
import { fixed, interval, points, whole } from "../lib/format.js";
import { classMap, html } from "../lib/lit.js";
import { remember } from "../lib/storage.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { form } from "./form.js";
import { painted, probability } from "./parts.js";

/** @typedef {import("../lib/calls.d.ts").CellAsked} CellAsked */
/** @typedef {import("../lib/calls.d.ts").GridCell} GridCell */
/** @typedef {import("../lib/calls.d.ts").GridCellSeen} GridCellSeen */
/** @typedef {import("../lib/calls.d.ts").GridNumbers} GridNumbers */
/**
 * A cell as the grid has it, where it stands, and what it is called; an average (`ensemble`) is no prompt.
 * @typedef {{ cell: GridCell, at: CellAsked, ensemble: boolean, template: string, verbalizer: string, model: string }} Place
 */

/** What the server told of the cell it was asked about last. */
const known = {
  asked: "",
  answer: /** @type {GridCellSeen | null} */ (null),
  message: "",
};

/* The same rows for the Evaluate page, which remembers them under this name (evaluate/form.js). */
function takeData() {
  const { data, split } = form.value;
  remember("pp.evaluate", { data, split, sample: null, seed: 1 });
}

/**
 * Take the cell's prompt to another page; it is about no text of its own: the one in Play stays.
 * @param {string} href
 */
function open(href) {
  if (!known.answer) return;
  change({ ...known.answer.state, fields: page.state.fields }, { discrete: true });
  const text = query();
  location.href = href + (text ? `?${text}` : "");
}

/**
 * Ask about a cell, once; `draw` is called when there is an answer.
 * @param {Place} place
 * @param {() => void} draw
 */
export async function askCell({ cell, at, ensemble }, draw) {
  const key = JSON.stringify([at, cell]);
  if (key === known.asked) return;
  Object.assign(known, { asked: key, answer: null, message: "" });
  if (ensemble) return;
  try {
    const answer = await ask("grid_cell", at, { latest: true });
    if (!answer || key !== known.asked) return;
    if (answer.error) known.message = answer.error.message;
    else known.answer = answer;
  } catch {
    if (key === known.asked) known.message = t("calls.lost");
  }
  draw();
}

/**
 * The facts of a cell as pairs of name and text.
 * @param {GridCell} cell
 * @param {GridNumbers | null} more
 */
function facts({ macro_f1, spread, best }, more) {
  /** @type {{ key: string, text: string }[]} */
  const pairs = [];
  if (more) pairs.push({ key: "right", text: t("compare.fact.of", { right: more.right, examples: more.examples }) });
  if (macro_f1 !== null) pairs.push({ key: "macro_f1", text: fixed(macro_f1, 2) });
  if (spread !== null) pairs.push({ key: "spread", text: `± ${fixed(100 * spread)}` });
  if (more && more.difference !== null && !best) {
    const range = more.difference_interval ? ` (${interval(more.difference_interval, points)})` : "";
    pairs.push({ key: "difference", text: points(more.difference) + range });
  }
  if (more && more.p !== null && !best) pairs.push({ key: "p", text: probability(more.p) });
  if (more && more.holm !== null && !best) pairs.push({ key: "holm", text: probability(more.holm) });
  return pairs;
}

/**
 * @param {Place | null} place null hides it
 * @param {Record<string, string>} addresses of the pages
 * @param {ReturnType<typeof import("../jobs/cutrows.js").cutRows>} cut says which rows were cut
 * @param {boolean} picked somebody clicked it: it stays in sight while the grid is
 */
export function cellPart(place, { play, evaluate }, cut, picked) {
  if (!place) return html`<div class="pp-cell-part" data-testid="cell-part" hidden></div>`;
  const { cell, at, ensemble, template, verbalizer, model } = place;
  const kind = cell.best ? "best" : cell.tied ? "tied" : "";
  const message = known.message || (cell.accuracy === null ? (cell.error ?? "") : "");
  const ready = known.answer !== null;
  return html`<div class=${classMap({ "pp-cell-part": true, "pp-picked": picked })} data-testid="cell-part">
    <div class="pp-cell-prompt">
      <code class="pp-preview">${painted(template)}</code
      ><span class="pp-quiet">${[verbalizer, model].filter(Boolean).join(" · ")}</span>
    </div>
    <div class="pp-cell-numbers" aria-live="polite">
      <div>
        <strong class="pp-cell-accuracy pp-number" data-testid="cell-accuracy"
          >${cell.accuracy === null ? "–" : whole(cell.accuracy)}</strong
        ><span class="pp-tag" data-testid="cell-mark" ?hidden=${!kind}>${kind && t(`compare.${kind}`)}</span
        ><span class="pp-quiet pp-number">${cell.interval ? interval(cell.interval, whole) : ""}</span>
      </div>
      <dl class="pp-cell-facts">
        ${facts(cell, known.answer?.numbers ?? null).map(
          ({ key, text }) =>
            html`<div>
              <dt>${t(`compare.fact.${key}`)}</dt>
              <dd class="pp-number">${text}</dd>
            </div>`,
        )}
      </dl>
    </div>
    <p class="pp-quiet" role="status" ?hidden=${!message}>${message}</p>
    ${cut({
      job: at.job,
      count: known.answer?.numbers?.cut,
      place: { model: at.model, row: at.row, column: at.column },
    })}
    <div class="pp-cell-deeds" ?hidden=${ensemble}>
      <button type="button" class="pp-primary" data-testid="cell-play" ?disabled=${!ready} @click=${() => open(play)}>
        ${t("compare.play")}
      </button>
      <button
        type="button"
        class="pp-pill"
        data-testid="cell-evaluate"
        ?disabled=${!ready}
        @click=${() => {
          takeData();
          open(evaluate);
        }}
      >
        ${t("compare.evaluate")}
      </button>
    </div>
  </div>`;
}
