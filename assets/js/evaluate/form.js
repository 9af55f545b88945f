/* What is to be evaluated: Play's prompt as this tab has it, on which data; and the server's word on it. */
import { fits, fitTo, takeIntoPlay, untouched } from "../data/fitting.js";
import { cardOf, loadSets, sets, usualSplit } from "../data/picker.js";
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";
import { fromLink, linked } from "../lib/linked.js";
import { planner } from "../lib/planner.js";
import { recall, remember } from "../lib/storage.js";
import { page, same } from "../lib/store.js";

/** @typedef {import("../lib/calls.d.ts").EvaluateForm} EvaluateForm */
/** @typedef {import("../lib/calls.d.ts").Outlined} Outlined */
/** @typedef {import("../lib/calls.d.ts").Failure} Failure */
/** @typedef {Pick<EvaluateForm, "data" | "split" | "sample" | "seed" | "learn" | "wordings"> & { batch_from: string }} Values the prompt itself is Play's state */

const KEY = "pp.evaluate";
const PATIENCE = 60_000; // ms; a large set is read at the start

/** Rows that other wordings are read on, as many as may be. */
export const WORDING_ROWS = 100;

/** @type {Values} */
const FIRST = {
  data: null,
  split: "dev",
  sample: null,
  seed: 1,
  learn: 0,
  batch_from: "train",
  wordings: WORDING_ROWS,
};
const given = fromLink("evaluate", FIRST);

/** Of the server's word, `outline` or `failure` is null. */
export const form = {
  value: /** @type {Values} */ ({ ...FIRST, ...(given ?? recall(KEY)) }),
  outline: /** @type {Outlined | null} */ (null),
  failure: /** @type {Failure | null} */ (null),
};

let chosen = false;

/* Begin with the set of last time while it fits Play's prompt, else with the one that goes with it. Where nobody has
   touched Play, its prompt takes that set's names; what a person wrote waits for a click. */
async function begin() {
  if (chosen || !sets.list?.length) return;
  chosen = true;
  const kept = cardOf(form.value.data);
  if (kept && (given?.data || fits(kept))) return;
  const before = form.value.data;
  const fit = await fitTo(page.state, null);
  if (!same(form.value.data, before)) return; // somebody was quicker
  const mine = kept && fit?.how !== "same" && !untouched();
  const card = mine ? kept : (cardOf(fit?.source) ?? sets.list[0]);
  if (fit?.template && fit.verbalizer && fit.how !== "same" && untouched())
    takeIntoPlay({ template: fit.template, verbalizer: fit.verbalizer }, fit.how === "own");
  if (!mine) put({ data: card.source, split: usualSplit(card) });
}

export function beginForm() {
  if (given) remember(KEY, form.value);
  linked("evaluate", () => form.value);
  on("state", () => outline());
  on("sets", begin);
  if (sets.list) begin();
  else loadSets();
  outline(0);
}

/** @param {Partial<Values>} patch */
export function put(patch) {
  const next = { ...form.value, ...patch };
  if (same(next, form.value)) return;
  form.value = next;
  remember(KEY, next);
  announce("evaluate-form");
  outline();
}

/**
 * Everything the server needs.
 * @returns {EvaluateForm}
 */
function filled() {
  const { template, verbalizer, model, options, prompts } = page.state;
  return {
    ...form.value,
    template,
    verbalizer,
    model,
    prompts,
    options: /** @type {EvaluateForm["options"]} */ (options),
  };
}

/** Queue what the form holds. */
export const start = () => ask("evaluate_start", filled(), { patience: PATIENCE });

/** Ask what an evaluation would be. */
export const outline = planner(
  () => (form.value.data ? /** @type {const} */ (["evaluate_outline", filled()]) : null),
  (answer) => {
    form.outline = answer.error ? null : answer;
    form.failure = answer.error;
    announce("evaluate-outline");
  },
);
