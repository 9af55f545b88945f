/* How many numbers each method would train: the lesson of this page in one table. */
import { explains, helpMark } from "../lib/popover.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { count, percent } from "../lib/format.js";

function create() {
  const number = h(
    "td",
    { class: "pp-number" },
    h("span", {}),
    h("span", { class: "pp-log-track", "aria-hidden": "true" }, h("span", { class: "pp-log-fill" })),
  );
  const name = h("button", { type: "button", class: "pp-term" });
  explains(name, () => [
    h("p", {}, name.note),
    h(
      "ul",
      { class: "pp-parts" },
      ...name.parts.map((part) => h("li", {}, `${part.name}: ${part.formula} = ${count(part.count)}`)),
    ),
  ]);
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name, h("small", { class: "pp-how pp-narrow-only" })),
    h("td", { class: "pp-number pp-formula" }),
    number,
    h("td", { class: "pp-number" }),
  );
}

function fill(row, item, total) {
  const [name, formula, number, share] = row.children;
  row.classList.toggle("pp-chosen", item.chosen);
  row.dataset.testid = `ledger-${item.key}`;
  setText(name.firstElementChild, item.name);
  name.firstElementChild.note = item.note;
  name.firstElementChild.parts = item.parts;
  setText(formula, item.formula);
  setText(name.children[1], item.formula);
  setText(number.firstElementChild, count(item.parameters));
  // Every factor of ten is equally long: a linear bar would show nothing but the last row.
  number.lastElementChild.firstElementChild.style.width = `${Math.max(2, (100 * Math.log10(Math.max(1, item.parameters))) / Math.log10(Math.max(10, total)))}%`;
  setText(share, percent(item.share));
}

export function ledgerCard() {
  const body = h("tbody", {});
  const heads = ["method", "formula", "parameters", "share"];
  const table = h(
    "table",
    { class: "pp-steps pp-ledger", data: { testid: "ledger" } },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...heads.map((name, i) =>
          h(
            "th",
            { scope: "col", class: [i ? "pp-number" : "", name === "formula" ? "pp-formula" : ""].join(" ") },
            t(`ledger.${name}`),
          ),
        ),
      ),
    ),
    body,
  );
  const node = card(
    "pp-ledger",
    t("ledger.title"),
    [helpMark(t("ledger.title"), t("ledger.help")), h("span", { class: "pp-quiet pp-side" }, t("ledger.side"))],
    h("div", { class: "pp-scroll", tabindex: "0", role: "region", "aria-label": t("ledger.title") }, table),
    h("p", { class: "pp-quiet pp-ledger-note" }, t("ledger.bars")),
  );
  show(node, false);
  on("plan", ({ ledger }) => {
    if (!ledger) return;
    show(node, true);
    keyed(
      body,
      ledger.rows,
      (row) => row.key,
      create,
      (row, item) => fill(row, item, ledger.total),
    );
  });
  return node;
}
