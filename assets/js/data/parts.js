/* Small templates of this room. */
import { Directive, directive, html, live, noChange } from "../lib/lit.js";

/**
 * One choice of a select.
 * @param {string} value
 * @param {string} label
 * @param {boolean} chosen
 */
export const option = (value, label, chosen) =>
  html`<option value=${value} .selected=${live(chosen)}>${label}</option>`;

/**
 * What went wrong, said where it went wrong; without a message it is hidden.
 * @param {string} message
 * @param {string} testid
 */
export const wrongLine = (message, testid) =>
  html`<div class="pp-notice pp-error" role="alert" data-testid=${testid} ?hidden=${!message}>
    <span class="pp-mark" aria-hidden="true">!</span>
    <div class="pp-notice-text">${message}</div>
  </div>`;

class Typed extends Directive {
  /** @param {string} _text */
  render(_text) {
    return noChange;
  }

  /**
   * @override
   * @param {import("../lib/vendor/lit-html/directive.js").PropertyPart} part
   * @param {[string]} values
   */
  update(part, [text]) {
    const input = /** @type {HTMLInputElement} */ (part.element);
    if (document.activeElement !== input && input.value !== text) input.value = text;
    return noChange;
  }
}

/** In a template: `.value=${typed(text)}`, which leaves an input alone in which somebody types. */
export const typed = directive(Typed);
