/* What is to be evaluated: Play's prompt as this tab has it, on which data; and the server's plan. */
import { ask } from "../calls.js";
import { loadSets, sets, usualSplit } from "../data/picker.js";
import { announce, on, page, same } from "../store.js";
import { labels } from "../train/form.js";

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

const sorted = (names) => [...names].sort();

/* The set whose labels the verbalizer has, else the first of the reader's language. */
function fitting(list) {
  const its = sorted(labels(page.state.verbalizer));
  return list.find((card) => same(sorted(card.labels), its)) ?? list.find((card) => !card.mine) ?? list[0];
}

function begin() {
  if (form.value.data || !sets.list?.length) return;
  const card = fitting(sets.list);
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
