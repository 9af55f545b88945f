/* Parts of a page that draw themselves: a template now, and again whenever one of some events is heard. */
import { on } from "./events.js";
import { html, render } from "./lit.js";

/** @typedef {import("./events.js").Events} Events */

/**
 * Draw into a host now and after each of these events; several in one turn draw once.
 * @param {HTMLElement} host
 * @param {() => unknown} template what lit can draw
 * @param {(keyof Events)[]} [events]
 * @returns {() => void} asks for one more drawing
 */
export function drawn(host, template, events = []) {
  let due = false;
  const draw = () => {
    due = false;
    render(template(), host);
  };
  const soon = () => {
    if (due) return;
    due = true;
    queueMicrotask(draw);
  };
  for (const name of events) on(name, soon);
  draw();
  return soon;
}

/**
 * A card: a titled section that draws itself. Its template is `cardHead(…)` and what follows it; where `template()` gives
 * null there is nothing to see, and the card is hidden.
 * @param {string} id
 * @param {() => unknown} template
 * @param {(keyof Events)[]} [events]
 * @returns {{ node: HTMLElement, draw: () => void }}
 */
export function drawnCard(id, template, events = []) {
  const node = document.createElement("section");
  node.id = id;
  node.className = "pp-card";
  node.dataset.testid = id;
  node.setAttribute("aria-labelledby", `${id}-title`);
  const draw = drawn(
    node,
    () => {
      const content = template();
      node.hidden = content === null;
      return content;
    },
    events,
  );
  return { node, draw };
}

/**
 * @param {string} id of the card
 * @param {unknown} title
 * @param {unknown} [side] what stands after the title
 */
export const cardHead = (id, title, side = null) =>
  html`<header class="pp-card-head">
    <h2 id="${id}-title">${title}</h2>
    ${side}
  </header>`;
