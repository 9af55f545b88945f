/* A card that stays folded until it is wanted; folded, it asks nothing. */
import { on } from "./events.js";
import { fromLink, linked } from "./linked.js";
import { html } from "./lit.js";
import { help } from "./popover.js";
import { page } from "./store.js";
import { t } from "./strings.js";
import { cardHead, drawnCard } from "./view.js";

const PAUSE = 350; // after the last key: the live answer goes first

/**
 * What a link says of a card, of the types of `like`; null where it says nothing.
 * @template {import("./linked.js").Values} T
 * @param {string} name
 * @param {T} like
 */
export const lookedAt = (name, like) => fromLink(`look.${name}`, like);

/**
 * `name` is also the beginning of its sentences' keys; `look()` asks, `opened()` comes before the first look. A link to the
 * page carries that it is open, and what `tell()` gives.
 * @param {string} name
 * @param {() => unknown} template what is in it
 * @param {{ look: () => void, opened?: () => void, tell?: () => import("./linked.js").Values, term?: string }} how `term` is
 *   the glossary's
 * @returns {{ node: HTMLElement, draw: () => void, again: (atOnce?: boolean) => void }} `again` looks once more, at once
 *   or when the typing pauses
 */
export function collapsibleCard(name, template, { look, opened = () => {}, tell = () => ({}), term = "" }) {
  const id = `pp-${name}`;
  let open = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const again = (atOnce = false) => {
    clearTimeout(timer);
    if (open) timer = setTimeout(look, atOnce ? 0 : PAUSE);
  };
  const toggle = () => {
    open = !open;
    node.classList.toggle("pp-open", open);
    if (open) opened();
    draw();
    again(true);
  };
  const button = () =>
    html`<button
      type="button"
      class="pp-chip pp-side"
      aria-controls="${id}-body"
      aria-expanded=${String(open)}
      data-testid="${name}-open"
      @click=${toggle}
    >
      ${t(open ? `${name}.close` : `${name}.open`)}
    </button>`;
  const { node, draw } = drawnCard(
    id,
    () =>
      html`${cardHead(id, t(`${name}.title`), [help(t(`${name}.title`), t(`${name}.help`), term), button()])}
        <div class="pp-closer-body" id="${id}-body" ?hidden=${!open}>${template()}</div>`,
  );
  on("state", () => again());
  linked(`look.${name}`, () => (open ? { open, ...tell() } : {}));
  // Once whoever makes the card has it.
  if (lookedAt(name, { open })?.open) queueMicrotask(toggle);
  return { node, draw, again };
}

/**
 * What the server needs of the page's state.
 * @returns {import("./calls.d.ts").PromptState}
 */
export const question = () => {
  const { template, verbalizer, fields, model, options, prompts } = page.state;
  return {
    template,
    verbalizer,
    fields,
    model,
    options: /** @type {import("./calls.d.ts").ScoringOptions} */ (options),
    prompts,
  };
};
