/* How the number came about: every step from the mask to the label, to be checked by hand. */
import { explains, helpMark } from "../lib/popover.js";
import { h, keyed, paintSwatch, setText, show, swatch } from "../lib/dom.js";
import { t } from "../lib/strings.js";

const WIDE = 4; // more columns than these take the whole width

function fillRow(row, item, columns) {
  row.className = `pp-step-${item.kind}`;
  keyed(
    row,
    columns,
    (column) => column.key,
    (column) =>
      columns[0].key === column.key
        ? h("td", {}, swatch(null), h("span", {}), h("small", { class: "pp-how" }))
        : h("td", {}, h("span", {})),
    (cell, column) => {
      cell.className = column.numeric ? "pp-number" : "";
      setText(cell.querySelector("span:not(.pp-swatch)"), item.cells[column.key] ?? "");
      const how = cell.querySelector(".pp-how");
      if (!how) return;
      paintSwatch(cell.firstElementChild, item.index);
      show(how, Boolean(item.how));
      setText(how, item.how ?? "");
    },
  );
}

export function stepsPart(card) {
  const head = h("tr", {});
  const body = h("tbody", {});
  const table = h("table", { class: "pp-steps", data: { testid: "steps" } }, h("thead", {}, head), body);
  const formulas = h("dl", { class: "pp-formulas" });
  const notes = h("ul", { class: "pp-step-notes" });
  card.append(
    h("header", { class: "pp-card-head" }, h("h2", {}, t("steps.title")), helpMark(t("steps.title"), t("steps.help"))),
    h("div", { class: "pp-scroll", tabindex: "0", role: "region", "aria-label": t("steps.title") }, table),
    formulas,
    notes,
  );
  let keys = "";
  return (part) => {
    // A column in which nothing is written (pieces, when every word is one) only takes space.
    const columns = part.columns.filter(({ key }) => part.rows.some((row) => row.cells[key]));
    card.classList.toggle("pp-wide", columns.length > WIDE);
    const now = JSON.stringify(columns);
    if (now !== keys) {
      // Other columns mean another table: cells are not carried over.
      keys = now;
      body.replaceChildren();
      head.replaceChildren(
        ...columns.map((column) =>
          h(
            "th",
            { scope: "col", class: column.numeric ? "pp-number" : null },
            column.help
              ? explains(h("button", { type: "button", class: "pp-term" }, column.title), () => column.help)
              : column.title,
          ),
        ),
      );
    }
    show(table, part.rows.length > 0);
    keyed(
      body,
      part.rows,
      (row, i) => `${i}/${row.kind}`,
      () => h("tr", {}),
      (row, item) => fillRow(row, item, columns),
    );
    show(formulas, part.formulas.length > 0);
    keyed(
      formulas,
      part.formulas,
      (_, i) => i,
      () => h("div", {}, h("dt", {}), h("dd", {})),
      (node, formula) => {
        setText(node.firstElementChild, formula.title);
        setText(node.lastElementChild, formula.text);
      },
    );
    show(notes, part.notes.length > 0);
    keyed(
      notes,
      part.notes,
      (note) => note,
      () => h("li", {}),
      setText,
    );
  };
}
