/* Four small cards, each a picture of the evaluation and one line that says how to read it. */
import { helpMark } from "../lib/popover.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show, swatch } from "../lib/dom.js";
import { figureMenu } from "../lib/figuremenu.js";
import { plot } from "../lib/plot.js";
import { lineOf } from "../jobs/list.js";
import { on } from "../lib/events.js";
import { whole } from "../lib/format.js";
import { t } from "../lib/strings.js";
import { showCell } from "./examples.js";
import { run } from "./run.js";

const FIGURES = ["confusion", "bias", "reliability", "prior"];

/* A click on a cell of the matrix lists its examples; `point` is Plotly's. */
function pick(point) {
  const found = point.customdata;
  const labels = run.data?.table ?? [];
  if (Array.isArray(found) && labels[found[0]] && labels[found[1]])
    showCell(labels[found[0]].label, labels[found[1]].label);
}

/* `below` stands under the picture. */
function figureCard(name, below = null) {
  const title = t(`evaluate.${name}`);
  const chart = h("div", { class: "pp-plot", role: "img", "aria-label": title, data: { testid: `figure-${name}` } });
  const draw = plot(chart, name === "confusion" ? { onpick: pick } : {});
  const menu = figureMenu(chart, () => [title, lineOf(run.id)?.title].filter(Boolean).join(" · "));
  const node = card(
    `pp-figure-${name}`,
    title,
    [helpMark(title, t(`evaluate.${name}.help`)), h("div", { class: "pp-side" }, menu)],
    h("p", { class: "pp-quiet pp-figure-line" }, t(`evaluate.${name}.line`)),
    chart,
    ...(below ? [below] : []),
  );
  return {
    node,
    fill(figure) {
      show(node, Boolean(figure));
      if (figure) draw(figure);
    },
  };
}

const COLUMNS = ["support", "predicted", "precision", "recall", "f1"];

/* Counts, precision, recall and F1 of every label. */
function labelTable() {
  const body = h("tbody", {});
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, t("evaluate.label")),
    ...COLUMNS.map((name) =>
      h("th", { scope: "col", class: "pp-number", title: t(`evaluate.${name}.help`) }, t(`evaluate.${name}`)),
    ),
  );
  const table = h("table", { class: "pp-steps", data: { testid: "label-table" } }, h("thead", {}, head), body);
  const name = h(
    "p",
    { class: "pp-form-label" },
    h("span", {}, t("evaluate.table")),
    helpMark(t("evaluate.table"), t("evaluate.table.help")),
  );
  const node = h("div", { class: "pp-label-table" }, name, h("div", { class: "pp-scroll" }, table));
  const create = (_, i) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, swatch(i), h("span", {})),
      ...COLUMNS.map(() => h("td", { class: "pp-number" })),
    );
  return {
    node,
    fill(rows) {
      keyed(
        body,
        rows,
        (_, i) => i,
        create,
        (row, item) => {
          setText(row.firstElementChild.lastElementChild, item.label);
          COLUMNS.forEach((name, i) => setText(row.children[i + 1], i < 2 ? String(item[name]) : whole(item[name])));
        },
      );
    },
  };
}

export function pictures() {
  const table = labelTable();
  const cards = FIGURES.map((name) => figureCard(name, name === "bias" ? table.node : null));
  const node = h("div", { class: "pp-pictures", data: { testid: "pictures" } }, ...cards.map((each) => each.node));
  const fill = () => {
    const { figures, table: rows } = run.data ?? {};
    show(node, Boolean(figures));
    FIGURES.forEach((name, i) => cards[i].fill(figures?.[name] ?? null));
    if (figures) table.fill(rows);
  };
  on("run", fill);
  fill();
  return node;
}
