/* What is to be evaluated: Play's prompt as this tab has it, on which data; and the server's plan. */
import { fits, takePrompt, untouched } from "../data/fitting.js";
import { cardOf, loadSets, sets, usualSplit } from "../data/picker.js";
import { planner } from "../lib/planner.js";
import { announce, on } from "../lib/events.js";
import { page, same } from "../lib/store.js";
import { recall, remember } from "../lib/storage.js";

const KEY = "pp.evaluate";

/* `value` is {data, split, sample, seed}; the prompt itself is Play's state. */
export const form = { value: { data: null, split: "dev", sample: null, seed: 1, ...recall(KEY) }, plan: null };

let chosen = false;

/* Begin with the set of last time, or one that has the labels of Play's prompt. Where none has, and
   nobody has touched Play, with the first set and its own prompt. */
function begin() {
  if (chosen || !sets.list?.length) return;
  chosen = true;
  const kept = cardOf(form.value.data);
  if (kept && (!untouched() || fits(kept))) return;
  const fitting = sets.list.find((each) => fits(each));
  const card = fitting ?? sets.list.find((each) => !each.mine) ?? sets.list[0];
  if (!fitting && untouched() && card.prompts) takePrompt(card);
  put({ data: card.source, split: usualSplit(card) });
}

export function beginForm() {
  on("state", () => plan());
  on("sets", begin);
  if (sets.list) begin();
  else loadSets();
  plan(0);
}

export function put(patch) {
  const next = { ...form.value, ...patch };
  if (same(next, form.value)) return;
  form.value = next;
  remember(KEY, next);
  announce("form", next);
  plan();
}

/* Everything the server needs. */
export function filled() {
  const { template, verbalizer, model, options, prompts } = page.state;
  return { ...form.value, template, verbalizer, model, options, prompts };
}

export const plan = planner(
  () => (form.value.data ? ["evaluate_plan", { form: filled() }] : null),
  (answer) => {
    form.plan = answer;
    announce("plan", answer);
  },
);
