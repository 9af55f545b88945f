/* The grid's form: data, templates, verbalizers, and what else may be varied. */
import { fitTo } from "../data/fitting.js";
import { cardOf } from "../data/picker.js";
import { current } from "../jobs/current.js";
import { errorLine, numberBox } from "../jobs/evaluations/fields.js";
import { readoutFields } from "../jobs/evaluations/readouts.js";
import { html, live, nothing } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { page, same } from "../lib/store.js";
import { modelLine } from "../lib/shownmodel.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { dataPart, form, linesFor, promptsOf, put, startGrid, told } from "./form.js";
import { lineList } from "./lines.js";
import { startFoot } from "./parts.js";

/** @typedef {import("../lib/calls.d.ts").Model} Model */

const ID = "pp-grid-form";
const BESIDE = ["data", "template", "verbalizer"];

/**
 * A name with its help, and what stands at its right end.
 * @param {string} key
 * @param {unknown} [side]
 */
const named = (key, side = null) =>
  html`<div class="pp-form-label">
    <span class="pp-part-name">${t(key)}</span>${help(t(key), t(`${key}.help`))}${side}
  </div>`;

/* Play's own prompt as one more line of each list. */
function fromPlay() {
  /** @type {(lines: string[], line: string) => string[]} */
  const add = (lines, line) => (lines.includes(line) ? lines : [...lines.filter((each) => each.trim()), line]);
  const { template, verbalizer } = page.state;
  put({ templates: add(form.value.templates, template), verbalizers: add(form.value.verbalizers, verbalizer) });
}

/** @param {"sample" | "seeds"} name */
function numberField(name) {
  const wrong = told("grid").failure?.fields[name] ?? "";
  const key = `compare.${name}`;
  return html`<div class="pp-form-field">
    <div class="pp-form-label"><label for="pp-compare-${name}">${t(key)}</label>${help(t(key), t(`${key}.help`))}</div>
    ${numberBox({
      id: `compare-${name}`,
      value: form.value[name],
      wrong,
      placeholder: t(`${key}.placeholder`),
      oninput: (text) => put({ [name]: text }),
    })}
    <p class="pp-field-error" ?hidden=${!wrong}>${wrong}</p>
  </div>`;
}

/**
 * @param {{ label: string, testid: string, checked: boolean, onchange: (wanted: boolean) => void }} of
 */
const tick = ({ label, testid, checked, onchange }) =>
  html`<label class="pp-tick">
    <input
      type="checkbox"
      class="pp-check"
      data-testid=${testid}
      .checked=${live(checked)}
      @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
        onchange(currentTarget.checked)}
    />
    <span>${label}</span>
  </label>`;

/**
 * The loaded models, of which several may be compared.
 * @param {Model[]} loaded
 */
function modelTicks(loaded) {
  if (loaded.length < 2) return nothing;
  const chosen = form.value.models.length ? form.value.models : [page.state.model];
  /** @type {(id: string, wanted: boolean) => void} */
  const choose = (id, wanted) => {
    const next = loaded.map((model) => model.id).filter((each) => (each === id ? wanted : chosen.includes(each)));
    put({ models: same(next, [page.state.model]) ? [] : next });
  };
  return html`<div class="pp-wide-field">
    ${named("compare.models")}
    <div class="pp-ticks">
      ${loaded.map(({ id, name }) =>
        tick({
          label: name,
          testid: `compare-model-${id || "bundled"}`,
          checked: chosen.includes(id),
          onchange: (wanted) => choose(id, wanted),
        }),
      )}
    </div>
  </div>`;
}

function trainedTick() {
  const { prompts } = page.state;
  if (!prompts.length) return nothing;
  return html`<div class="pp-wide-field">
    ${tick({
      label: t("compare.trained", { n: prompts.length }),
      testid: "compare-trained",
      checked: form.value.trained,
      onchange: (wanted) => put({ trained: wanted }),
    })}
  </div>`;
}

/* The prompts that go with the set, where the lists hold others; a set of one's own gets Play's in its names. */
function suggestion() {
  const card = cardOf(form.value.data);
  const own = promptsOf(card);
  const { templates, verbalizers } = form.value;
  if (!card || (own && same(own, { templates, verbalizers }))) return nothing;
  const take = async () => put(own ?? linesFor(card, await fitTo(page.state, card.source)));
  return html`<button type="button" class="pp-pill pp-suggestion" data-testid="take-prompts" @click=${take}>
    ${t("compare.take")}
  </button>`;
}

/**
 * Once a page.
 * @param {Model[]} models
 */
export function gridForm(models) {
  const loaded = models.filter((model) => model.loaded);
  const data = dataPart();
  const redraw = () => draw();
  const templates = lineList({
    kind: "template",
    read: () => form.value.templates,
    write: (lines) => put({ templates: lines }),
    draw: redraw,
  });
  const verbalizers = lineList({
    kind: "verbalizer",
    read: () => form.value.verbalizers,
    write: (lines) => put({ verbalizers: lines }),
    draw: redraw,
  });
  const foot = startFoot({ view: "grid", question: startGrid, beside: BESIDE, draw: redraw });
  const play = html`<button type="button" class="pp-link" data-testid="add-play" @click=${fromPlay}>
    ${t("compare.from_play")}
  </button>`;

  const { node, draw } = drawnCard(ID, () => {
    const { outline, failure } = told("grid");
    return html`${cardHead(
        ID,
        t("compare.grid.title"),
        html`${help(t("compare.grid.title"), t("compare.grid.help"))}${modelLine()}`,
      )}
      <form class="pp-form" novalidate @submit=${foot.submit}>
        <div class="pp-data-place">${current.kind === "words" ? nothing : data}</div>
        ${errorLine(failure, BESIDE)} ${suggestion()}
        <div>${named("compare.templates", play)}${templates(outline?.rows ?? [])}</div>
        <div>${named("compare.verbalizers")}${verbalizers(outline?.columns ?? [])}</div>
        <details class="pp-more-options" data-testid="compare-more">
          <summary>${t("compare.more")}</summary>
          <div class="pp-form-grid">
            ${numberField("sample")} ${numberField("seeds")} ${modelTicks(loaded)} ${trainedTick()}
          </div>
          ${readoutFields({ form: "compare", value: form.value, put, wrong: failure?.fields ?? {} })}
        </details>
        ${foot.template()}
      </form>`;
  }, ["compare-form", "compare-outline", "sets", "state", "model", "current"]);
  return node;
}
