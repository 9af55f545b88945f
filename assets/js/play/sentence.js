/* The sentence with its gap: the prompt as the model reads it, filled with the likeliest word; a click on another one puts
   that into the gap and offers it to the verbalizer. */
import { classMap, html, styleMap } from "../lib/lit.js";
import { colour, swatch } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { tokenMenu } from "./vocabulary.js";
import { viewCard } from "./viewcard.js";

/** @typedef {import("../lib/calls.d.ts").SentenceView} SentenceView */
/** @typedef {import("../lib/calls.d.ts").VocabularyToken} Token */

export function sentenceCard() {
  /** @type {string | null} the filling somebody chose; null: the likeliest */
  let chosen = null;

  /** @param {Token[]} fillings */
  const filled = (fillings) => fillings.find(({ text }) => text === chosen) ?? fillings[0];

  /** @param {Token | undefined} filling */
  const gap = (filling) =>
    html`<mark
      class=${classMap({ "pp-gap": true, "pp-own": (filling?.index ?? null) !== null })}
      style=${styleMap({ "--pp-colour": colour(filling?.index ?? null) })}
      data-word=${filling?.text ?? ""}
      data-testid="gap"
      >${filling?.text}</mark
    >`;

  /**
   * @param {SentenceView["parts"][number]} part
   * @param {Token | undefined} filling
   */
  const part = ({ text, kind, slot }, filling) =>
    kind === "mask"
      ? gap(filling)
      : html`<span class="pp-said-${kind}" title=${slot ? `{${slot}}` : t(`reading.${kind}`)}>${text}</span>`;

  /**
   * @param {Token} token
   * @param {boolean} present
   */
  const choice = (token, present) => {
    const click = (/** @type {Event} */ event) => {
      chosen = token.text;
      draw();
      // What is a label word already only fills the gap.
      if (token.index === null) tokenMenu(/** @type {HTMLElement} */ (event.currentTarget), token);
    };
    return html`<li>
      <button
        type="button"
        class=${classMap({ "pp-filling": true, "pp-own": token.index !== null })}
        aria-pressed=${String(present)}
        title=${token.label ? t("sentence.own", { label: token.label }) : t("sentence.other")}
        data-word=${token.text}
        data-testid="filling"
        @click=${click}
      >
        ${swatch(token.index)}<span>${token.text}</span><span class="pp-number">${token.share}</span>
      </button>
    </li>`;
  };

  const { node, draw } = viewCard("sentence", (view) => {
    const { parts = [], fillings = [], note = "" } = view ?? {};
    const present = filled(fillings);
    return html`<header class="pp-card-head">
        <h2>${t("sentence.title")}</h2>
        ${help(t("sentence.title"), t("sentence.help"))}
      </header>
      <p class="pp-sentence" data-testid="sentence">${parts.map((each) => part(each, present))}</p>
      <ol class="pp-fillings" aria-label=${t("sentence.fillings")}>
        ${fillings.map((token) => choice(token, token === present))}
      </ol>
      <p class="pp-quiet" data-testid="sentence-note" ?hidden=${!note}>${note}</p>`;
  });
  return node;
}
