/* The form's small parts as templates: a label with its help, the control, and what is wrong with it. */
import { number, valueUnlessFocused } from "../lib/inputs.js";
import { html, live, nothing } from "../lib/lit.js";
import { errorNote } from "../lib/notices.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { form, put } from "./form.js";

/** @typedef {import("./form.js").Values} Values */
/** @typedef {keyof Values} Name */

/** @param {Name} name */
const wrong = (name) => form.failure?.fields[name] ?? "";

/** @param {Name} name */
const id = (name) => `pp-train-${name}`;

/**
 * What is wrong with a field, below it.
 * @param {Name} name
 */
export const fieldError = (name) =>
  html`<p class="pp-field-error" id="pp-${name}-error" data-testid="field-error-${name}" ?hidden=${!wrong(name)}>
    ${wrong(name)}
  </p>`;

/**
 * Label, help and control; the server's message about this name stands below.
 * @param {Name} name
 * @param {unknown} control
 * @param {string} [more] classes
 */
export const field = (name, control, more = "") =>
  html`<div class="pp-form-field ${more}">
    <div class="pp-form-label">
      <label for=${id(name)}>${t(`train.${name}`)}</label>${help(t(`train.${name}`), t(`train.${name}.help`))}
    </div>
    ${control}${fieldError(name)}
  </div>`;

/** @param {Name} name */
const described = (name) => (wrong(name) ? `pp-${name}-error` : nothing);

/**
 * `parse` makes a value of what was typed and `write` a text of it again; `oninput` takes the place of putting it into
 * the form.
 * @param {Name} name
 * @param {{ parse?: (text: string) => unknown, write?: (value: any) => string, oninput?: (text: string) => void, mode?: string, more?: string, disabled?: boolean }} [how]
 */
export function textInput(name, { parse = number, write = String, oninput, mode = "decimal", more, disabled } = {}) {
  const typed = oninput ?? ((text) => put({ [name]: parse(text) }));
  return html`<input
    type="text"
    id=${id(name)}
    class="pp-input pp-number ${more ?? ""}"
    inputmode=${mode}
    autocomplete="off"
    spellcheck="false"
    data-testid="train-${name}"
    aria-invalid=${String(Boolean(wrong(name)))}
    aria-describedby=${described(name)}
    ?disabled=${disabled ?? false}
    ${valueUnlessFocused(write(form.value[name]))}
    @input=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
      typed(currentTarget.value)}
  />`;
}

/**
 * @param {Name} name
 * @param {string[]} values each with its words in the catalogue
 * @param {boolean} [hidden]
 */
export const selectInput = (name, values, hidden = false) =>
  html`<select
    id=${id(name)}
    class="pp-input"
    data-testid="train-${name}"
    aria-invalid=${String(Boolean(wrong(name)))}
    aria-describedby=${described(name)}
    ?hidden=${hidden}
    @change=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ { currentTarget }) =>
      put({ [name]: currentTarget.value })}
  >
    ${values.map(
      (value) =>
        html`<option value=${value} .selected=${live(form.value[name] === value)}>
          ${t(`train.${name}.${value}`)}
        </option>`,
    )}
  </select>`;

/** @param {Name} name */
export const switchInput = (name) =>
  html`<input
    type="checkbox"
    role="switch"
    id=${id(name)}
    class="pp-switch"
    data-testid="train-${name}"
    aria-invalid=${String(Boolean(wrong(name)))}
    aria-describedby=${described(name)}
    .checked=${live(Boolean(form.value[name]))}
    @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
      put({ [name]: currentTarget.checked })}
  />`;

/** @param {string} target */
export const failureAt = (target) => (form.failure?.target === target ? form.failure : null);

/**
 * The server's error where it is about this part of the form.
 * @param {"template" | "verbalizer" | "data"} target
 */
export const errorLine = (target) => errorNote(failureAt(target), target);
