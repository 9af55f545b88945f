/* The grid's result: one sentence, a heatmap a model, the cell in sight, and the ways to take it along. */
import { current, currentLine } from "../jobs/current.js";
import { cutRows } from "../jobs/cutrows.js";
import { downloads } from "../jobs/downloads.js";
import { chart } from "../lib/chart.js";
import { jobOf, seen } from "../jobs/evaluations/sight.js";
import { active } from "../jobs/list.js";
import { recordLine } from "../jobs/record.js";
import { on } from "../lib/events.js";
import { html, repeat } from "../lib/lit.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { askCell, cellPart } from "./cell.js";
import { gridTable, rowName } from "./gridtable.js";
import { movesSentence } from "./moves.js";
import { readingSwitch, statusLine } from "./parts.js";

/** @typedef {import("../lib/calls.d.ts").ModelGrid} ModelGrid */
/** @typedef {{ model: number, row: number, column: number }} At */

const ID = "pp-grid-result";
const NARROW = 46; // rem; below it the table is the picture

/** The cell that was clicked in a job's grid, and whether the grid is looked at as a picture or as a table. */
const look = {
  job: /** @type {string | null} */ (null),
  chosen: /** @type {At | null} */ (null),
  as: "picture",
};
/** @type {Map<number, ReturnType<typeof chart>>} one a model */
const charts = new Map();

const grids = () => seen("grid").grid ?? [];
const widthInRem = () => innerWidth / Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** The cell that is looked at before anybody clicks: the best one. */
function best() {
  for (const [model, { rows }] of grids().entries()) {
    for (const [row, { cells }] of rows.entries()) {
      const column = cells.findIndex((cell) => cell.best);
      if (column >= 0) return { model, row, column };
    }
  }
  return null;
}

/** @returns {At | null} */
function inSight() {
  if (look.job !== current.id) Object.assign(look, { job: current.id, chosen: null });
  return look.chosen ?? best();
}

/** The cell in sight with what it is called; null while there is none. */
function placeNow() {
  const at = inSight();
  if (!at || !current.id) return null;
  const grid = grids()[at.model];
  const row = grid?.rows[at.row];
  const cell = row?.cells[at.column];
  if (!cell) return null;
  return {
    cell,
    at: { job: current.id, reading: seen("grid").reading ?? null, ...at },
    ensemble: row.ensemble,
    template: rowName(row),
    verbalizer: grid.columns[at.column],
    model: grids().length > 1 ? grid.model : "",
  };
}

/** Of which cell the predictions can be had: of an average, which no prompt answered, there are none. */
function answered() {
  const place = placeNow();
  if (!place?.cell.answered || place.ensemble) return null;
  const { model, row, column } = place.at;
  return { model, row, column };
}

/** Once a page; @param {Record<string, string>} addresses of the pages */
export function gridCard(addresses) {
  look.as = widthInRem() < NARROW ? "table" : "picture";
  const files = downloads([
    { file: "predictions", label: t("compare.file.predictions"), place: answered },
    { file: "summary", label: t("evaluate.file.summary") },
    { file: "record", label: t("evaluate.file.record") },
  ]);

  /** @param {Partial<typeof look>} patch */
  function choose(patch) {
    Object.assign(look, patch);
    draw();
    refresh();
  }

  /**
   * Curve 0 is the grid, curve 1 the averaged row below it.
   * @param {number} model
   * @param {{ curveNumber: number, pointNumber: [number, number] }} point Plotly's
   */
  function pick(model, { curveNumber, pointNumber: [row, column] }) {
    const { rows } = grids()[model];
    choose({ chosen: { model, row: curveNumber ? rows.length - 1 : row, column } });
  }

  /** @param {number} model */
  function chartOf(model) {
    const found = charts.get(model);
    if (found) return found;
    const made = chart({
      testid: "heatmap",
      classes: "pp-heatmap",
      label: "",
      title: () =>
        [grids().length > 1 ? grids()[model].model : "", t("compare.result.title")].filter(Boolean).join(" · "),
      onpick: (point) => pick(model, point),
    });
    charts.set(model, made);
    return made;
  }

  /**
   * One model's heatmap and table. A click in either chooses a cell.
   * @param {ModelGrid} grid
   * @param {number} model
   */
  function modelPart(grid, model) {
    const { node: picture, menu } = chartOf(model);
    picture.ariaLabel = t("compare.chart", { model: grid.model });
    const chosen = look.chosen?.model === model ? look.chosen : null;
    return html`<div class="pp-grid-model">
      <div class="pp-figure-head">
        <h3>${grids().length > 1 ? grid.model : ""}</h3>
        ${menu}
      </div>
      <div class="pp-heat-scroll">${picture}</div>
      <div class="pp-table-place">
        ${gridTable(grid, chosen, (row, column) => choose({ chosen: { model, row, column } }))}
      </div>
    </div>`;
  }

  const lookSwitch = () =>
    segmented({
      id: "pp-grid-look",
      label: t("compare.look"),
      value: look.as,
      choices: ["picture", "table"].map((value) => ({ value, label: t(`compare.look.${value}`) })),
      onchange: (as) => choose({ as }),
    });

  const cut = cutRows(() => draw());
  const { node, draw } = drawnCard(ID, () => {
    if (!jobOf("grid")) return null;
    const { record, line: told } = seen("grid");
    const any = grids().length > 0;
    const over = Boolean(told) && !active(told);
    const below = over && any;
    const moves = over ? movesSentence(grids()) : "";
    const title = t("compare.result.title");
    const side = html`${help(title, t("compare.result.help"))}
      <div class="pp-side pp-result-side">${readingSwitch("grid")}${any ? lookSwitch() : null}</div>`;
    // Over, its sentence stands below the picture: the first thing to see is how far the wording goes.
    return html`${cardHead(ID, title, side)}
      <p class="pp-moves" data-testid="grid-moves" ?hidden=${!moves}>${moves}</p>
      ${below ? null : statusLine("grid")}
      <div class="pp-grid-models" ?hidden=${!any}>${repeat(grids(), (_, i) => i, modelPart)}</div>
      ${below ? statusLine("grid") : null}
      <p class="pp-quiet pp-rule" data-testid="tie-rule" ?hidden=${!below}>${t("compare.rule")}</p>
      ${cellPart(placeNow(), addresses, cut, Boolean(look.chosen))} ${files.node} ${recordLine(record)}`;
  }, ["current", "jobs"]);

  /* What is no template of the card: its own state, charts, files, and the question about the cell in sight. */
  function refresh() {
    const { figures = [], line } = seen("grid");
    node.classList.toggle("pp-as-table", look.as === "table");
    node.dataset.state = line?.state ?? "";
    grids().forEach((_, model) => chartOf(model).show(figures[model]));
    files.fill(current.kind === "grid" ? currentLine() : null);
    const place = placeNow();
    if (place) askCell(place, draw);
  }
  for (const name of /** @type {const} */ (["current", "jobs"])) on(name, refresh);
  refresh();
  return node;
}
