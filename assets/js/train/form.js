/* What is to be trained: the form's values, kept in this tab, and the server's word on them. */
import { fillable, fitTo, untouched } from "../data/fitting.js";
import { cardOf } from "../data/sets.js";
import { fromLink, linked } from "../lib/linked.js";
import { planner } from "../lib/planner.js";
import { announce, on } from "../lib/events.js";
import { page, same } from "../lib/store.js";
import { recall, remember } from "../lib/storage.js";

/** @typedef {import("../lib/calls.d.ts").TrainForm} TrainForm */
/** @typedef {import("../lib/calls.d.ts").TrainSetup} TrainSetup */
/** @typedef {import("../lib/calls.d.ts").TrainOutline} TrainOutline */
/** @typedef {import("../lib/calls.d.ts").Method} Method */
/** @typedef {import("../lib/calls.d.ts").Ledger} Ledger */
/** @typedef {import("../lib/calls.d.ts").Failure} Failure */
/** @typedef {Omit<TrainForm, "model" | "aggregation">} Values what is chosen here; the model is chosen in Play */

const KEY = "pp.train";

/**
 * `of` is the prompt that Play has; `begun`: what stands in the form is what the page begins with, or what somebody wrote;
 * `told`: what was changed in Play's prompt for the set, while it stands as it was changed.
 * Of the server's word `outline` or `failure` is null; `ledger` is the last good one.
 */
export const form = {
  setup: /** @type {TrainSetup} */ (/** @type {unknown} */ (null)), // until `beginForm`
  value: /** @type {Values} */ (/** @type {unknown} */ (null)),
  of: { template: "", verbalizer: "" },
  begun: false,
  told: { message: "", of: { template: "", verbalizer: "" } },
  outline: /** @type {TrainOutline | null} */ (null),
  ledger: /** @type {Ledger | null} */ (null),
  failure: /** @type {Failure | null} */ (null),
};

/** The method that is chosen. */
export const method = () =>
  form.setup.methods.find(({ name }) => name === form.value.method) ?? /** @type {Method} */ (form.setup.methods.at(0));

/** @returns {Values} */
const first = () => ({
  .../** @type {Method} */ (form.setup.methods.at(0)).defaults,
  ...form.of,
  rival: "",
  data: { demo: form.setup.first.id },
});

/* A first visitor sees a training that learns; who comes with a prompt finds it with the set that goes with it, in that
   set's names, and beside it what it has to beat. */
async function fitting() {
  const { id, template, verbalizer, rival } = form.setup.first;
  if (untouched()) return { template, verbalizer, rival, data: { demo: id } };
  const fit = await fitTo(form.of, null);
  if (!fit?.template || !fit.verbalizer) return form.of;
  const prompt = { template: fit.template, verbalizer: fit.verbalizer };
  form.told = { message: fit.message, of: prompt };
  return { ...prompt, rival: fit.template, data: fit.source };
}

/**
 * What this tab remembers, as far as the form still has a place for it.
 * @param {Partial<Values>} kept
 */
const known = (kept) => Object.fromEntries(Object.entries(kept).filter(([name]) => name in form.value));

/* Whoever was quicker than the server keeps what was written. */
async function begin() {
  if (form.begun) return;
  const before = form.value;
  const first = await fitting();
  form.begun = true;
  if (same(form.value, before)) put(first);
  outline(0);
}

/**
 * Begin with Play's prompt, or with what was written here for this very prompt before.
 * @param {TrainSetup} setup
 */
export function beginForm(setup) {
  const kept = recall(KEY);
  form.setup = setup;
  form.of = { template: page.state.template, verbalizer: page.state.verbalizer };
  form.value = first();
  form.value = { ...form.value, ...known(kept?.form ?? {}) };
  form.begun = Boolean(kept) && same(kept.of, form.of);
  if (!form.begun) Object.assign(form.value, form.of);
  const given = fromLink("train", first());
  if (given) {
    Object.assign(form, { value: { ...first(), ...given }, begun: true });
    remember(KEY, { form: form.value, of: form.of });
  }
  linked("train", () => form.value);
  begin();
  for (const name of /** @type {const} */ (["state", "sets"]))
    on(name, () => {
      if (!same(filled(), asked)) outline();
    });
  outline(0);
}

/** @param {Partial<Values>} patch */
export function put(patch) {
  const next = { ...form.value, ...patch };
  if (same(next, form.value)) return;
  form.value = next;
  remember(KEY, { form: next, of: form.of });
  announce("train-form");
  outline();
}

/**
 * Everything the server needs: the form, and what was chosen in Play.
 * @returns {TrainForm}
 */
export function filled() {
  const { model, options } = page.state;
  return { ...form.value, rival: rivalNow(), model, aggregation: options.aggregation };
}

/** The hand-written template to beat: none where the set in sight has no text for it. */
export function rivalNow() {
  const { data, rival = "" } = form.value;
  const card = cardOf(data);
  return card && !fillable(card, rival) ? "" : rival;
}

/** @type {TrainForm | null} */
let asked = null;

/** Ask what a training would be. */
export const outline = planner(
  () => {
    if (!form.begun) return null;
    asked = filled();
    return /** @type {const} */ (["train_outline", asked]);
  },
  (answer) => {
    form.outline = answer.error ? null : answer;
    form.failure = answer.error;
    form.ledger = form.outline?.ledger ?? form.ledger;
    announce("train-outline");
  },
);
