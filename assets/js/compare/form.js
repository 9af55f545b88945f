/* What is to be compared: the values of both kinds' forms, kept in this tab, and the server's word on them. The data and
   the sample belong to both; the prompt whose words are changed is Play's own. */
import { fillable, fits, fitTo, takeIntoPlay, untouched } from "../data/fitting.js";
import { cardOf, dataField, sets, usualSplit } from "../data/picker.js";
import { current } from "../jobs/current.js";
import { number, numbers } from "../lib/inputs.js";
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";
import { fromLink, linked } from "../lib/linked.js";
import { planner } from "../lib/planner.js";
import { recall, remember } from "../lib/storage.js";
import { page, same } from "../lib/store.js";

/** @typedef {import("../lib/calls.d.ts").GridForm} GridForm */
/** @typedef {import("../lib/calls.d.ts").WordsForm} WordsForm */
/** @typedef {import("../lib/calls.d.ts").GridOutlined} GridOutlined */
/** @typedef {import("../lib/calls.d.ts").Failure} Failure */
/** @typedef {"grid" | "words"} View the kinds of this page */
/**
 * `models` is empty while the model is Play's, `trained` whether Play's trained prompts count; what a person typed as
 * numbers stays text.
 * @typedef {Pick<GridForm, "templates" | "verbalizers" | "models" | "data" | "split">
 *   & { trained: boolean, sample: string, seeds: string, learn: GridForm["learn"], batch_from: string }} Values
 */

const KEY = "pp.compare";
const PATIENCE = 60_000; // ms; a large set is read at the start
const MOST = 8; // lines of each list that a page fills in by itself
/** @type {Values} */
const FIRST = {
  templates: [],
  verbalizers: [],
  models: [],
  trained: false,
  data: null,
  split: "dev",
  sample: "",
  seeds: "1",
  learn: 0,
  batch_from: "train",
};

/** The server's last word is about the form of `view`: of `outline` and `failure` one is null. */
export const form = {
  value: FIRST,
  view: /** @type {View} */ ("grid"),
  outline: /** @type {GridOutlined | null} */ (null),
  failure: /** @type {Failure | null} */ (null),
};

/** @returns {View} the form in sight */
const viewNow = () => (current.kind === "words" ? "words" : "grid");

/**
 * The server's word on the form of a view, where it is about this one.
 * @param {View} view
 * @returns {{ outline: GridOutlined | null, failure: Failure | null }}
 */
export const told = (view) => (form.view === view ? form : { outline: null, failure: null });

/* Where nobody has touched Play, its prompt must not stand in the way of a first click. */
function suit() {
  const card = cardOf(form.value.data);
  if (viewNow() !== "words" || !card?.prompts || !untouched() || fits(card)) return;
  takeIntoPlay({ template: card.prompts.templates[0], verbalizer: card.prompts.verbalizers[0] }, true);
}

/** @param {Partial<Values>} patch */
export function put(patch) {
  const next = { ...form.value, ...patch };
  if (same(next, form.value)) return;
  form.value = next;
  remember(KEY, next);
  announce("compare-form");
  suit();
  outline();
}

/**
 * The lines of a data set's own prompts; nothing where it has none.
 * @param {any} card
 * @returns {Pick<Values, "templates" | "verbalizers"> | null}
 */
export const promptsOf = (card) =>
  card?.prompts ? { templates: card.prompts.templates, verbalizers: card.prompts.verbalizers } : null;

let filling = false;

/* A first visit finds a filled form: one click gives a grid of what the person was doing, on the set that goes with it,
   beside that set's own prompts. */
async function fillFirst() {
  if (filling || !sets.list?.length || (form.value.data && cardOf(form.value.data))) return;
  filling = true;
  const fit = await fitTo(page.state, null);
  filling = false;
  const card = cardOf(fit?.source) ?? sets.list[0];
  put({ data: card.source, split: usualSplit(card), ...(form.value.templates.length ? {} : linesFor(card, fit)) });
}

/**
 * The lines of a grid to begin with: the person's prompt in the set's names, then the set's own. A set that brings none
 * gets plain ways to ask.
 * @param {import("../data/sets.js").DataCard} card
 * @param {import("../lib/calls.d.ts").DataFit | null} fit
 * @returns {Pick<Values, "templates" | "verbalizers">}
 */
export function linesFor(card, fit) {
  const own = promptsOf(card) ?? { templates: plainTemplates(card), verbalizers: [] };
  const { template, verbalizer, how } = fit ?? {};
  const mine = template && fillable(card, template) && !(how === "same" && untouched());
  const templates = mine ? [template, ...own.templates] : own.templates;
  const verbalizers =
    verbalizer && (mine || !own.verbalizers.length) ? [verbalizer, ...own.verbalizers] : own.verbalizers;
  return { templates: [...new Set(templates)].slice(0, MOST), verbalizers: [...new Set(verbalizers)].slice(0, MOST) };
}

/**
 * Ways to ask that say nothing of what is asked.
 * @param {import("../data/sets.js").DataCard} card
 */
function plainTemplates({ slots }) {
  const text = slots.map((slot) => `{${slot}}`).join(" ");
  return [`${text} [MASK].`, `[MASK]: ${text}`];
}

const data = { node: /** @type {HTMLElement | null} */ (null) };

/** What both forms begin with: the one field for the data, which stands in the form in sight. */
export function dataPart() {
  data.node ??= begin();
  return data.node;
}

function begin() {
  const given = fromLink("compare", FIRST);
  form.value = { ...FIRST, ...(given ?? recall(KEY)) };
  if (given) remember(KEY, form.value);
  linked("compare", () => form.value);
  const field = dataField({
    value: () => form.value.data,
    choose: (source) => put({ data: source }),
    split: () => form.value.split,
    chooseSplit: (split) => put({ split }),
  });
  on("compare-form", field.fill);
  on("sets", () => {
    fillFirst();
    suit();
  });
  on("state", () => outline());
  let view = viewNow();
  on("current", () => {
    if (view === viewNow()) return;
    view = viewNow();
    suit();
    outline();
  });
  fillFirst();
  outline(0);
  return field.node;
}

/** @param {string[]} lines */
const filledIn = (lines) => lines.filter((line) => line.trim());

/** How many rows to draw, and which draws; without a sample every seed would draw the same rows. */
function sampled() {
  const { sample, seeds } = form.value;
  const rows = sample.trim() === "" ? null : number(sample);
  return { sample: rows, seeds: rows === null ? [1] : numbers(seeds) };
}

/** What both forms have. */
function rows() {
  const { data: source, split } = form.value;
  return { data: source, split, options: /** @type {GridForm["options"]} */ (page.state.options) };
}

/** @returns {GridForm} */
function filledGrid() {
  const { templates, verbalizers, models, trained, learn, batch_from } = form.value;
  const { model, prompts } = page.state;
  return {
    ...rows(),
    ...sampled(),
    templates: filledIn(templates),
    verbalizers: filledIn(verbalizers),
    models: models.length ? models : [model],
    prompts: trained ? prompts : [],
    learn,
    batch_from,
  };
}

/**
 * @param {Partial<WordsForm>} [more]
 * @returns {WordsForm}
 */
function filledWords(more = {}) {
  const { template, verbalizer, model, prompts } = page.state;
  const { sample, seeds } = sampled();
  return { ...rows(), sample, seed: seeds[0] ?? 1, template, verbalizer, model, prompts, ...more };
}

/** Queue a grid of what the form holds. */
export const startGrid = () => ask("grid_start", filledGrid(), { patience: PATIENCE });

/**
 * Queue Play's template word by word.
 * @param {Partial<WordsForm>} [more] what is to be otherwise
 */
export const startWords = (more = {}) => ask("words_start", filledWords(more), { patience: PATIENCE });

/** Ask what the form in sight would make. */
export const outline = planner(
  () => {
    if (!form.value.data) return null;
    if (viewNow() === "grid") return /** @type {const} */ (["grid_outline", filledGrid()]);
    return /** @type {const} */ (["words_outline", filledWords()]);
  },
  (answer, call) => {
    form.view = call === "grid_outline" ? "grid" : "words";
    form.outline = answer.error ? null : answer;
    form.failure = answer.error;
    announce("compare-outline");
  },
);
