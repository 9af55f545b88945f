/* The glossary: every term in a sentence, an example that opens in Play, its paper, and the terms beside it. */
import { announce } from "../lib/events.js";
import { classMap, html, nothing, repeat } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { apply, go, learn } from "./learn.js";
import { paperLink, plain } from "./prose.js";

/** @typedef {import("../lib/calls.d.ts").GlossaryTerm} Term */

let filter = "";

/**
 * @param {Term} term
 * @param {{ href: string, carry: (event: Event) => void } | null} play
 */
function example({ id, state }, play) {
  if (!state) return nothing;
  const open = (/** @type {Event} */ event) => {
    apply(state);
    if (play) play.carry(event);
    else event.preventDefault();
  };
  return html`<a href=${play?.href ?? "#pp-answer"} class="pp-pill" data-testid="term-try-${id}" @click=${open}
    >${t("learn.glossary.try")}</a
  >`;
}

/** @param {string} id */
const nameOf = (id) => learn.terms.find((term) => term.id === id)?.name ?? id;

/**
 * @param {Term} term
 * @param {{ href: string, carry: (event: Event) => void } | null} play
 */
const entry = (term, play) =>
  html`<li
    id="pp-term-${term.id}"
    class=${classMap({ "pp-entry": true, "pp-wanted": term.id === learn.term })}
    data-testid="term-${term.id}"
  >
    <h3 tabindex="-1">${term.name}</h3>
    <p>${plain(term.sentence)}</p>
    <p class="pp-entry-ways">
      ${example(term, play)}
      ${term.see.map(
        (id) =>
          html`<button type="button" class="pp-link" data-testid="term-see" @click=${() => announce("term", id)}>
            ${nameOf(id)}
          </button>`,
      )}
    </p>
    ${paperLink(term.paper)}
  </li>`;

/** @param {{ href: string, carry: (event: Event) => void } | null} play the way to Play, on other pages */
export function glossaryView(play) {
  if (!learn.terms.length) return html`<p class="pp-quiet" role="status">${learn.message || t("learn.waiting")}</p>`;
  const wanted = filter.trim().toLowerCase();
  const found = learn.terms.filter(
    ({ id, name, sentence }) => id === learn.term || `${name} ${sentence}`.toLowerCase().includes(wanted),
  );
  return html`<input
      type="search"
      class="pp-small-input pp-glossary-filter"
      aria-label=${t("learn.glossary.filter")}
      placeholder=${t("learn.glossary.filter")}
      data-testid="glossary-filter"
      .value=${filter}
      @input=${(/** @type {Event} */ event) => {
        filter = /** @type {HTMLInputElement} */ (event.target).value;
        learn.term = null;
        go({});
      }}
    />
    <ul class="pp-glossary" data-testid="glossary">
      ${repeat(
        found,
        ({ id }) => id,
        (term) => entry(term, play),
      )}
    </ul>
    <p class="pp-quiet" ?hidden=${found.length > 0}>${t("learn.glossary.nothing")}</p>`;
}

/* The term that somebody asked for comes into sight, once. */
let scrolled = /** @type {string | null} */ (null);

export function showTerm() {
  const node = learn.term ? document.getElementById(`pp-term-${learn.term}`) : null;
  if (!node || scrolled === learn.term) return;
  scrolled = learn.term;
  node.scrollIntoView({ block: "start" });
  /** @type {HTMLElement | null} */ (node.querySelector("h3"))?.focus({ preventScroll: true });
}

/** Asked for again, it comes into sight again. */
export const forgetTerm = () => {
  scrolled = null;
};
