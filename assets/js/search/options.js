/* A search's options as inputs, made from what the server says of each: its kind, its bounds, its choices. */
import { number, numbers, valueUnlessFocused } from "../lib/inputs.js";
import { count } from "../lib/format.js";
import { html, live, nothing } from "../lib/lit.js";
import { t } from "../lib/strings.js";

/** @typedef {import("./form.js").Form} Form */
/** @typedef {import("../lib/calls.d.ts").SearchOption} SearchOption */

/* Those that stand in sight, in this order; the others are folded. */
const FRONT = [
  "methods",
  "sources",
  "bank",
  "examples",
  "steps",
  "candidates",
  "words",
  "finalists",
  "ensemble",
  "seeds",
];
const WIDE = ["some", "text", "lines"];

/** @param {Form} form */
export const frontOptions = (form) =>
  FRONT.flatMap((name) => form.setup.options.filter((option) => option.name === name && isFront(form, name)));
/** @param {Form} form */
export const foldedOptions = (form) => form.setup.options.filter(({ name }) => !isFront(form, name));

/**
 * @param {Form} form
 * @param {string} name
 */
function isFront(form, name) {
  // Among the words that methods choose from, how many are looked at is a detail.
  return FRONT.includes(name) && !(name === "candidates" && form.wanted === "label_words");
}

/**
 * @param {Form} form
 * @param {SearchOption} option
 */
function box(form, { name, kind }) {
  const value = form.value[name];
  const wrong = form.failure?.fields[name];
  const seeds = kind === "seeds";
  return html`<input
    type="text"
    id="pp-option-${form.wanted}-${name}"
    class="pp-input pp-number"
    inputmode="numeric"
    autocomplete="off"
    data-testid="search-${name}"
    aria-invalid=${String(Boolean(wrong))}
    aria-describedby="pp-option-${form.wanted}-${name}-line"
    ${valueUnlessFocused(seeds ? value.join(", ") : String(value))}
    @input=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
      form.put({ [name]: (seeds ? numbers : number)(currentTarget.value) })}
  />`;
}

/**
 * @param {Form} form
 * @param {SearchOption} option
 */
const switched = (form, { name }) =>
  html`<input
    type="checkbox"
    role="switch"
    id="pp-option-${form.wanted}-${name}"
    class="pp-switch"
    data-testid="search-${name}"
    aria-describedby="pp-option-${form.wanted}-${name}-line"
    .checked=${live(Boolean(form.value[name]))}
    @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
      form.put({ [name]: currentTarget.checked })}
  />`;

/**
 * @param {Form} form
 * @param {SearchOption} option
 */
function ticks(form, { name, choices }) {
  /** @type {string[]} */
  const chosen = form.value[name];
  /** @type {(one: string, wanted: boolean) => void} */
  const choose = (one, wanted) =>
    form.put({
      [name]: choices.map((each) => each.name).filter((each) => (each === one ? wanted : chosen.includes(each))),
    });
  return html`<div class="pp-search-methods">
    ${choices.map(
      (one) =>
        html`<label class="pp-tick pp-search-method">
          <input
            type="checkbox"
            class="pp-check"
            data-testid="search-method-${one.name}"
            .checked=${live(chosen.includes(one.name))}
            @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
              choose(one.name, currentTarget.checked)}
          />
          <span><strong>${one.title}</strong><span class="pp-quiet">${one.line}</span></span>
        </label>`,
    )}
  </div>`;
}

/**
 * @param {Form} form
 * @param {SearchOption} option
 */
const select = (form, { name, choices }) =>
  html`<select
    id="pp-option-${form.wanted}-${name}"
    class="pp-input"
    data-testid="search-${name}"
    aria-describedby="pp-option-${form.wanted}-${name}-line"
    @change=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ { currentTarget }) =>
      form.put({ [name]: currentTarget.value })}
  >
    ${choices.map(
      (one) => html`<option value=${one.name} .selected=${live(form.value[name] === one.name)}>${one.title}</option>`,
    )}
  </select>`;

/**
 * A text, or some lines of it.
 * @param {Form} form
 * @param {SearchOption} option
 */
function area(form, { name, kind }) {
  const value = form.value[name];
  const lines = (/** @type {string} */ text) => text.split("\n").filter((line) => line.trim());
  return html`<textarea
    id="pp-option-${form.wanted}-${name}"
    class="pp-input pp-search-area"
    rows="3"
    dir="auto"
    spellcheck="false"
    autocomplete="off"
    data-testid="search-${name}"
    aria-invalid=${String(Boolean(form.failure?.fields[name]))}
    aria-describedby="pp-option-${form.wanted}-${name}-line"
    ${valueUnlessFocused(kind === "lines" ? value.join("\n") : value)}
    @input=${(/** @type {InputEvent & { currentTarget: HTMLTextAreaElement }} */ { currentTarget }) =>
      form.put({ [name]: kind === "lines" ? lines(currentTarget.value) : currentTarget.value })}
  ></textarea>`;
}

const CONTROLS = { some: ticks, switch: switched, one: select, text: area, lines: area, whole: box, seeds: box };

/** @param {SearchOption} option */
function bounds({ low, high }) {
  return low === null || high === null ? "" : t("search.bounds", { low: count(low), high: count(high) });
}

/**
 * One option: its name, its input, one line on what it does, and what is wrong with it.
 * @param {Form} form
 * @param {SearchOption} option
 */
export function optionField(form, option) {
  const { name, kind } = option;
  const wrong = form.failure?.fields[name] ?? "";
  const label = t(`search.option.${name}`);
  const line = [t(`search.option.${name}.line`), bounds(option)].filter(Boolean).join(" ");
  const title =
    kind === "some"
      ? html`<span>${label}</span>`
      : html`<label for="pp-option-${form.wanted}-${name}">${label}</label>`;
  return html`<div class="pp-form-field pp-search-option ${WIDE.includes(kind) ? "pp-wide-field" : ""}">
    <div class="pp-form-label">${title}</div>
    ${CONTROLS[kind](form, option)}
    ${kind === "some" ? nothing : html`<small class="pp-quiet" id="pp-option-${form.wanted}-${name}-line">${line}</small>`}
    <p class="pp-field-error" data-testid="field-error-${name}" ?hidden=${!wrong}>${wrong}</p>
  </div>`;
}
