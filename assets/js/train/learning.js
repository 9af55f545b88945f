/* The card "Learning": the curves, what they mean in one sentence, and what to do about it. */
import { current, currentLine } from "../jobs/current.js";
import { active } from "../jobs/list.js";
import { chart } from "../lib/chart.js";
import { html, repeat } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { fileLink } from "./filelink.js";
import { seen } from "./training.js";

/** @typedef {import("../lib/calls.d.ts").Diagnosis} Diagnosis */

const ID = "pp-learning";
const MARK = { ok: "✓", info: "i", warning: "!", error: "!" };

/** @param {Diagnosis} found */
const verdict = ({ level, message, advice }) =>
  html`<li class="pp-verdict pp-${level}">
    <span class="pp-mark" aria-hidden="true">${MARK[level]}</span>
    <div class="pp-notice-text"><strong>${message}</strong><span class="pp-advice">${advice}</span></div>
  </li>`;

/** Once a page. */
export function learningCard() {
  const file = fileLink({ file: "curve", text: "learning.csv", testid: "curve-csv", draw: () => draw() });

  const picture = chart({
    testid: "curves",
    label: "",
    title: () => [t("learning.title"), currentLine()?.title].filter(Boolean).join(" · "),
  });
  const { node, draw } = drawnCard(ID, () => {
    if (!current.id) return null;
    const line = currentLine();
    const { curves, summary, diagnoses, error } = seen();
    const told = error ? { level: /** @type {const} */ ("error"), message: error.message } : summary;
    const waiting = !curves && !error && (!line || active(line));
    const name = told ? `${t("learning.title")}: ${told.message}` : t("learning.title");
    picture.show(curves);
    picture.node.ariaLabel = name;
    const side = html`${help(t("learning.title"), t("learning.help"))}<span
        class="pp-quiet pp-side"
        data-testid="learning-title"
        >${line?.title ?? ""}</span
      >${picture.menu}`;
    return html`${cardHead(ID, t("learning.title"), side)} ${picture.node}
      <div class="pp-waiting-line" ?hidden=${!waiting}>
        <p>${line?.detail || t("learning.waiting")}</p>
        <div class="pp-bar pp-unknown"><div class="pp-bar-fill"></div></div>
      </div>
      <div
        class="pp-verdict pp-${told?.level ?? "info"}"
        role="status"
        aria-live="polite"
        data-testid="summary"
        ?hidden=${!told}
      >
        <span class="pp-mark" aria-hidden="true">${MARK[told?.level ?? "info"]}</span>
        <div class="pp-notice-text">${told?.message ?? ""}</div>
      </div>
      <ul class="pp-verdicts" data-testid="diagnoses" ?hidden=${!diagnoses?.length}>
        ${repeat(diagnoses ?? [], (found) => found.message, verdict)}
      </ul>
      <p class="pp-save-line" ?hidden=${!curves || active(line)}>${file()}</p>`;
  }, ["current", "jobs"]);
  return node;
}
