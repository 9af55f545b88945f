/* What is to be evaluated: Play's prompt as this tab has it, on which data; and the server's plan. */
import { ask } from "../calls.js";
import { fits, takePrompt, untouched } from "../data/fitting.js";
import { cardOf, loadSets, sets, usualSplit } from "../data/picker.js";
import { announce, on, page, same } from "../store.js";

const KEY = "pp.evaluate";
const PAUSE = 350;

/* `value` is {data, split, sample, seed}; the prompt itself is Play's state. */
export const form = { value: { data: null, split: "dev", sample: null, seed: 1, ...remembered() }, plan: null };

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null; // nothing there, or storage is forbidden
  }
}

function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(form.value));
  } catch {
    // a reload begins with the first set
  }
}

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
  keep();
  announce("form", next);
  plan();
}

/* Everything the server needs. */
export function filled() {
  const { template, verbalizer, model, options, prompts } = page.state;
  return { ...form.value, template, verbalizer, model, options, prompts };
}

let timer = 0;
let sent = 0;

/* Ask what the form would do, a moment after the last change. */
export function plan(pause = PAUSE) {
  clearTimeout(timer);
  if (!form.value.data) return;
  timer = setTimeout(async () => {
    sent += 1;
    const mine = sent;
    try {
      const answer = await ask("evaluate_plan", { form: filled() }, { latest: true });
      if (!answer || mine !== sent) return;
      form.plan = answer;
      announce("plan", answer);
    } catch {
      plan(5000); // the header says that the server is silent
    }
  }, pause);
}
