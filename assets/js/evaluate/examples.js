/* The card "Examples": what the model made of each, the most confidently wrong first. */
import { query } from "../lib/address.js";
import { helpMark } from "../lib/popover.js";
import { ask } from "../lib/api.js";
import { card, segmented } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { announce, on } from "../lib/events.js";
import { change } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { createExample, fillExample } from "./example.js";
import { readingNow, run } from "./run.js";

const SHOWS = ["wrong", "right", "unsure", "all"];
const filter = { show: "wrong", gold: null, predicted: null };

/* From the confusion matrix: the examples of one true label that were called one other. */
export function showCell(gold, predicted) {
  Object.assign(filter, { show: gold === predicted ? "right" : "wrong", gold, predicted });
  announce("filter", filter);
  document.getElementById("pp-examples")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function labelChoice(name) {
  const select = h("select", {
    class: "pp-select",
    "aria-label": t(`evaluate.filter.${name}`),
    data: { testid: `filter-${name}` },
  });
  select.addEventListener("change", () => {
    filter[name] = select.value || null;
    announce("filter", filter);
  });
  return {
    node: h("label", { class: "pp-filter" }, h("span", { class: "pp-quiet" }, t(`evaluate.filter.${name}`)), select),
    fill(labels) {
      keyed(
        select,
        ["", ...labels],
        (label) => label,
        () => h("option", {}),
        (option, label) => {
          option.value = label;
          setText(option, label || t("evaluate.filter.any"));
        },
      );
      select.value = filter[name] ?? "";
    },
  };
}

export function examplesCard(play) {
  const shows = segmented({
    id: "pp-examples-show",
    label: t("evaluate.show"),
    choices: SHOWS.map((value) => ({ value, label: t(`evaluate.show.${value}`) })),
    onchange: (value) => ((filter.show = value), announce("filter", filter)),
  });
  const choices = { gold: labelChoice("gold"), predicted: labelChoice("predicted") };
  const clear = h(
    "button",
    { type: "button", class: "pp-link", hidden: true, data: { testid: "filter-clear" } },
    t("evaluate.filter.clear"),
  );
  clear.addEventListener(
    "click",
    () => (Object.assign(filter, { gold: null, predicted: null }), announce("filter", filter)),
  );
  const found = h("span", { class: "pp-quiet pp-number pp-side", role: "status", data: { testid: "examples-count" } });
  const list = h("ol", { class: "pp-examples", data: { testid: "examples" } });
  const more = h(
    "button",
    { type: "button", class: "pp-pill", hidden: true, data: { testid: "examples-more" } },
    t("evaluate.more"),
  );
  const message = h("p", { class: "pp-quiet", role: "status", hidden: true });
  const node = card(
    "pp-examples",
    t("evaluate.examples_title"),
    [helpMark(t("evaluate.examples_title"), t("evaluate.examples.help")), found],
    h("div", { class: "pp-filters" }, shows.group, choices.gold.node, choices.predicted.node, clear),
    list,
    message,
    more,
  );
  let rows = [];
  let asked = "";

  function open(example) {
    change(example.state, { discrete: true });
    const text = query();
    location.href = play + (text ? `?${text}` : "");
  }

  function draw(count) {
    keyed(
      list,
      rows,
      (_, i) => i,
      () => createExample(open),
      fillExample,
    );
    setText(found, t("evaluate.found", { n: count }));
    show(more, rows.length < count);
    show(message, count === 0);
    if (count === 0)
      setText(
        message,
        t(filter.gold || filter.predicted || filter.show !== "wrong" ? "evaluate.none" : "evaluate.no_errors"),
      );
  }

  async function load(from) {
    const payload = { job: run.id, cell: null, reading: readingNow(), ...filter, from };
    try {
      const answer = await ask("evaluate_examples", payload, { latest: true });
      if (!answer || run.id !== payload.job) return;
      if (answer.error) {
        show(message, true);
        return setText(message, answer.error.message);
      }
      rows = from ? [...rows, ...answer.rows] : answer.rows;
      draw(answer.count);
    } catch {
      asked = ""; // the next change asks again
    }
  }
  more.addEventListener("click", () => load(rows.length));

  /* Ask where the run, its reading or the filter are others than last time. */
  function fill() {
    const ready = Boolean(run.data?.figures);
    show(node, ready);
    if (!ready) return (asked = "");
    const labels = run.data.table.map(({ label }) => label);
    for (const name of ["gold", "predicted"]) if (!labels.includes(filter[name])) filter[name] = null;
    shows.set(filter.show);
    for (const choice of Object.values(choices)) choice.fill(labels);
    show(clear, Boolean(filter.gold || filter.predicted));
    const question = JSON.stringify([run.id, readingNow(), filter]);
    if (question === asked) return;
    asked = question;
    load(0);
  }
  on("run", fill);
  on("filter", fill);
  fill();
  return node;
}
