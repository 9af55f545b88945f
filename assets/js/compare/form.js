/* What is to be compared: the values of both views' forms, kept in this tab, and the server's plan for
   them. The data and the sample belong to both; the prompt whose words are changed is Play's own. */
import { ask } from "../calls.js";
import { fits, takePrompt, untouched } from "../data/fitting.js";
import { cardOf, sets, usualSplit } from "../data/picker.js";
import { announce, on, page, same } from "../store.js";
import { number, numbers } from "../train/inputs.js";

const KEY = "pp.compare";
const PAUSE = 300;
const FIRST = { view: "grid", templates: [], verbalizers: [], models: [], trained: false, data: null, split: "dev", sample: "", seeds: "1" };

export const form = { value: null, plan: null };

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
    // only a reload forgets it
  }
}

/* Where nobody has touched Play, its prompt must not stand in the way of a first click. */
function suit() {
  const card = cardOf(form.value.data);
  if (form.value.view === "words" && card?.prompts && untouched() && !fits(card)) takePrompt(card);
}

export function put(patch) {
  const next = { ...form.value, ...patch };
  if (same(next, form.value)) return;
  form.value = next;
  keep();
  announce("compare-form", next);
  suit();
  plan();
}

/* The lines of a data set's own prompts. */
export const promptsOf = (card) => (card?.prompts ? { templates: card.prompts.templates, verbalizers: card.prompts.verbalizers } : {});

/* The set whose labels Play's prompt has, else the first that brings prompts along. */
function fitting() {
  return sets.list.find((card) => card.prompts && fits(card)) ?? sets.list.find((card) => card.prompts) ?? sets.list[0];
}

/* A first visit finds a filled form: one click gives a grid. */
function fillFirst() {
  if (!sets.list?.length || (form.value.data && cardOf(form.value.data))) return;
  const card = fitting();
  put({ data: card.source, split: usualSplit(card), ...(form.value.templates.length ? {} : promptsOf(card)) });
}

export function beginForm() {
  form.value = { ...FIRST, ...remembered() };
  on("sets", () => (fillFirst(), suit()));
  on("state", () => plan());
  fillFirst();
  plan(0);
}

const filledIn = (lines) => lines.filter((line) => line.trim());
const sampled = ({ sample, seeds }) => {
  const rows = String(sample).trim() === "" ? null : number(String(sample));
  // Without a sample every seed would draw the same rows.
  return { sample: rows, seeds: rows === null ? [1] : numbers(seeds) };
};

/* Everything the server needs for one view. */
export function filled(view, more = {}) {
  const { templates, verbalizers, models, trained, data, split } = form.value;
  const { template, verbalizer, model, options, prompts } = page.state;
  const { sample, seeds } = sampled(form.value);
  const both = { data, split, sample, options, ...more };
  if (view === "words") return { template, verbalizer, model, prompts, seed: seeds[0] ?? 1, ...both };
  return { templates: filledIn(templates), verbalizers: filledIn(verbalizers), models: models.length ? models : [model], prompts: trained ? prompts : [], seeds, ...both };
}

let timer = 0;
let sent = 0;

/* Ask what would be measured, a moment after the last change. */
export function plan(pause = PAUSE) {
  clearTimeout(timer);
  if (!form.value.data) return;
  timer = setTimeout(async () => {
    sent += 1;
    const mine = sent;
    const { view } = form.value;
    try {
      const answer = await ask(`${view}_plan`, { form: filled(view) }, { latest: true });
      if (!answer || mine !== sent) return;
      form.plan = { ...answer, view };
      announce("compare-plan", form.plan);
    } catch {
      plan(5000); // the header says that the server is silent
    }
  }, pause);
}
