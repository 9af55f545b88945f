/* Where the model's probability goes: to the label words, and past them. */
import { html } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { chart } from "./chart.js";
import { viewCard } from "./viewcard.js";

export const wordsCard = () =>
  viewCard("words", (part) => {
    const figure = part?.figure ?? null;
    return html`<header class="pp-card-head">
        <h2>${t("words.title")}</h2>
        ${help(t("words.title"), t("words.help"))}
      </header>
      <div
        class="pp-plot"
        role="img"
        aria-label=${t("words.title")}
        data-testid="words-plot"
        ?hidden=${!figure}
        ${chart(figure)}
      ></div>
      <p class="pp-quiet" data-testid="words-rest" ?hidden=${!part?.rest}>${part?.rest}</p>
      <p class="pp-quiet" ?hidden=${!part?.message}>${part?.message}</p>
      <p class="pp-quiet" data-testid="mass-note" ?hidden=${!part?.mass_note}>${part?.mass_note}</p>`;
  }).node;
