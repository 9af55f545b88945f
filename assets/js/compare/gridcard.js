/* The grid's result: one sentence, a heatmap a model, the cell in sight, and the ways to take it along. */
import { helpMark } from "../lib/popover.js";
import { card, segmented } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { figureMenu } from "../lib/figuremenu.js";
import { active, lineOf } from "../jobs/list.js";
import { plot } from "../lib/plot.js";
import { downloads } from "../jobs/downloads.js";
import { recordLine } from "../jobs/record.js";
import { on } from "../lib/events.js";
import { render } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { cellPart } from "./cell.js";
import { gridTable } from "./gridtable.js";
import { movesSentence } from "./moves.js";
import { read, runOf } from "./run.js";
import { statusLine } from "./status.js";

const NARROW = 46; // rem; below it the table is the picture

/* One model's heatmap and table. A click in either chooses a cell. */
function createModel() {
  const chart = h("div", { class: "pp-plot pp-heatmap", role: "img", data: { testid: "heatmap" } });
  const table = gridTable();
  const name = h("h3", {});
  const menu = figureMenu(chart, () => [name.textContent, t("compare.result.title")].filter(Boolean).join(" · "));
  const node = h(
    "div",
    { class: "pp-grid-model" },
    h("div", { class: "pp-figure-head" }, name, menu),
    h("div", { class: "pp-heat-scroll" }, chart),
    h("div", { class: "pp-table-place" }, table.node),
  );
  const draw = plot(chart);
  let listening = false;
  node.update = async (grid, figure, several, chosen, choose) => {
    node.choose = choose;
    setText(name, several ? grid.model : "");
    table.update(grid, chosen, choose);
    chart.setAttribute("aria-label", t("compare.chart", { model: grid.model }));
    if (figure) await draw(figure);
    if (listening || !chart.on) return;
    listening = true;
    const own = grid.rows.length - (grid.rows.at(-1)?.ensemble ? 1 : 0);
    chart.on("plotly_click", ({ points: [point] }) =>
      node.choose(point.curveNumber ? own : point.pointNumber[0], point.pointNumber[1]),
    );
  };
  return node;
}

/* The cell that is looked at before anybody clicks: the best one. */
function bestCell(grids) {
  for (const [model, grid] of grids.entries()) {
    for (const [row, { cells }] of grid.rows.entries()) {
      const column = cells.findIndex((cell) => cell.best);
      if (column >= 0) return { model, row, column };
    }
  }
  return null;
}

/* A place whose predictions can be had; null for one without, and for an average, which no prompt answered. */
function answered(grids, at) {
  const row = at && grids[at.model]?.rows[at.row];
  return row && !row.ensemble && row.cells[at.column]?.file ? at : null;
}

export function gridCard(home, evaluate) {
  let chosen = null;
  let of = null;
  const moves = h("p", { class: "pp-moves", data: { testid: "grid-moves" } });
  const status = statusLine("grid");
  const models = h("div", { class: "pp-grid-models" });
  const cell = cellPart(home, evaluate);
  const reading = segmented({
    id: "pp-grid-reading",
    label: t("compare.reading"),
    choices: ["plain", "calibrated"].map((value) => ({ value, label: t(`compare.reading.${value}`) })),
    onchange: (value) => read("grid", value),
  });
  const look = segmented({
    id: "pp-grid-look",
    label: t("compare.look"),
    choices: ["picture", "table"].map((value) => ({ value, label: t(`compare.look.${value}`) })),
    onchange: (value) => see(value),
  });
  const rule = h("p", { class: "pp-quiet pp-rule", data: { testid: "tie-rule" } }, t("compare.rule"));
  const files = downloads([
    {
      file: "predictions",
      label: t("compare.file.predictions"),
      place: () => answered(runOf("grid").data?.grid ?? [], inSight()),
    },
    { file: "summary", label: t("evaluate.file.summary") },
    { file: "record", label: t("evaluate.file.record") },
  ]);
  const record = h("div", {});
  const side = h("div", { class: "pp-side pp-result-side" }, reading.group, look.group);
  const node = card(
    "pp-grid-result",
    t("compare.result.title"),
    [helpMark(t("compare.result.title"), t("compare.result.help")), side],
    moves,
    status.node,
    models,
    rule,
    cell.node,
    files.node,
    record,
  );

  function see(value) {
    look.set(value);
    node.classList.toggle("pp-as-table", value === "table");
    fill();
  }

  const choose = (model, row, column) => {
    chosen = { model, row, column };
    fill();
  };

  const inSight = () => chosen ?? bestCell(runOf("grid").data?.grid ?? []);

  function fillCell(run) {
    const { data } = run;
    const at = inSight();
    const grid = at && data.grid[at.model];
    const row = grid?.rows[at.row];
    const found = row?.cells[at.column];
    const place = found && {
      job: run.id,
      reading: data.reading,
      index: at.model,
      row: at.row,
      at: at.column,
      ensemble: Boolean(row.ensemble),
      template: row.ensemble ? row.name : (row.template ?? row.name),
      column: grid.columns[at.column],
      model: data.grid.length > 1 ? grid.model : "",
    };
    cell.show(found ?? null, place);
  }

  function fill() {
    const run = runOf("grid");
    if (run.id !== of) [of, chosen] = [run.id, null];
    const { data } = run;
    show(node, Boolean(run.id));
    status.fill(run);
    const grids = data?.grid ?? [];
    show(models, grids.length > 0);
    show(look.group, grids.length > 0);
    keyed(
      models,
      grids,
      (_, i) => i,
      createModel,
      (each, grid, i) =>
        each.update(
          grid,
          data.figures?.[i] ?? null,
          grids.length > 1,
          chosen?.model === i ? chosen : null,
          (row, column) => choose(i, row, column),
        ),
    );
    reading.set(data?.reading);
    show(reading.group, Boolean(data?.has_calibrated));
    const over = Boolean(data?.row) && !active(data.row);
    // Over, its sentence stands below the picture: the first thing to see is how far the wording goes.
    const below = over && grids.length > 0;
    if (below !== (status.node.previousElementSibling === models))
      below ? models.after(status.node) : models.before(status.node);
    setText(moves, over ? movesSentence(grids) : "");
    show(moves, Boolean(moves.textContent));
    show(rule, below);
    files.fill(lineOf(run.id));
    render(recordLine(data?.record), record);
    node.dataset.state = data?.row?.state ?? "";
    if (data?.grid) fillCell(run);
    else cell.show(null);
  }
  for (const name of ["run", "jobs"]) on(name, fill);
  see(
    innerWidth / Number.parseFloat(getComputedStyle(document.documentElement).fontSize) < NARROW ? "table" : "picture",
  );
  return node;
}
