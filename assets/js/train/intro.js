/* Before the first job: what soft prompts are, in a small picture, and what will stand here. */
import { card } from "../lib/cards.js";
import { h, show, swatch } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { anythingLearnt } from "./run.js";

const piece = (kind, text) => h("span", { class: `pp-piece pp-run-${kind}` }, text);

function picture() {
  const reads = h(
    "div",
    { class: "pp-intro-box" },
    h(
      "div",
      { class: "pp-intro-pieces" },
      piece("slot", t("intro.text")),
      piece("soft", "s1"),
      piece("soft", "s2"),
      piece("mask", "[MASK]"),
    ),
    h("small", { class: "pp-quiet" }, t("intro.reads")),
  );
  const model = h(
    "div",
    { class: "pp-intro-box pp-intro-model" },
    h("strong", {}, t("intro.model")),
    h("small", { class: "pp-quiet" }, t("intro.frozen")),
  );
  const bar = (index, width) =>
    h(
      "span",
      { class: "pp-intro-bar" },
      swatch(index),
      h(
        "span",
        { class: "pp-label-track" },
        h("span", { class: "pp-label-fill", style: `--pp-colour: var(--pp-label-${index}); width: ${width}%` }),
      ),
    );
  const labels = h(
    "div",
    { class: "pp-intro-box" },
    bar(0, 84),
    bar(1, 16),
    h("small", { class: "pp-quiet" }, t("intro.labels")),
  );
  const arrow = () => h("span", { class: "pp-intro-arrow" }, "→");
  return h(
    "div",
    { class: "pp-intro-picture", role: "img", "aria-label": t("intro.picture") },
    reads,
    arrow(),
    model,
    arrow(),
    labels,
    h("div", { class: "pp-intro-back" }, h("span", {}, t("intro.back"))),
  );
}

export function introCard() {
  const steps = ["one", "two", "three"].map((name) =>
    h("li", {}, h("strong", {}, t(`intro.${name}`)), h("span", { class: "pp-quiet" }, t(`intro.${name}.more`))),
  );
  const node = card(
    "pp-intro",
    t("intro.title"),
    [],
    h("p", { class: "pp-intro-lead" }, t("intro.lead")),
    picture(),
    h("ol", { class: "pp-intro-steps" }, ...steps),
    h("p", { class: "pp-quiet" }, t("intro.then")),
  );
  const fill = () => show(node, !anythingLearnt());
  on("run", fill);
  on("jobs", fill);
  return node;
}
