/* What stands on the right before the first grid: the grid to be, still empty, and what it will show. */
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";

export function introCard() {
  const head = h("tr", {});
  const body = h("tbody", {});
  const table = h("table", { class: "pp-intro-grid", "aria-hidden": "true" }, h("thead", {}, head), body);
  const steps = [1, 2, 3].map((i) =>
    h(
      "li",
      {},
      h("strong", {}, t(`compare.intro.${i}`)),
      h("span", { class: "pp-quiet" }, t(`compare.intro.${i}.line`)),
    ),
  );
  const node = card(
    "pp-compare-intro",
    t("compare.intro.title"),
    [],
    h("p", { class: "pp-intro-lead" }, t("compare.intro.lead")),
    table,
    h("ol", { class: "pp-intro-steps" }, ...steps),
  );
  const line = (parent, cells) =>
    keyed(
      parent,
      cells,
      (_, i) => i,
      (_, i) => h(i && parent !== head ? "td" : "th", {}),
      (cell, text) => setText(cell, text),
    );
  on("compare-plan", ({ view, rows, columns }) => {
    const known = view === "grid" && Boolean(rows?.length && columns?.length);
    show(table, known);
    if (!known) return;
    line(head, ["", ...columns.map(({ name }) => name)]);
    keyed(
      body,
      rows,
      (_, i) => i,
      () => h("tr", {}),
      (row, { name, error }) => line(row, [name, ...columns.map((column) => (error || column.error ? "–" : "…"))]),
    );
  });
  show(table, false);
  return node;
}
