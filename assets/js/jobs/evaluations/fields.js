/* Parts of the forms of evaluations, as templates: what is wrong beside its place, the prompt's two boxes. */
import { on } from "../../lib/events.js";
import { valueUnlessFocused } from "../../lib/inputs.js";
import { html } from "../../lib/lit.js";
import { errorNote } from "../../lib/notices.js";
import { help } from "../../lib/popover.js";
import { change, page } from "../../lib/store.js";
import { t } from "../../lib/strings.js";
import { paintTemplate } from "../../lib/templatetext.js";
import { textbox } from "../../lib/textbox.js";

/** @typedef {import("../../lib/calls.d.ts").Failure} Failure */

/**
 * A box for a number.
 * @param {{ id: string, value: string, wrong?: string, oninput: (text: string) => void, classes?: string, label?: string,
 *   placeholder?: string }} of `wrong` is what the server says of it
 */
export const numberBox = ({ id, value, wrong, oninput, classes = "", label, placeholder = "" }) =>
  html`<input
    type="text"
    id="pp-${id}"
    class="pp-input pp-number ${classes}"
    inputmode="numeric"
    autocomplete="off"
    placeholder=${placeholder}
    aria-label=${label}
    aria-invalid=${String(Boolean(wrong))}
    data-testid=${id}
    ${valueUnlessFocused(value)}
    @input=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
      oninput(currentTarget.value)}
  />`;

/**
 * The server's error where it is about one of these parts of the form.
 * @param {Failure | null | undefined} failure
 * @param {string[]} targets
 */
export const errorLine = (failure, targets) =>
  errorNote(failure && targets.includes(failure.target) ? failure : null, targets[0]);

/**
 * A name with its help.
 * @param {string} name
 * @param {string} explanation
 */
export const named = (name, explanation) => html`<span>${name}</span>${help(name, explanation)}`;

/**
 * Play's template and verbalizer, to be changed here as well. Once a page; the result is a template of them, by name.
 * @param {string} form whose boxes they are: the beginning of their ids
 * @param {"evaluate-outline" | "compare-outline"} event after which the server's word has changed
 * @param {() => Failure | null} failure the server's word, where it is one of these boxes that is wrong
 */
export function promptBoxes(form, event, failure) {
  const boxes = {
    template: textbox({
      id: `pp-${form}-template`,
      label: t("template.title"),
      mono: true,
      paint: paintTemplate,
      placeholder: t("template.placeholder"),
      oninput: (/** @type {string} */ text) => change({ template: text }),
    }),
    verbalizer: textbox({
      id: `pp-${form}-verbalizer`,
      label: t("verbalizer.title"),
      mono: true,
      rows: 2,
      placeholder: t("verbalizer.placeholder"),
      oninput: (/** @type {string} */ text) => change({ verbalizer: text }),
    }),
  };
  const fill = () => {
    boxes.template.set(page.state.template);
    boxes.verbalizer.set(page.state.verbalizer);
  };
  on("state", fill);
  fill();
  on(event, () => {
    const wrong = failure();
    boxes.template.setFault(wrong?.target === "template" ? wrong : null);
    boxes.verbalizer.setFault(wrong?.target === "verbalizer" ? wrong : null);
  });
  /**
   * @param {"template" | "verbalizer"} key
   * @param {unknown} [more] what stands after its name
   */
  return (key, more = null) =>
    html`<div class="pp-form-field">
      <div class="pp-form-label"><label for="pp-${form}-${key}">${t(`${key}.title`)}</label>${more}</div>
      ${boxes[key].box}${errorLine(failure(), [key])}
    </div>`;
}
