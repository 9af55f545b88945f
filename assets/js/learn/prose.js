/* A lesson's text on the page: paragraphs, code, and terms that explain themselves and lead to the glossary. */
import { announce } from "../lib/events.js";
import { html } from "../lib/lit.js";
import { closePopover, explained } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { learn } from "./learn.js";
import { parts } from "./text.js";

/** @param {string} id */
function explanation(id) {
  const term = learn.terms.find((each) => each.id === id);
  if (!term) return null;
  return html`<p>${term.sentence}</p>
    <button
      type="button"
      class="pp-link"
      data-testid="learn-term-more"
      @click=${() => {
        closePopover();
        announce("term", id);
      }}
    >
      ${t("learn.glossary.more")}
    </button>`;
}

/** @param {import("./text.js").Part} part */
function drawn({ kind, text, id }) {
  if (kind === "code") return html`<code>${text}</code>`;
  if (kind === "term" && id)
    return html`<button type="button" class="pp-term" data-testid="learn-term" ${explained(() => explanation(id))}>
      ${text}
    </button>`;
  return text;
}

/**
 * One text within a sentence or a button: code, but no terms.
 * @param {string} text
 */
export const plain = (text) => parts(text, [], new Set()).map(drawn);

/**
 * Paragraphs; each term is marked where it first stands.
 * @param {string[]} texts
 * @param {Set<string>} [seen]
 */
export const prose = (texts, seen = new Set()) =>
  texts.map((text) => html`<p>${parts(text, learn.terms, seen).map(drawn)}</p>`);

/** @param {{ name: string, address: string }} paper */
export const paperLink = ({ name, address }) =>
  html`<p class="pp-quiet pp-learn-paper">
    ${t("learn.paper")} <a href=${address} target="_blank" rel="noopener noreferrer">${name}</a>
  </p>`;
