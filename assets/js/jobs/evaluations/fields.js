/* Parts of the forms of evaluations, as templates: what is wrong beside its place, the model, the prompt's two boxes. */
import { announce, on } from "../../lib/events.js";
import { valueUnlessFocused } from "../../lib/inputs.js";
import { html } from "../../lib/lit.js";
import { help } from "../../lib/popover.js";
import { change, page } from "../../lib/store.js";
import { t } from "../../lib/strings.js";
import { paintTemplate, textbox } from "../../lib/textbox.js";

/** @typedef {import("../../lib/calls.d.ts").Failure} Failure */

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
 * The server's error where it is about one of these parts of the form; its node stays, so that it is read out.
 * @param {Failure | null | undefined} failure
 * @param {string[]} targets
 */
export function errorLine(failure, targets) {
  const here = failure && targets.includes(failure.target) ? failure : null;
  return html`<div class="pp-notice pp-error" role="status" data-testid="error-${targets[0]}" ?hidden=${!here}>
    <span class="pp-mark" aria-hidden="true">!</span>
    <div class="pp-notice-text"><span class="pp-message">${here ? here.message || t("error.unknown") : ""}</span></div>
  </div>`;
}

/** The model chosen in Play; another choice counts there, too. */
export const modelLine = () =>
  html`<p class="pp-model-line pp-side">
    <span class="pp-quiet">${t("train.model")}</span>
    <strong>${page.model?.name ?? ""}</strong>
    <button type="button" class="pp-link" @click=${() => announce("choose-model")}>${t("train.model.change")}</button>
  </p>`;

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
