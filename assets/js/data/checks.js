/* What the preview found: notes, rows of each label, and the rows that cannot be used. */
import { h, keyed, setText, show, swatch } from "../lib/dom.js";
import { t } from "../lib/strings.js";

const MOST = 12; // labels in sight; an id taken for the label has thousands

function fillNote(item, { level, message }) {
  item.className = `pp-notice pp-${level}`;
  setText(item.firstElementChild, level === "info" ? "i" : "!");
  setText(item.lastElementChild, message);
}

export function checks() {
  const notes = h("ul", { class: "pp-notices", data: { testid: "data-notes" } });
  const labels = h("ul", { class: "pp-counts", data: { testid: "data-labels" } });
  const more = h("span", { class: "pp-quiet" });
  const good = h("p", { class: "pp-data-good", role: "status", data: { testid: "data-good" } });
  const list = h("ul", { class: "pp-problems", data: { testid: "data-problems" } });
  const rest = h("p", { class: "pp-quiet" });
  const problems = h("details", { class: "pp-more-options" }, h("summary", {}, t("data.problems")), list, rest);
  return {
    notes,
    node: h("div", { class: "pp-data-checks" }, h("div", { class: "pp-counts" }, labels, more), problems),
    good,
    fill(answer) {
      show(notes, answer.notes.length > 0);
      keyed(
        notes,
        answer.notes,
        (_, i) => i,
        () =>
          h("li", {}, h("span", { class: "pp-mark", "aria-hidden": "true" }), h("div", { class: "pp-notice-text" })),
        fillNote,
      );
      keyed(
        labels,
        answer.labels.slice(0, MOST),
        (_, i) => i,
        (_, i) =>
          h(
            "li",
            { class: "pp-class" },
            swatch(i),
            h("span", { class: "pp-label-text" }),
            h("span", { class: "pp-number" }),
          ),
        (item, { label, count }) => {
          setText(item.children[1], label);
          setText(item.children[2], String(count));
        },
      );
      const hidden = answer.labels.length - MOST;
      setText(more, hidden > 0 ? t("data.labels.more", { n: hidden }) : "");
      show(good, answer.good + answer.bad > 0);
      setText(good, t(answer.bad ? "data.good.bad" : "data.good", { good: answer.good, bad: answer.bad }));
      show(problems, answer.problems.length > 0);
      keyed(
        list,
        answer.problems,
        (_, i) => i,
        () => h("li", {}),
        (item, problem) => setText(item, problem.message),
      );
      const further = answer.bad - answer.problems.length;
      show(rest, further > 0);
      setText(rest, t("data.problems.more", { n: further }));
    },
  };
}
