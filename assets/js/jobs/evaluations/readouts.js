/* How an evaluation reads the mask besides plainly: a learnt verbalizer, and the rows of batch calibration. */
import { number } from "../../lib/inputs.js";
import { html, live, nothing } from "../../lib/lit.js";
import { segmented } from "../../lib/parts.js";
import { page } from "../../lib/store.js";
import { t } from "../../lib/strings.js";
import { named, numberBox } from "./fields.js";

const USUAL = 16; // training rows a class that a verbalizer learns from at first
const FROM = ["train", "evaluated"];

/** @typedef {{ learn?: import("../../lib/calls.d.ts").EvaluateForm["learn"], batch_from: string }} Readouts */

/**
 * @param {string} form whose fields they are: the beginning of their ids
 * @param {Readouts} value
 * @param {(patch: Partial<Readouts>) => void} put
 * @param {Record<string, string>} wrong what the server says of each field
 */
function learnField(form, { learn }, put, wrong) {
  const wanted = learn !== undefined && learn !== 0;
  return html`<div class="pp-inline-field">
    <label class="pp-tick">
      <input
        type="checkbox"
        class="pp-check"
        data-testid="${form}-learnt"
        .checked=${live(wanted)}
        @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
          put({ learn: currentTarget.checked ? USUAL : 0 })}
      />
      <span>${t("readout.learn")}</span>
    </label>
    <span class="pp-sample" ?hidden=${!wanted}>
      ${numberBox({
        id: `${form}-learn`,
        classes: "pp-count",
        label: t("readout.learn.count"),
        value: String(learn ?? ""),
        wrong: wrong.learn,
        oninput: (text) => put({ learn: number(text) }),
      })}<label for="pp-${form}-learn">${t("readout.learn.count")}</label>
    </span>
    <p class="pp-quiet pp-readout-line">${t("readout.learn.line")}</p>
    <p class="pp-field-error" ?hidden=${!wrong.learn}>${wrong.learn ?? ""}</p>
  </div>`;
}

/**
 * @param {string} form
 * @param {Readouts} value
 * @param {(patch: Partial<Readouts>) => void} put
 */
function batchField(form, { batch_from: from }, put) {
  const { calibration, batch_rows: own = [] } = page.state.options;
  if (calibration !== "batch") return nothing;
  const line = html`<p class="pp-quiet pp-readout-line">
    ${t(own.length ? "readout.batch.own" : "readout.batch.line")}
  </p>`;
  if (own.length) return html`<div class="pp-inline-field">${line}</div>`;
  return html`<div class="pp-inline-field">
    <span class="pp-form-label">${named(t("readout.batch"), t("readout.batch.help"))}</span>
    ${segmented({
      id: `pp-${form}-batch`,
      label: t("readout.batch"),
      value: from,
      choices: FROM.map((value) => ({ value, label: t(`readout.batch.${value}`) })),
      onchange: (value) => put({ batch_from: value }),
    })}
    ${line}
  </div>`;
}

/**
 * The fields of a form's readouts.
 * @param {{ form: string, value: Readouts, put: (patch: Partial<Readouts>) => void, wrong: Record<string, string> }} of
 *   `wrong`: what the server says of each field
 */
export const readoutFields = ({ form, value, put, wrong }) =>
  html`${batchField(form, value, put)} ${learnField(form, value, put, wrong)}`;
