/* While there is nothing to look at: why one sentence is not enough, and what will stand here. */
import { card } from "../lib/cards.js";
import { h, show } from "../lib/dom.js";
import { jobs } from "../jobs/list.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { run } from "./run.js";
import { scale } from "./scale.js";

/* Two invented results of one accuracy: the more examples, the narrower the band. */
function picture() {
  const rows = [10, 100].map((n) => {
    const line = scale();
    line.fill({ accuracy: 0.8, interval: n === 10 ? [0.44, 0.97] : [0.71, 0.87] });
    return h(
      "div",
      { class: "pp-intro-scale" },
      h("span", { class: "pp-quiet" }, t("evaluate.examples", { n })),
      line.node,
    );
  });
  return h("div", { class: "pp-intro-scales" }, ...rows);
}

export function introCard() {
  const steps = ["one", "two", "three"].map((name) =>
    h(
      "li",
      {},
      h("strong", {}, t(`evaluate.intro.${name}`)),
      h("span", { class: "pp-quiet" }, t(`evaluate.intro.${name}.more`)),
    ),
  );
  const node = card(
    "pp-intro",
    t("evaluate.intro"),
    [],
    h("p", { class: "pp-intro-lead" }, t("evaluate.intro.lead")),
    picture(),
    h("ol", { class: "pp-intro-steps" }, ...steps),
  );
  const fill = () => show(node, jobs.lines !== null && !run.data?.figures);
  on("run", fill);
  on("jobs", fill);
  fill();
  return node;
}
