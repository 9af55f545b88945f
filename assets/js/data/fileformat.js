/* How a file is read: encoding, delimiter, header row, sheet; those that apply to its kind. */
import { html, nothing } from "../lib/lit.js";
import { same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { option } from "./parts.js";

/** @typedef {import("../lib/calls.d.ts").FilePreview} FilePreview */
/** @typedef {"encoding" | "delimiter" | "header" | "sheet"} Name */
/** @typedef {{ value: string | boolean | null, label: string }} Choice */

/** @type {Name[]} */
const NAMES = ["encoding", "delimiter", "header", "sheet"];
/** @type {Record<FilePreview["options"]["kind"], Name[]>} */
const APPLY = { csv: ["encoding", "delimiter", "header"], jsonl: ["encoding"], excel: ["sheet", "header"] };

/**
 * @param {Name} name
 * @param {FilePreview["choices"]} choices
 * @returns {Choice[]}
 */
function choicesOf(name, { encodings, delimiters, sheets }) {
  if (name === "encoding") return encodings;
  if (name === "delimiter") return delimiters;
  if (name === "sheet") return sheets.map((value) => ({ value, label: value }));
  return [true, false].map((value) => ({ value, label: t(`data.header.${value}`) }));
}

/**
 * @param {FilePreview} found
 * @param {(name: Name, value: string | boolean) => void} onchange
 */
export function fileFormat({ options, guessed, choices, count, columns }, onchange) {
  /** @param {Name} name */
  function lines(name) {
    const value = options[name];
    const all = choicesOf(name, choices);
    const known = all.some((choice) => choice.value === value) ? all : [{ value, label: String(value) }, ...all];
    return known.map((choice) => option(JSON.stringify(choice.value), choice.label, choice.value === value));
  }

  /** @param {Name} name */
  function field(name) {
    const applies = APPLY[options.kind].includes(name);
    /** @param {Event & { currentTarget: HTMLSelectElement }} event */
    const choose = (event) => onchange(name, JSON.parse(event.currentTarget.value));
    return html`<div class="pp-form-field" ?hidden=${!applies}>
      <div class="pp-form-label">
        <label for="pp-data-${name}">${t(`data.${name}`)}</label>
        <span class="pp-tag" data-testid="data-${name}-guessed" ?hidden=${!same(guessed[name], options[name])}
          >${t("data.guessed")}</span
        >
      </div>
      <select id="pp-data-${name}" class="pp-input" data-testid="data-${name}" @change=${choose}>
        ${applies ? lines(name) : nothing}
      </select>
    </div>`;
  }

  return html`<div class="pp-readings">
    ${NAMES.map(field)}
    <span class="pp-quiet pp-number" data-testid="data-count"
      >${t("data.count", { count, columns: columns.length })}</span
    >
  </div>`;
}
