/* What an input shows while a person may be typing in it, and what was typed as a value. */
import { Directive, directive, nothing } from "./lit.js";

class ValueUnlessFocused extends Directive {
  /** @param {string} _text */
  render(_text) {
    return nothing;
  }

  /**
   * @override
   * @param {import("./vendor/lit-html/directive.js").Part} part
   * @param {[string]} given
   */
  update(part, [text]) {
    if (!("element" in part)) return nothing;
    const box = /** @type {HTMLInputElement} */ (part.element);
    if (box !== document.activeElement && box.value !== text) box.value = text;
    return nothing;
  }
}

/** html`<input ${valueUnlessFocused(text)} />`: the text, but never over what is just being typed. */
export const valueUnlessFocused = directive(ValueUnlessFocused);

/**
 * What a person typed, as a number if it is one; else the server says what is wrong with it.
 * @param {string} text
 */
export const number = (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

/** @param {string} text */
export const numbers = (text) =>
  text
    .split(/[\s,;，；、]+/)
    .filter(Boolean)
    .map(number);
