/* Where the model's probability goes: to the label words, and past them. */
import { chart } from "../lib/chart.js";
import { unescaped } from "../lib/figuretable.js";
import { html } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { pointedChart } from "./pointing.js";
import { viewCard } from "./viewcard.js";

export function wordsCard() {
  const picture = chart({ testid: "words-plot", label: t("words.title"), title: () => t("words.title") });
  /** @type {string[]} */
  let words = [];
  pointedChart(picture.node, () => words);
  return viewCard("words", (part, node) => {
    // Without a verbalizer the labels say what is wanted.
    node.hidden = Boolean(part && !part.figure && !part.mass_note);
    words = (part?.figure?.layout.meta?.names?.yaxis ?? []).map(unescaped);
    picture.show(part?.figure);
    return html`<header class="pp-card-head">
        <h2>${t("words.title")}</h2>
        ${help(t("words.title"), t("words.help"), "mass-outside")}
        <div class="pp-side">${picture.menu}</div>
      </header>
      ${picture.node}
      <p class="pp-quiet" data-testid="words-rest" ?hidden=${!part?.rest}>${part?.rest}</p>
      <p class="pp-quiet" ?hidden=${!part?.message}>${part?.message}</p>
      <p class="pp-quiet" data-testid="mass-note" ?hidden=${!part?.mass_note}>${part?.mass_note}</p>`;
  }).node;
}
