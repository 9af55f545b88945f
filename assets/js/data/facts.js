/* What is known of a set: its sentence, labels, splits, and what a simple program gets right on it. */
import { helpMark } from "../lib/popover.js";
import { segmented } from "../lib/cards.js";
import { h, keyed, setText, show, swatch } from "../lib/dom.js";
import { same } from "../lib/store.js";
import { whole } from "../lib/format.js";
import { t } from "../lib/strings.js";

const SPLITS = ["train", "dev", "test"];
const total = ({ rows }) => SPLITS.reduce((sum, name) => sum + (rows[name] ?? 0), 0);

const countOf = ({ counts }, split, label) =>
  (split === "all" ? SPLITS : [split]).reduce((sum, name) => sum + (counts[name]?.[label] ?? 0), 0);

/* The splits that have rows, and all of them together. */
export const splitsOf = (card) => {
  const filled = SPLITS.filter((name) => card.rows[name]);
  return filled.length > 1 ? [...filled, "all"] : ["all"];
};

/* Prompts are chosen on dev; test is for one last report. */
export const usualSplit = (card) => (splitsOf(card).includes("dev") ? "dev" : "all");

/* Which rows count, with their numbers. */
export function splitChoice(split, chooseSplit) {
  const node = h("div", { class: "pp-data-split", hidden: true });
  let shown = null;
  let control = null;
  return {
    node,
    fill(card) {
      show(node, Boolean(card));
      if (!card) return;
      if (!same(shown, card.rows)) {
        shown = card.rows;
        const count = (name) => (name === "all" ? total(card) : card.rows[name]);
        control = segmented({
          id: "pp-data-split",
          label: t("data.split"),
          choices: splitsOf(card).map((value) => ({ value, label: `${t(`data.split.${value}`)} ${count(value)}` })),
          onchange: chooseSplit,
        });
        node.replaceChildren(
          h("span", { class: "pp-data-split-name" }, t("data.split"), helpMark(t("data.split"), t("data.split.help"))),
          control.group,
        );
      }
      control.set(split());
    },
  };
}

/* What the set is, its labels, and what a simple program gets right on it. */
export function facts() {
  const about = h("p", { data: { testid: "data-about" } });
  const labels = h("ul", { class: "pp-counts", data: { testid: "class-counts" } });
  const rows = h("span", { class: "pp-quiet pp-number", data: { testid: "data-total" } });
  const text = h("span", { class: "pp-number" });
  const baseline = h(
    "p",
    { class: "pp-quiet pp-data-baseline", data: { testid: "data-baseline" } },
    text,
    helpMark(t("data.baseline.term"), t("data.baseline.help")),
  );
  return {
    node: h("div", { class: "pp-data-about" }, about, h("div", { class: "pp-counts" }, labels, rows), baseline),
    /* `names` are the set's labels in the order of their colours. */
    fill(card, split, names) {
      setText(about, card.about);
      show(about, Boolean(card.about));
      keyed(
        labels,
        names,
        (_, i) => i,
        (_, i) => h("li", { class: "pp-class" }, swatch(i), h("span", {}), h("span", { class: "pp-number" })),
        (item, label) => {
          setText(item.children[1], label);
          setText(item.children[2], card.counts ? String(countOf(card, split, label)) : "");
        },
      );
      setText(rows, t("data.total", { count: total(card) }));
      const share = card.baseline?.[split] ?? card.baseline?.test;
      show(baseline, Number.isFinite(share));
      if (Number.isFinite(share))
        setText(
          text,
          t("data.baseline", {
            share: whole(share),
            split: t(`data.split.${card.baseline[split] === undefined ? "test" : split}`),
          }),
        );
    },
  };
}
