/* In the header: what runs in the background for other pages, one chip a page, and how far it is. */
import { active, jobs, startList } from "../jobs/list.js";
import { carrying } from "../lib/address.js";
import { html, styleMap } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { drawn } from "../lib/view.js";

/**
 * @param {string} page
 * @param {string} href its address
 * @param {string[]} kinds the kinds of jobs it lists
 */
function chip(page, href, kinds) {
  const node = document.createElement("a");
  Object.assign(node, { href, className: "pp-pill pp-job-chip" });
  node.dataset.testid = `job-chip-${page}`;
  carrying(node, href);
  drawn(node, () => {
    const found = (jobs.lines ?? []).filter((line) => active(line) && kinds.includes(line.kind));
    const line = found.find((each) => each.state === "running") ?? found.at(0);
    node.hidden = !line;
    if (!line) return "";
    node.title = [line.title, line.detail].filter(Boolean).join(" · ");
    const percent = Math.round(100 * line.progress);
    return html`<span class="pp-job-chip-fill" style=${styleMap({ width: `${100 * line.progress}%` })}></span>
      <span class="pp-pulse" aria-hidden="true"></span>
      <span class="pp-number"
        >${line.state === "queued" ? t(`jobs.chip.${page}.queued`) : t(`jobs.chip.${page}`, { percent })}</span
      >`;
  }, ["jobs"]);
  return node;
}

/**
 * The chips of a page: none for what the page itself lists.
 * @param {string} page
 * @param {Record<string, string>} addresses of all pages
 * @param {Record<string, string>} kinds every kind of job -> the page that lists it
 */
export function jobChips(page, addresses, kinds) {
  startList();
  const others = [...new Set(Object.values(kinds))].filter((other) => other !== page);
  return others.map((other) =>
    chip(
      other,
      addresses[other],
      Object.keys(kinds).filter((kind) => kinds[kind] === other),
    ),
  );
}
