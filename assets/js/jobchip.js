/* In the header of the other pages: a job that runs, and how far it is. */
import { carrying } from "./address.js";
import { h, setText, show } from "./dom.js";
import { active, startJobs } from "./jobs.js";
import { on } from "./store.js";
import { t } from "./strings.js";

export function jobChip(href) {
  const text = h("span", { class: "pp-number" });
  const fill = h("span", { class: "pp-job-chip-fill" });
  const node = carrying(h("a", { href, class: "pp-pill pp-job-chip", hidden: true, data: { testid: "job-chip" } }, fill, h("span", { class: "pp-pulse", "aria-hidden": "true" }), text), href);
  on("jobs", ({ rows }) => {
    const row = (rows ?? []).find((each) => each.state === "running") ?? (rows ?? []).find(active);
    show(node, Boolean(row));
    if (!row) return;
    setText(text, row.state === "queued" ? t("jobs.chip_queued") : t("jobs.chip", { percent: Math.round(100 * row.progress) }));
    fill.style.width = `${100 * row.progress}%`;
    node.title = [row.title, row.detail].filter(Boolean).join(" · ");
  });
  startJobs({ every: 3000 });
  return node;
}
