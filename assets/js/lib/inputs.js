/* What an input shows while a person may be typing in it. */
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
