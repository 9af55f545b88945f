/* How a file is read: encoding, separator, where the table begins, sheet; those that apply to its kind. */
import { html, nothing } from "../lib/lit.js";
import { same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { option, typed } from "./parts.js";

/** @typedef {import("../lib/calls.d.ts").FilePreview} FilePreview */
/** @typedef {import("./choice.js").Name} Name */
/** @typedef {Exclude<Name, "start">} Chosen */
/** @typedef {{ value: string | boolean | null, label: string }} Choice */

/** @type {Name[]} */
const NAMES = ["encoding", "delimiter", "cut", "sheet", "header", "start"];
/** @type {Record<FilePreview["options"]["kind"], Name[]>} */
const APPLY = {
  csv: ["encoding", "delimiter", "cut", "header", "start"],
  jsonl: ["encoding"],
  excel: ["sheet", "header", "start"],
};
/** @type {Name[]} what a shape without a separator settles */
const SETTLED = ["cut", "header"];
const SHAPES = ["__label__", "label:sublabel "];
const OTHER = "null"; // the choice after which one is typed
const LAST_START = 1000;

/**
 * @param {Chosen} name
 * @param {FilePreview["choices"]} choices
 * @returns {Choice[]}
 */
function choicesOf(name, { encodings, delimiters, sheets }) {
  if (name === "encoding") return encodings;
  if (name === "delimiter") return delimiters;
  if (name === "cut") return ["every", "first", "last"].map((value) => ({ value, label: t(`data.cut.${value}`) }));
  if (name === "sheet") return sheets.map((value) => ({ value, label: value }));
  return [true, false].map((value) => ({ value, label: t(`data.header.${value}`) }));
}

/** @param {FilePreview["options"]} options @param {Name} name */
const applies = ({ kind, delimiter }, name) =>
  APPLY[kind].includes(name) && !(SETTLED.includes(name) && SHAPES.includes(delimiter ?? ""));

/**
 * @param {FilePreview} found
 * @param {boolean} typing whether a separator is being typed
 * @param {(name: Name, value: string | boolean | number | null, typing?: boolean) => void} onchange
 *   hears of each choice; a separator that is `null` is going to be typed
 */
export function fileFormat({ options, guessed, choices, count, columns, limit }, typing, onchange) {
  /** @param {Chosen} name */
  function lines(name) {
    const value = options[name];
    const all = choicesOf(name, choices);
    const known = all.some((choice) => choice.value === value) ? all : [{ value, label: String(value) }, ...all];
    const chosen = (/** @type {Choice} */ choice) => choice.value === value && !(typing && name === "delimiter");
    return [
      ...known.map((choice) => option(JSON.stringify(choice.value), choice.label, chosen(choice))),
      name === "delimiter" ? option(OTHER, t("data.delimiter.other"), typing) : nothing,
    ];
  }

  /** @param {Chosen} name */
  const select = (name) =>
    html`<select
      id="pp-data-${name}"
      class="pp-input"
      data-testid="data-${name}"
      @change=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) =>
        onchange(name, JSON.parse(event.currentTarget.value))}
    >
      ${applies(options, name) ? lines(name) : nothing}
    </select>`;

  const number = () =>
    html`<input
      type="number"
      id="pp-data-start"
      class="pp-input"
      data-testid="data-start"
      min="1"
      max=${LAST_START}
      step="1"
      .value=${typed(String(options.start ?? 1))}
      @input=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget: input }) => {
        if (input.value && input.validity.valid) onchange("start", input.valueAsNumber, true);
      }}
    />`;

  /** @param {Name} name */
  const field = (name) =>
    html`<div class="pp-form-field pp-reading-${name}" ?hidden=${!applies(options, name)}>
      <div class="pp-form-label">
        <label for="pp-data-${name}">${t(`data.${name}`)}</label>
        <span class="pp-tag" data-testid="data-${name}-guessed" ?hidden=${!same(guessed[name], options[name])}
          >${t("data.guessed")}</span
        >
      </div>
      ${name === "start" ? number() : select(name)}
      ${
        name === "delimiter" && typing
          ? html`<input
              type="text"
              class="pp-input pp-separator"
              maxlength="8"
              spellcheck="false"
              autocapitalize="off"
              autocomplete="off"
              data-testid="data-delimiter-typed"
              aria-label=${t("data.delimiter.typed")}
              title=${t("data.delimiter.typed")}
              @input=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
                if (event.currentTarget.value) onchange("delimiter", event.currentTarget.value, true);
              }}
            />`
          : nothing
      }
    </div>`;

  const counted = { count: Math.min(count, limit), columns: columns.length };
  return html`<div class="pp-readings">
    ${NAMES.map(field)}
    <span class="pp-quiet pp-number" data-testid="data-count"
      >${t(count > limit ? "data.count.more" : "data.count", counted)}</span
    >
  </div>`;
}
