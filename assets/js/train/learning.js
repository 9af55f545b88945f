/* The card "Learning": the curves, what they mean in one sentence, and what to do about it. */
import { helpMark } from "../lib/popover.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { active } from "../jobs/list.js";
import { plot } from "../lib/plot.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { rowOf, run } from "./run.js";

const MARK = { ok: "✓", info: "i", warning: "!", error: "!" };

function fillDiagnosis(node, item) {
  node.className = `pp-verdict pp-${item.level}`;
  setText(node.firstElementChild, MARK[item.level] ?? "i");
  const [message, advice] = node.lastElementChild.children;
  setText(message, item.message);
  setText(advice, item.advice ?? "");
}

const createDiagnosis = () =>
  h(
    "li",
    {},
    h("span", { class: "pp-mark", "aria-hidden": "true" }),
    h("div", { class: "pp-notice-text" }, h("strong", {}), h("span", { class: "pp-advice" })),
  );

export function learningCard() {
  const side = h("span", { class: "pp-quiet pp-side", data: { testid: "learning-title" } });
  const chart = h("div", {
    class: "pp-plot",
    role: "img",
    "aria-label": t("learning.title"),
    data: { testid: "curves" },
  });
  const draw = plot(chart);
  const waiting = h(
    "div",
    { class: "pp-waiting-line", hidden: true },
    h("p", {}),
    h("div", { class: "pp-bar pp-unknown" }, h("div", { class: "pp-bar-fill" })),
  );
  const mark = h("span", { class: "pp-mark", "aria-hidden": "true" });
  const sentence = h("div", { class: "pp-notice-text" });
  const summary = h(
    "div",
    { class: "pp-verdict", role: "status", "aria-live": "polite", hidden: true, data: { testid: "summary" } },
    mark,
    sentence,
  );
  const diagnoses = h("ul", { class: "pp-verdicts", data: { testid: "diagnoses" } });
  const node = card(
    "pp-learning",
    t("learning.title"),
    [helpMark(t("learning.title"), t("learning.help")), side],
    chart,
    waiting,
    summary,
    diagnoses,
  );

  function fill() {
    const row = rowOf(run.id);
    const { curves, summary: said, diagnoses: found, error } = run.data ?? {};
    setText(side, row?.title ?? "");
    show(chart, Boolean(curves));
    if (curves) draw(curves);
    show(waiting, !curves && !error && (!row || active(row)));
    setText(waiting.firstElementChild, row?.detail || t("learning.waiting"));
    const told = error ? { level: "error", message: error.message } : said;
    show(summary, Boolean(told));
    if (told) {
      summary.className = `pp-verdict pp-${told.level}`;
      setText(mark, MARK[told.level] ?? "i");
      setText(sentence, told.message);
      chart.setAttribute("aria-label", `${t("learning.title")}: ${told.message}`);
    }
    show(diagnoses, Boolean(found?.length));
    keyed(diagnoses, found ?? [], (item) => item.message, createDiagnosis, fillDiagnosis);
  }
  on("run", fill);
  on("jobs", fill);
  return node;
}
