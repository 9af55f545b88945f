/* The search for trigger words as it goes: the prompt as it stands, how good each step made it, and how far the gradient
   is to be trusted. */
import { currentLine } from "../jobs/current.js";
import { chart } from "../lib/chart.js";
import { html, nothing } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { statusOf } from "./parts.js";
import { jobOf, seen } from "./sight.js";

/** @typedef {import("../lib/calls.d.ts").FoundPiece} FoundPiece */

/** @param {FoundPiece[]} pieces */
const prompt = (pieces) =>
  html`<p class="pp-search-prompt" dir="auto" data-testid="triggers-prompt">
    ${pieces.map(({ text, kind }) => html`<span class="pp-run pp-run-${kind}">${text}</span>`)}
  </p>`;

/** Once a page. */
export function triggersCard() {
  const ID = "pp-triggers-card";
  const picture = chart({
    testid: "triggers-curves",
    label: t("search.curves"),
    title: () => [t("search.curves"), currentLine()?.title].filter(Boolean).join(" · "),
  });
  const { node } = drawnCard(ID, () => {
    if (!jobOf("triggers")) return null;
    const { prompt: pieces = [], curves, line: own } = seen("triggers");
    picture.show(curves);
    const title = (currentLine() ?? own)?.title ?? "";
    const side = html`${help(t("search.triggers.card"), t("search.triggers.card.help"))}<span
        class="pp-quiet pp-side pp-clip"
        title=${title}
        >${title}</span
      >${picture.menu}`;
    return html`${cardHead(ID, t("search.triggers.card"), side)} ${statusOf("triggers")}
      ${pieces.length ? prompt(pieces) : nothing} ${picture.node}
      <p class="pp-quiet" ?hidden=${!curves}>${t("search.curves.line")}</p>`;
  }, ["current", "jobs"]);
  return node;
}

/** Once a page. */
export function gradientCard() {
  const ID = "pp-triggers-gradient";
  const picture = chart({
    testid: "triggers-scatter",
    label: t("search.scatter"),
    title: () => [t("search.scatter"), currentLine()?.title].filter(Boolean).join(" · "),
  });
  const { node } = drawnCard(ID, () => {
    const { scatter, linear } = seen("triggers");
    picture.show(scatter);
    if (!scatter) return null;
    const side = html`${help(t("search.scatter"), t("search.scatter.help"))}
      <div class="pp-side">${picture.menu}</div>`;
    return html`${cardHead(ID, t("search.scatter"), side)}
      <p class="pp-quiet pp-figure-line">${t("search.scatter.line")}</p>
      ${picture.node}
      <p class="pp-quiet" data-testid="linear">${linear}</p>`;
  }, ["current"]);
  return node;
}
