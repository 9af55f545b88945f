/* The likeliest tokens at each mask. A click offers a token to the verbalizer, or says why not. */
import { SIZES } from "../lib/choices.js";
import { classMap, html, live, styleMap } from "../lib/lit.js";
import { colour, swatch } from "../lib/parts.js";
import { closePopover, help, openPopover } from "../lib/popover.js";
import { page, setOption } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { viewCard } from "./viewcard.js";
import { addLabel, addWord } from "./verbalizeredits.js";

/** @typedef {import("../lib/calls.d.ts").VocabularyToken} Token */
/** @typedef {import("../lib/calls.d.ts").VocabularyColumn} Column */
/** @typedef {import("../lib/calls.d.ts").TableLabel} TableLabel */

/**
 * What can be done with a token: a menu of labels, or why it is no word.
 * @param {HTMLElement} anchor
 * @param {Token} token
 */
export function tokenMenu(anchor, { text, word, why }) {
  if (why || !word) {
    openPopover(anchor, why ?? t("vocabulary.no_word"));
    return;
  }
  const item = (/** @type {unknown} */ content, /** @type {() => void} */ deed, /** @type {string} */ testid) =>
    html`<button
      type="button"
      class="pp-menu-item"
      role="menuitem"
      data-testid=${testid}
      @click=${() => {
        closePopover({ refocus: true });
        deed();
      }}
    >
      ${content}
    </button>`;
  /** @type {TableLabel[]} */
  const labels = page.answer?.verbalizer?.labels ?? [];
  openPopover(
    anchor,
    [
      html`<p class="pp-quiet">${t("vocabulary.add", { word: text })}</p>`,
      ...labels.map(({ index, name }) => item([swatch(index), name], () => addWord(index, word), `add-to-${index}`)),
      item(t("vocabulary.new_label"), () => addLabel(word, word), "add-to-new"),
    ],
    { role: "menu" },
  );
  /** @type {HTMLElement | null} */ (document.querySelector("#pp-popover .pp-menu-item"))?.focus();
}

/**
 * @param {Token} token
 * @param {number} most the largest probability beside it
 */
function line(token, most) {
  const own = token.index !== null;
  const width = `${(100 * token.probability) / most}%`;
  return html`<li>
    <button
      type="button"
      class=${classMap({ "pp-token": true, "pp-own": own, "pp-not-word": !own && Boolean(token.why) })}
      title=${token.piece}
      aria-label=${[token.text, token.share, token.label].filter(Boolean).join(", ")}
      data-testid="token"
      data-token=${token.text}
      data-word=${token.text}
      @click=${(/** @type {Event} */ event) => tokenMenu(/** @type {HTMLElement} */ (event.currentTarget), token)}
    >
      <span class="pp-token-text">${swatch(token.index)}<span>${token.text}</span></span
      ><span class="pp-token-track"
        ><span
          class=${classMap({ "pp-token-bar": true, "pp-patterned": own && Number(token.index) >= 8 })}
          style=${styleMap({ width, "--pp-colour": colour(token.index) })}
        ></span></span
      ><span class="pp-number">${token.share}</span>
    </button>
  </li>`;
}

/* By place, not by token: the bars of a place glide to their new length. */
/** @param {Column} column */
function tokens(column) {
  const most = Math.max(...column.tokens.map((token) => token.probability), 1e-9);
  return html`<div class="pp-column">
    <h3>${column.title}</h3>
    <ol class="pp-tokens">
      ${column.tokens.map((token) => line(token, most))}
    </ol>
  </div>`;
}

const sizes = () =>
  html`<select
    class="pp-select"
    id="pp-top-k"
    aria-label=${t("vocabulary.size")}
    data-testid="top-k"
    @change=${(/** @type {Event} */ event) =>
      setOption("top_k", Number(/** @type {HTMLSelectElement} */ (event.target).value), { discrete: true })}
  >
    ${SIZES.map(
      (n) =>
        html`<option value=${n} .selected=${live(n === page.state.options.top_k)}>
          ${t("vocabulary.top", { n })}
        </option>`,
    )}
  </select>`;

export const vocabularyCard = () =>
  viewCard(
    "vocabulary",
    (part) => {
      const columns = part?.columns ?? [];
      return html`<header class="pp-card-head">
          <h2>${t("vocabulary.title")}</h2>
          ${help(t("vocabulary.title"), t("vocabulary.help"), "language-model")}
          <div class="pp-side">${sizes()}</div>
        </header>
        <p class="pp-quiet">${t("vocabulary.told")}</p>
        <div class=${classMap({ "pp-columns": true, "pp-several": columns.length > 1 })}>${columns.map(tokens)}</div>
        <p class="pp-quiet" ?hidden=${!part?.note}>${part?.note}</p>`;
    },
    ["state"],
  ).node;
