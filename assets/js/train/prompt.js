/* The prompt to train: its template with soft tokens, its verbalizer, and the model it is for. */
import { on } from "../lib/events.js";
import { html, nothing } from "../lib/lit.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { number } from "../lib/inputs.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/templatetext.js";
import { textbox } from "../lib/textbox.js";
import { form, method, put, rivalNow } from "./form.js";
import { errorLine, failureAt, fieldError, textInput } from "./inputs.js";
import { hasSoft, PLACES, placeOf, withSoft } from "./soft.js";

/** @typedef {import("./soft.js").Place} Place */

const LONGEST = 100; // soft tokens that the template can be given here; the core has its own limit

const tokens = () => {
  const count = form.value.tokens;
  return typeof count === "number" && Number.isInteger(count) ? Math.max(1, Math.min(LONGEST, count)) : 1;
};

/**
 * Another number of soft tokens: where they stand in a place of the template, so many stand there now.
 * @param {string} text
 */
function count(text) {
  const { template } = form.value;
  const standing = method().in_template ? placeOf(template) : null;
  const wanted = number(text);
  const whole = typeof wanted === "number" && Number.isInteger(wanted) && wanted >= 1;
  const moved =
    standing && standing !== "words" && whole ? withSoft(template, standing, Math.min(LONGEST, wanted)) : null;
  put({ tokens: wanted, template: moved ?? template });
}

/* How many soft tokens, and where: deeds on the template's text. */
function softLine() {
  const { template } = form.value;
  const inside = method().in_template;
  const name = inside ? "train.tokens" : `train.tokens.${form.value.method}`;
  const standing = placeOf(template);
  // In the place of words, and where a person wrote the tokens, the template itself says how many.
  const fixed = inside && (standing === "words" || (standing === null && hasSoft(template)));
  const place = segmented({
    id: "pp-soft-place",
    label: t("train.place"),
    value: standing ?? "",
    choices: PLACES.map((value) => ({
      value,
      label: t(`train.place.${value}`),
      disabled: withSoft(template, value, tokens()) === null,
    })),
    onchange: (chosen) => put({ template: withSoft(template, /** @type {Place} */ (chosen), tokens()) ?? template }),
  });
  return html`<div class="pp-soft-line">
    <div class="pp-form-label"><label for="pp-train-tokens">${t(name)}</label>${help(t(name), t(`${name}.help`))}</div>
    ${textInput("tokens", { oninput: count, mode: "numeric", more: "pp-count", disabled: fixed })}
    ${inside ? place : nothing} ${fieldError("tokens")}
  </div>`;
}

/** @param {string} text */
const pieces = (text) =>
  paintTemplate(text).map((run) => html`<span class="pp-run pp-run-${run.kind}">${run.text}</span>`);

/** Where the soft tokens go that nobody has placed yet. */
function softNote() {
  const text = form.outline?.template ?? "";
  const shown = method().in_template && text && !hasSoft(form.value.template);
  return html`<p class="pp-quiet pp-soft-note" data-testid="soft-note" ?hidden=${!shown}>
    <span>${t("train.no_soft")}</span>
    <code class="pp-preview">${pieces(text)}</code>
  </p>`;
}

/* What the trained prompt has to beat. */
function rivalLine() {
  const text = rivalNow();
  return html`<p class="pp-quiet pp-soft-note" data-testid="rival" ?hidden=${!text}>
    <span>${t("train.rival")}</span>
    <code class="pp-preview">${pieces(text)}</code>
  </p>`;
}

/**
 * @param {string} id
 * @param {"template" | "verbalizer"} key
 * @param {unknown} extra
 * @param {unknown} box
 */
const labelled = (id, key, extra, box) =>
  html`<div class="pp-form-field">
    <div class="pp-form-label">
      <label for=${id}>${t(`${key}.title`)}</label>${help(t(`${key}.title`), t(`train.${key}.help`))}${extra}
    </div>
    ${box}${errorLine(key)}
  </div>`;

/** Once a page; the result is a template of it. */
export function promptPart() {
  const template = textbox({
    id: "pp-train-template",
    label: t("template.title"),
    mono: true,
    paint: paintTemplate,
    placeholder: t("template.placeholder"),
    oninput: (/** @type {string} */ text) => put({ template: text }),
  });
  const verbalizer = textbox({
    id: "pp-train-verbalizer",
    label: t("verbalizer.title"),
    mono: true,
    rows: 2,
    placeholder: t("verbalizer.placeholder"),
    oninput: (/** @type {string} */ text) => put({ verbalizer: text }),
  });
  const fill = () => {
    template.set(form.value.template);
    verbalizer.set(form.value.verbalizer);
  };
  on("train-form", fill);
  on("train-outline", () => {
    template.setFault(failureAt("template"));
    verbalizer.setFault(failureAt("verbalizer"));
  });
  fill();

  return () => {
    const { value, of } = form;
    const same = value.template === of.template && value.verbalizer === of.verbalizer;
    const back = html`<button
      type="button"
      class="pp-link"
      data-testid="from-play"
      ?hidden=${same}
      @click=${() => put({ ...of, rival: "" })}
    >
      ${t("train.from_play")}
    </button>`;
    return html`<div class="pp-form-prompt">
      ${labelled("pp-train-template", "template", back, template.box)} ${softLine()} ${softNote()} ${rivalLine()}
      ${labelled("pp-train-verbalizer", "verbalizer", null, verbalizer.box)}
    </div>`;
  };
}
