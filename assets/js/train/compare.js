/* Two or more jobs side by side: their curves in one picture, and a table of what each reached. */
import { ask } from "../lib/api.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { plot } from "../lib/plot.js";
import { announce, on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { count, duration, whole } from "../lib/format.js";

const chosen = new Set();

export const compared = (id) => chosen.has(id);

export function compare(id, wanted) {
  if (wanted) chosen.add(id);
  else chosen.delete(id);
  announce("compare");
}

const COLUMNS = ["job", "method", "parameters", "accuracy", "seconds"];

function cells(row) {
  const accuracy = row.mean === null ? "…" : whole(row.mean) + (row.spread ? ` ± ${Math.round(100 * row.spread)}` : "");
  return [
    row.title,
    row.method,
    count(row.parameters),
    accuracy,
    Number.isFinite(row.seconds) ? duration(row.seconds, true) : "…",
  ];
}

export function compareCard() {
  const chart = h("div", {
    class: "pp-plot",
    role: "img",
    "aria-label": t("compare.title"),
    data: { testid: "compare-plot" },
  });
  const draw = plot(chart);
  const body = h("tbody", {});
  const error = h("p", { class: "pp-quiet", hidden: true });
  const close = h(
    "button",
    { type: "button", class: "pp-link pp-side", onclick: () => (chosen.clear(), announce("compare")) },
    t("compare.close"),
  );
  const table = h(
    "table",
    { class: "pp-steps", data: { testid: "compare" } },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...COLUMNS.map((name, i) => h("th", { scope: "col", class: i > 1 ? "pp-number" : null }, t(`compare.${name}`))),
      ),
    ),
    body,
  );
  const node = card("pp-compare", t("compare.title"), [close], chart, h("div", { class: "pp-scroll" }, table), error);
  show(node, false);

  async function fill() {
    show(node, chosen.size > 1);
    if (chosen.size < 2) return;
    try {
      const answer = await ask("compare", { jobs: [...chosen] }, { latest: true });
      if (!answer) return;
      show(error, Boolean(answer.error));
      setText(error, answer.error?.message ?? "");
      show(chart, Boolean(answer.figure));
      if (answer.figure) draw(answer.figure);
      keyed(
        body,
        answer.rows ?? [],
        (row) => row.id,
        () => h("tr", {}, ...COLUMNS.map((_, i) => h("td", { class: i > 1 ? "pp-number" : null }))),
        (row, item) => cells(item).forEach((text, i) => setText(row.children[i], text)),
      );
    } catch {
      show(error, true);
      setText(error, t("calls.lost"));
    }
  }
  on("compare", fill);
  on("jobs", ({ rows }) => {
    const gone = [...chosen].filter((id) => rows && !rows.some((row) => row.id === id));
    for (const id of gone) chosen.delete(id);
    // Curves of jobs that run grow while they are compared.
    const moves = rows?.some((row) => chosen.has(row.id) && row.state === "running");
    if (gone.length || (moves && chosen.size > 1)) announce("compare");
  });
  return node;
}
