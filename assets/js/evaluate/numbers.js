/* The card with the answer: the accuracy and how sure it is, beside what guessing reaches. */
import { helpMark } from "../lib/popover.js";
import { card, segmented } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { downloads } from "../jobs/downloads.js";
import { lineOf } from "../jobs/list.js";
import { progressLine } from "../jobs/progress.js";
import { recordLine } from "../jobs/record.js";
import { on } from "../lib/events.js";
import { render } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { count, fixed, percent, whole } from "../lib/format.js";
import { chooseReading, run } from "./run.js";
import { scale } from "./scale.js";

const MARK = { ok: "✓", info: "i", warning: "!", error: "!" };
const READINGS = ["plain", "calibrated"];
const FACTS = {
  macro_f1: (value) => fixed(value, 2),
  ece: (value) => fixed(value, 2),
  loss: (value) => fixed(value, 2),
  mass_outside: (value) => percent(value),
};
const there = (value) => value !== null && value !== undefined;

/* Four more numbers, each with a line that says what it is. */
function facts() {
  const list = h("dl", { class: "pp-numbers-facts", data: { testid: "facts" } });
  const create = (name) =>
    h(
      "div",
      {},
      h("dt", {}, t(`evaluate.${name}`), helpMark(t(`evaluate.${name}`), t(`evaluate.${name}.help`))),
      h("dd", { class: "pp-number" }),
      h("dd", { class: "pp-quiet" }, t(`evaluate.${name}.line`)),
    );
  return {
    list,
    fill(numbers) {
      const known = Object.keys(FACTS).filter((name) => there(numbers?.[name]));
      show(list, known.length > 0);
      keyed(
        list,
        known,
        (name) => name,
        create,
        (node, name) => setText(node.children[1], FACTS[name](numbers[name])),
      );
    },
  };
}

/* How it reads with and without calibration; both accuracies stand on the switch. */
function readingSwitch() {
  const choice = segmented({
    id: "pp-reading-choice",
    label: t("evaluate.reading"),
    choices: READINGS.map((value) => ({ value, label: t(`evaluate.reading.${value}`) })),
    onchange: chooseReading,
  });
  const names = [...choice.group.querySelectorAll("label > span")];
  return {
    group: choice.group,
    fill({ reading, calibration, has_calibrated: both } = {}) {
      show(choice.group, Boolean(both));
      choice.set(reading);
      names.forEach((node, i) =>
        setText(
          node,
          [
            t(`evaluate.reading.${READINGS[i]}`),
            there(calibration?.[READINGS[i]]) ? percent(calibration[READINGS[i]]) : "",
          ]
            .filter(Boolean)
            .join(" "),
        ),
      );
    },
  };
}

export function numbersCard() {
  const side = h("span", { class: "pp-quiet pp-side pp-clip", data: { testid: "numbers-run" } });
  const accuracy = h("strong", { class: "pp-accuracy pp-number", data: { testid: "accuracy" } });
  const sure = h("span", { class: "pp-accuracy-words pp-number", data: { testid: "accuracy-interval" } });
  const reading = readingSwitch();
  const headline = h(
    "div",
    { class: "pp-headline" },
    h("p", { class: "pp-headline-number" }, accuracy, sure),
    reading.group,
  );
  const line = scale();
  const mark = h("span", { class: "pp-mark", "aria-hidden": "true" });
  const sentence = h("div", { class: "pp-notice-text" });
  const summary = h(
    "div",
    { class: "pp-verdict", role: "status", "aria-live": "polite", hidden: true, data: { testid: "evaluate-summary" } },
    mark,
    sentence,
  );
  const calibrated = h("p", { class: "pp-quiet pp-calibrated", data: { testid: "calibration" } });
  const going = h("div", {});
  const more = facts();
  const files = downloads(
    ["predictions", "summary", "record"].map((file) => ({ file, label: t(`evaluate.file.${file}`) })),
  );
  const record = h("div", {});
  const node = card(
    "pp-numbers",
    t("evaluate.numbers"),
    [helpMark(t("evaluate.numbers"), t("evaluate.numbers.help")), side],
    headline,
    line.node,
    going,
    summary,
    calibrated,
    more.list,
    files.node,
    record,
  );

  function fill() {
    const row = lineOf(run.id);
    const { numbers, calibration, summary: said, error } = run.data ?? {};
    show(node, Boolean(run.id));
    setText(side, row ? [row.title, row.subject].filter(Boolean).join(" · ") : "");
    side.title = side.textContent;
    show(headline, Boolean(numbers));
    if (numbers) {
      setText(accuracy, percent(numbers.accuracy));
      setText(
        sure,
        t("evaluate.interval", {
          low: whole(numbers.interval[0]),
          high: whole(numbers.interval[1]),
          n: numbers.examples,
        }),
      );
    }
    reading.fill(run.data ?? {});
    line.fill(numbers);
    render(progressLine(row, { label: t("evaluate.progress"), testid: "evaluate-progress" }), going);
    more.fill(numbers);
    const told = error ? { level: "error", message: error.message } : said;
    show(summary, Boolean(told));
    if (told) {
      summary.className = `pp-verdict pp-${told.level}`;
      setText(mark, MARK[told.level] ?? "i");
      setText(sentence, told.message);
    }
    show(calibrated, Boolean(calibration?.sentence));
    setText(calibrated, calibration?.sentence ?? "");
    files.fill(row);
    render(recordLine(run.data?.record), record);
  }
  on("run", fill);
  on("jobs", fill);
  fill();
  return node;
}
