/* The run in sight of each view: which one, what the server says of it, in which reading. Asks while it
   runs; draws nothing. */
import { ask } from "../lib/api.js";
import { active } from "../jobs/trainings.js";
import { edition, failedRuns, putRun, refreshRuns, rowOf, startList, tellOthers } from "../jobs/list.js";
import { announce, on } from "../lib/events.js";
import { recall, remember } from "../lib/storage.js";
import { form, put } from "./form.js";

const KEY = "pp.run.compare.";
const OTHERS = 4; // every so many rounds the whole list is asked for

/* `data` is null until the answer comes; `reading` is the one that was chosen, null leaves it to the run. */
const fresh = (id = null) => ({ id, data: null, reading: null });
const sights = { grid: fresh(), words: fresh() };

export const runOf = (view) => sights[view];
export const idNow = () => sights[form.value.view].id;

async function watch(view) {
  const { id, reading } = sights[view];
  if (!id) return;
  const known = edition();
  try {
    const answer = await ask(`${view}_watch`, { job: id, reading }, { latest: true });
    const sight = sights[view];
    if (!answer || sight.id !== id || sight.reading !== reading) return;
    sight.data = answer.error ? { ...sight.data, error: answer.error } : answer;
    announce("run", sight);
    if (answer.row && known === edition()) putRun(id, answer.row);
  } catch {
    failedRuns();
  }
}

export function read(view, reading) {
  sights[view].reading = reading;
  watch(view);
}

/* Look at a run in a view; null looks at none. */
export function look(view, id) {
  sights[view] = fresh(id);
  remember(KEY + view, id);
  announce("run", sights[view]);
  return watch(view);
}

/* A run that was clicked in the list brings its view along. */
export function choose(id) {
  const view = rowOf(id)?.view ?? form.value.view;
  put({ view });
  look(view, id);
}

/* A run that was just started: it comes into sight, and the other tabs hear of it. */
export function begun(view, id) {
  look(view, id);
  tellOthers();
  return refreshRuns();
}

/* One that runs, or the newest, comes into sight where nothing else is. */
function lookSomewhere({ rows }) {
  for (const view of rows ? Object.keys(sights) : []) {
    const { id, data } = sights[view];
    const row = rowOf(id);
    if (row && data?.row && row.state !== data.row.state && !active(row)) watch(view); // it ended while nobody asked
    if (row || (id && !data)) continue; // there, or just begun: the list does not have it yet
    const own = rows.filter((each) => each.view === view);
    const next = own.find((each) => each.id === recall(KEY + view)) ?? own.find(active) ?? own[0] ?? null;
    if (next || id) look(view, next?.id ?? null);
  }
}

let round = 0;

async function work() {
  round += 1;
  const moving = Object.keys(sights).filter((view) => active(rowOf(sights[view].id) ?? {}));
  for (const view of moving) await watch(view);
  if (!moving.length || round % OTHERS === 0) await refreshRuns();
}

export function startRun() {
  on("runs", lookSomewhere);
  startList(Object.keys(sights), work);
}

/* Started again from the list: its row says which view it belongs to. */
export const repeated = (id, row) => begun(row?.view ?? form.value.view, id);
