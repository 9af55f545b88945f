/* A card that shows one part of the answer; its frame says which revision of the state that answers. */
import { drawn } from "../lib/view.js";
import { shown } from "./shown.js";

/** @typedef {import("./shown.js").Parts} Parts */

/**
 * @template {keyof Parts} Name
 * @param {Name} name
 * @param {(part: NonNullable<Parts[Name]> | null, node: HTMLElement) => unknown} template
 * @param {(keyof import("../lib/events.js").Events)[]} [events] what it is drawn again for, besides answers
 * @returns {{ node: HTMLElement, draw: () => void }}
 */
export function viewCard(name, template, events = []) {
  const node = document.createElement("div");
  node.id = `pp-${name}`;
  node.className = `pp-card pp-view pp-view-${name}`;
  node.dataset.testid = `view-${name}`;
  const draw = drawn(node, () => {
    const { rev, parts, stale } = shown();
    node.dataset.answer = String(rev);
    node.classList.toggle("pp-stale", stale[name]);
    return template(/** @type {NonNullable<Parts[Name]> | null} */ (parts[name]), node);
  }, ["shown", ...events]);
  return { node, draw };
}
