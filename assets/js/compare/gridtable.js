/* The grid once more as a table: for screen readers and phones, and for keys everywhere. */
import { h, keyed, setText } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { interval, whole } from "../lib/format.js";

/* A cell in one word: its accuracy, a dash where it cannot be measured. */
function cellText(cell) {
  if (cell.accuracy === null || cell.accuracy === undefined) return cell.error ? "–" : "…";
  return whole(cell.accuracy);
}

const markOf = (cell) => (cell.best ? "best" : cell.tied ? "tied" : "");

function createCell() {
  return h(
    "td",
    {},
    h(
      "button",
      { type: "button", class: "pp-grid-cell" },
      h("span", { class: "pp-cell-column", "aria-hidden": "true" }),
      h("strong", { class: "pp-number" }),
      h("small", { class: "pp-number" }),
      h("span", { class: "pp-cell-mark" }),
    ),
  );
}

function fillCell(node, { cell, column, row }, chosen, choose) {
  const button = node.firstElementChild;
  const [name, accuracy, small, mark] = button.children;
  const kind = markOf(cell);
  setText(name, column);
  setText(accuracy, cellText(cell));
  setText(small, cell.interval ? interval(cell.interval, whole) : "");
  setText(mark, kind ? t(`compare.${kind}`) : "");
  button.className = `pp-grid-cell ${kind ? `pp-cell-${kind}` : ""}`;
  button.dataset.testid = "cell";
  button.dataset.mark = kind;
  button.setAttribute("aria-pressed", String(chosen));
  button.disabled = cellText(cell) === "…";
  button.title = cell.error ?? "";
  button.onclick = choose;
  button.setAttribute(
    "aria-label",
    [row, column, accuracy.textContent, small.textContent, mark.textContent, button.title].filter(Boolean).join(", "),
  );
}

/* `update(grid, chosen, choose)`: one model's part of the answer; `chosen` is {row, column} or null. */
export function gridTable() {
  const head = h("tr", {});
  const body = h("tbody", {});
  const node = h(
    "table",
    { class: "pp-steps pp-grid-table", data: { testid: "grid-table" } },
    h("thead", {}, head),
    body,
  );
  const name = (row) => (row.ensemble ? row.name : (row.template ?? row.name));
  return {
    node,
    update(grid, chosen, choose) {
      keyed(
        head,
        ["", ...grid.columns],
        (_, i) => i,
        (_, i) => h(i ? "th" : "td", i ? { scope: "col" } : {}),
        (cell, text, i) => i && setText(cell, text),
      );
      keyed(
        body,
        grid.rows,
        (_, i) => i,
        () => h("tr", {}, h("th", { scope: "row" }, h("code", {}))),
        (line, row, i) => {
          line.classList.toggle("pp-ensemble", Boolean(row.ensemble));
          setText(line.firstElementChild.firstElementChild, name(row));
          const cells = row.cells.map((cell, j) => ({ cell, row: name(row), column: grid.columns[j] }));
          const header = line.firstElementChild;
          keyed(
            line,
            [header, ...cells],
            (_, j) => j,
            (_, j) => (j ? createCell() : header),
            (place, found, j) => {
              if (j) fillCell(place, found, chosen?.row === i && chosen?.column === j - 1, () => choose(i, j - 1));
            },
          );
        },
      );
    },
  };
}
