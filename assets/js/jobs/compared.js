/* Two or more runs side by side: which is better, and whether that may be chance. */
import { helpMark } from "../lib/popover.js";
import { ask } from "../lib/api.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { figureMenu } from "../lib/figuremenu.js";
import { plot } from "../lib/plot.js";
import { announce, on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { fixed, percent, points, whole } from "../lib/format.js";

const chosen = new Set();

export const compared = (id) => chosen.has(id);

export function compareRun(id, wanted) {
  if (wanted) chosen.add(id);
  else chosen.delete(id);
  announce("compared");
}

const COLUMNS = ["run", "accuracy", "macro_f1", "difference", "p"];
const known = (value, write) => (value === null || value === undefined ? "–" : write(value));
const between = (pair, write) => (pair ? t("result.interval", { low: write(pair[0]), high: write(pair[1]) }) : "");

function create() {
  const small = () => h("small", { class: "pp-interval" });
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("span", {}), small()),
    ...COLUMNS.slice(1).map(() => h("td", { class: "pp-number" }, h("span", {}), small())),
  );
}

function fill(node, item, first) {
  const write = (cell, text, below = "") => {
    setText(cell.firstElementChild, text);
    setText(cell.lastElementChild, below);
  };
  const [name, accuracy, f1, difference, p] = node.children;
  write(name, item.title, item.why_not ?? (item.tied && !first ? t("runs.compared.tied") : ""));
  write(accuracy, known(item.accuracy, percent), between(item.interval, whole));
  write(
    f1,
    known(item.macro_f1, (value) => fixed(value, 2)),
  );
  write(
    difference,
    first ? t("runs.compared.base") : known(item.difference, points),
    first ? "" : between(item.interval_of_difference, points),
  );
  write(p, first ? "" : known(item.p, (value) => (value < 0.001 ? "<0.001" : fixed(value, 3))));
  node.classList.toggle("pp-tied", Boolean(item.tied) && !first);
}

export function comparedCard() {
  const chart = h("div", {
    class: "pp-plot",
    role: "img",
    "aria-label": t("compare.title"),
    data: { testid: "runs-plot" },
  });
  const draw = plot(chart);
  const body = h("tbody", {});
  const error = h("p", { class: "pp-quiet", role: "status", hidden: true });
  const close = h(
    "button",
    { type: "button", class: "pp-link", onclick: () => (chosen.clear(), announce("compared")) },
    t("compare.close"),
  );
  const menu = figureMenu(chart, () => t("compare.title"));
  const heads = COLUMNS.map((name, i) =>
    h("th", { scope: "col", class: i ? "pp-number" : null }, t(`runs.compared.${name}`)),
  );
  const table = h(
    "table",
    { class: "pp-steps pp-compared-table", data: { testid: "runs-compared" } },
    h("thead", {}, h("tr", {}, ...heads)),
    body,
  );
  const node = card(
    "pp-compared",
    t("compare.title"),
    [helpMark(t("compare.title"), t("runs.compared.help")), h("div", { class: "pp-side pp-card-deeds" }, menu, close)],
    chart,
    h("div", { class: "pp-scroll" }, table),
    error,
  );
  show(node, false);

  async function update() {
    show(node, chosen.size > 1);
    if (chosen.size < 2) return;
    try {
      const answer = await ask("run_compare", { jobs: [...chosen] }, { latest: true });
      if (!answer) return;
      show(error, Boolean(answer.error));
      setText(error, answer.error?.message ?? "");
      show(chart, Boolean(answer.figure));
      show(menu, Boolean(answer.figure));
      if (answer.figure) draw(answer.figure);
      keyed(
        body,
        answer.rows ?? [],
        (row) => row.id,
        create,
        (row, item, i) => fill(row, item, i === 0),
      );
    } catch {
      show(error, true);
      setText(error, t("calls.lost"));
    }
  }
  on("compared", update);
  let names = "";
  on("runs", ({ rows }) => {
    if (!rows) return;
    const mine = rows.filter((row) => chosen.has(row.id));
    const gone = [...chosen].filter((id) => !mine.some((row) => row.id === id));
    for (const id of gone) chosen.delete(id);
    const now = JSON.stringify(mine.map(({ id, title, state }) => [id, title, state]));
    if (gone.length || (now !== names && chosen.size > 1)) announce("compared");
    names = now;
  });
  return node;
}
