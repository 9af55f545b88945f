/* The card of a search's form: the prompt, the data, the options, the button and what it will cost. */
import { dataField } from "../data/picker.js";
import { suggestion } from "../data/suggestion.js";
import { errorLine } from "../jobs/evaluations/fields.js";
import { foot, starter } from "../jobs/evaluations/foot.js";
import { on } from "../lib/events.js";
import { count, duration } from "../lib/format.js";
import { number, valueUnlessFocused } from "../lib/inputs.js";
import { createRef, html, nothing, ref } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { modelLine } from "../lib/shownmodel.js";
import { same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/templatetext.js";
import { textbox } from "../lib/textbox.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { foldedOptions, frontOptions, optionField } from "./options.js";
import { triggersIn, withTriggers } from "./placing.js";

/** @typedef {import("./form.js").Form} Form */

const BESIDE = ["template", "verbalizer", "data"];
const MOST_TRIGGERS = 20; // that the box for them takes; in the template there may be as many as the core allows

/** @param {string} text */
const pieces = (text) =>
  paintTemplate(text).map((run) => html`<span class="pp-run pp-run-${run.kind}">${run.text}</span>`);

/** @param {Form} form */
function boxes(form) {
  /** @type {(name: "template" | "verbalizer", how: object) => ReturnType<typeof textbox>} */
  const box = (name, how) =>
    textbox({
      id: `pp-${form.wanted}-${name}`,
      label: t(`${name}.title`),
      mono: true,
      placeholder: t(`${name}.placeholder`),
      oninput: (text) => form.put({ [name]: text }),
      ...how,
    });
  const made = { template: box("template", { paint: paintTemplate }), verbalizer: box("verbalizer", { rows: 2 }) };
  const names = /** @type {const} */ (["template", "verbalizer"]);
  const fill = () => names.forEach((name) => made[name].set(form.value[name]));
  on("search-form", fill);
  on("search-outline", () =>
    names.forEach((name) => made[name].setFault(form.failure?.target === name ? form.failure : null)),
  );
  fill();
  return made;
}

/**
 * How many words are searched for: a deed on the template's text.
 * @param {Form} form
 */
function triggerLine(form) {
  const id = "pp-trigger-count";
  /** @param {string} text */
  function set(text) {
    const wanted = number(text);
    const whole = typeof wanted === "number" && Number.isInteger(wanted) && wanted >= 1;
    if (whole) form.put({ template: withTriggers(form.value.template, Math.min(MOST_TRIGGERS, wanted)) });
  }
  const { outline } = form;
  return html`<div class="pp-soft-line">
      <div class="pp-form-label"><label for=${id}>${t("search.triggers.count")}</label></div>
      <input
        type="text"
        id=${id}
        class="pp-input pp-number pp-count"
        inputmode="numeric"
        autocomplete="off"
        data-testid=${id}
        ${valueUnlessFocused(String(triggersIn(form.value.template)))}
        @input=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
          set(currentTarget.value)}
      />
      <span class="pp-quiet">${t("search.triggers.where")}</span>
    </div>
    <p class="pp-quiet pp-soft-note" data-testid="search-rival" ?hidden=${!outline}>
      <span>${t("train.rival")}</span> <code class="pp-preview">${pieces(outline?.hand_written ?? "")}</code>
    </p>`;
}

/** @param {Form} form */
function cost(form) {
  const { outline } = form;
  if (!outline) return "";
  const { train, dev, test } = outline;
  return `${duration(outline.seconds)} · ${t("search.cost", { sequences: count(outline.sequences) })} · ${t(
    test ? "search.rows" : "search.rows.untested",
    { train, dev, test },
  )}`;
}

/**
 * Once a kind.
 * @param {Form} form
 */
export function formCard(form) {
  const { wanted } = form;
  const ID = `pp-${wanted}-form`;
  const box = boxes(form);
  const folded = /** @type {import("../lib/vendor/lit-html/directives/ref.js").Ref<HTMLDetailsElement>} */ (
    createRef()
  );
  const data = dataField({
    value: () => form.value.data,
    choose: (source) => form.put({ data: source }),
    verbalizer: () => form.value.verbalizer,
  });
  const fit = suggestion({
    source: () => form.value.data,
    testid: `${wanted}-prompt`,
    draw: () => draw(),
    prompt: () => form.value,
    take: form.take,
  });
  const starting = starter({
    kind: wanted.replace("_", "-"),
    question: form.start,
    draw: () => draw(),
    done(failure) {
      // What is wrong with a text is the outline's to say, beside it.
      if (failure && BESIDE.includes(failure.target)) form.plan(0);
      if (!failure) document.getElementById(`pp-${wanted}-card`)?.scrollIntoView({ block: "nearest" });
    },
  });

  /** @param {"template" | "verbalizer"} name */
  const labelled = (name, extra = /** @type {unknown} */ (nothing)) =>
    html`<div class="pp-form-field">
      <div class="pp-form-label">
        <label for="pp-${wanted}-${name}">${t(`${name}.title`)}</label
        >${help(t(`${name}.title`), t(`search.${wanted}.${name}.help`))}${extra}
      </div>
      ${box[name].box}${errorLine(form.failure, [name])}
    </div>`;

  const { node, draw } = drawnCard(ID, () => {
    const { value, of } = form;
    const back = html`<button
      type="button"
      class="pp-link"
      data-testid="from-play"
      ?hidden=${same({ template: value.template, verbalizer: value.verbalizer }, of)}
      @click=${form.again}
    >
      ${t("train.from_play")}
    </button>`;
    return html`${cardHead(ID, t(`search.${wanted}.title`), modelLine())}
      <form class="pp-form" novalidate @submit=${starting.submit}>
        <p class="pp-quiet">${t(`search.${wanted}.lead`)}</p>
        <div class="pp-form-prompt">
          ${labelled("template", back)} ${wanted === "triggers" ? triggerLine(form) : nothing} ${labelled("verbalizer")}
        </div>
        <div class="pp-wide-field">${data.node}${errorLine(form.failure, ["data"])}${fit.template()}</div>
        <div class="pp-form-grid">${frontOptions(form).map((option) => optionField(form, option))}</div>
        <details class="pp-more-options" data-testid="search-more" ${ref(folded)}>
          <summary>${t("train.more")}</summary>
          <div class="pp-form-grid">${foldedOptions(form).map((option) => optionField(form, option))}</div>
        </details>
        ${foot({
          ids: { notes: `${wanted}-notes`, button: `${wanted}-start`, cost: `${wanted}-cost` },
          notes: form.outline?.notes ?? [],
          failure: starting.failure ?? form.failure,
          beside: BESIDE,
          busy: starting.busy,
          label: t("search.start"),
          cost: cost(form),
        })}
      </form>`;
  }, ["search-form", "search-outline", "model", "sets"]);
  for (const name of /** @type {const} */ (["search-form", "sets"])) on(name, () => data.fill());
  on("search-form", () => {
    starting.failure = null;
  });
  on("search-outline", () => {
    // What is wrong must be in sight.
    if (folded.value && foldedOptions(form).some(({ name }) => form.failure?.fields[name])) folded.value.open = true;
  });
  return node;
}
