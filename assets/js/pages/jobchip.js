/* In the header of the other pages: what runs in the background, and how far it is. */
import { carrying } from "../lib/address.js";
import { h, setText, show } from "../lib/dom.js";
import { active, startJobs } from "../jobs/trainings.js";
import { startList } from "../jobs/list.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";

const EVERY = 3000;

/* `kind` is the sentences' name: "jobs" or "runs"; `mine(row)` says which rows belong to this chip. */
function chip(href, kind, mine = () => true) {
  const text = h("span", { class: "pp-number" });
  const fill = h("span", { class: "pp-job-chip-fill" });
  const node = carrying(
    h(
      "a",
      { href, class: "pp-pill pp-job-chip", hidden: true, data: { testid: kind === "jobs" ? "job-chip" : "run-chip" } },
      fill,
      h("span", { class: "pp-pulse", "aria-hidden": "true" }),
      text,
    ),
    href,
  );
  on(kind, ({ rows }) => {
    const found = (rows ?? []).filter((row) => active(row) && mine(row));
    const row = found.find((each) => each.state === "running") ?? found[0];
    show(node, Boolean(row));
    if (!row) return;
    setText(
      text,
      row.state === "queued"
        ? t(`${kind}.chip_queued`)
        : t(`${kind}.chip`, { percent: Math.round(100 * row.progress) }),
    );
    fill.style.width = `${100 * row.progress}%`;
    node.title = [row.title, row.detail].filter(Boolean).join(" · ");
  });
  return node;
}

/* The chips of a page: none for what the page itself lists. `addresses` are those of all pages. */
export function jobChips(page, addresses) {
  const chips = [];
  if (page !== "train") {
    chips.push(chip(addresses.train, "jobs"));
    startJobs({ every: EVERY });
  }
  if (!["evaluate", "compare"].includes(page)) {
    chips.push(
      chip(addresses.evaluate, "runs", (row) => row.view === "evaluate"),
      chip(addresses.compare, "runs", (row) => row.view !== "evaluate"),
    );
    startList([], undefined, EVERY);
  }
  return chips;
}
