/* The value of an input that is its reader's while they type in it: html`<input ${untyped(text)} />`. */
import { Directive, directive, noChange } from "../lib/lit.js";

class Untyped extends Directive {
  /** @param {string} _value */
  render(_value) {
    return noChange;
  }

  /**
   * @override
   * @param {import("../lib/vendor/lit-html/directive.js").Part} part
   * @param {[string]} given
   */
  update(part, [value]) {
    if (!("element" in part)) return noChange;
    const input = /** @type {HTMLInputElement} */ (part.element);
    if (document.activeElement !== input && input.value !== value) input.value = value;
    return noChange;
  }
}

export const untyped = directive(Untyped);
