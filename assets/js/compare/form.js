/* What is to be compared: the values of both views' forms, kept in this tab, and the server's plan for
   them. The data and the sample belong to both; the prompt whose words are changed is Play's own. */
import { fits, takePrompt, untouched } from "../data/fitting.js";
import { cardOf, sets, usualSplit } from "../data/picker.js";
import { current } from "../jobs/current.js";
import { planner } from "../lib/planner.js";
import { announce, on } from "../lib/events.js";
import { page, same } from "../lib/store.js";
import { recall, remember } from "../lib/storage.js";
import { number, numbers } from "../train/inputs.js";

const KEY = "pp.compare";
const FIRST = {
  templates: [],
  verbalizers: [],
  models: [],
  trained: false,
  data: null,
  split: "dev",
  sample: "",
  seeds: "1",
};

export const form = { value: null, plan: null };

/* Where nobody has touched Play, its prompt must not stand in the way of a first click. */
function suit() {
  const card = cardOf(form.value.data);
  if (current.kind === "words" && card?.prompts && untouched() && !fits(card)) takePrompt(card);
}

export function put(patch) {
  const next = { ...form.value, ...patch };
  if (same(next, form.value)) return;
  form.value = next;
  remember(KEY, next);
  announce("compare-form", next);
  suit();
  plan();
}

/* The lines of a data set's own prompts. */
export const promptsOf = (card) =>
  card?.prompts ? { templates: card.prompts.templates, verbalizers: card.prompts.verbalizers } : {};

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
  form.value = { ...FIRST, ...recall(KEY) };
  on("sets", () => (fillFirst(), suit()));
  on("state", () => plan());
  let view = current.kind;
  on("current", ({ kind }) => {
    if (kind === view) return;
    view = kind;
    suit();
    plan();
  });
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
  return {
    templates: filledIn(templates),
    verbalizers: filledIn(verbalizers),
    models: models.length ? models : [model],
    prompts: trained ? prompts : [],
    seeds,
    ...both,
  };
}

export const plan = planner(
  () => (form.value.data ? [`${current.kind}_plan`, { form: filled(current.kind) }] : null),
  (answer, call) => {
    form.plan = { ...answer, view: call.replace("_plan", "") };
    announce("compare-plan", form.plan);
  },
);
