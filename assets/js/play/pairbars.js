/* Two answers side by side: for each label the text's bar, the copy's, and what lies between them. */
import { percent, signed } from "../lib/format.js";
import { h, keyed, paintSwatch, setText, show, swatch } from "../lib/dom.js";
import { t } from "../lib/strings.js";

const best = (labels, which) => labels.reduce((top, label) => (label[which] > top[which] ? label : top));

function bar(name) {
  return h(
    "span",
    { class: `pp-pair-bar pp-bar-${name}` },
    h("span", { class: "pp-quiet" }, t(`pair.${name}`)),
    h("span", { class: "pp-label-track" }, h("span", { class: "pp-label-fill" })),
    h("span", { class: "pp-number" }),
  );
}

function create() {
  return h(
    "li",
    { class: "pp-pair-label", data: { testid: "pair-label" } },
    h("span", { class: "pp-pair-name" }, swatch(null), h("span", {})),
    h("span", { class: "pp-pair-bars" }, bar("text"), bar("copy")),
    h("span", { class: "pp-number pp-pair-points" }),
  );
}

function fillBar(node, index, probability) {
  const [, track, number] = node.children;
  paintSwatch(track.firstElementChild, index);
  track.firstElementChild.style.width = `${100 * probability}%`;
  setText(number, percent(probability));
}

function fill(node, label) {
  const [name, both, points] = node.children;
  paintSwatch(name.firstElementChild, label.index);
  setText(name.lastElementChild, label.label);
  fillBar(both.firstElementChild, label.index, label.probability);
  fillBar(both.lastElementChild, label.index, label.other);
  setText(points, t("pair.points", { points: signed(100 * (label.other - label.probability), 1) }));
}

export function pairBars() {
  const summary = h("p", { class: "pp-pair-summary", "aria-live": "polite", data: { testid: "pair-summary" } });
  const list = h("ul", { class: "pp-pair-labels", "aria-label": t("pair.bars") });
  const node = h("div", { hidden: true }, summary, list);
  return {
    node,
    wait: () => node.classList.add("pp-asking"),
    update(labels) {
      node.classList.remove("pp-asking");
      show(node, labels.length > 0);
      keyed(list, labels, (label) => label.label, create, fill);
      if (!labels.length) return;
      const [before, after] = [best(labels, "probability"), best(labels, "other")];
      const moved = { label: before.label, before: percent(before.probability), after: percent(before.other) };
      const flips = before !== after ? t("pair.flips", { before: before.label, after: after.label }) : "";
      setText(summary, `${flips} ${t("pair.summary", moved)}`.trim());
      node.classList.toggle("pp-flips", Boolean(flips));
    },
  };
}
