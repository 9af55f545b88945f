/* The evaluations of this visitor that a page lists, asked again while one of them is under way. Draws nothing. */
import { ask } from "../lib/api.js";
import { active } from "./trainings.js";
import { hasOwner } from "../lib/owner.js";
import { announce } from "../lib/events.js";

const SIGNAL = "pp.runs"; // written when this tab changes a run, so that other tabs ask at once
const PACE = 1000;
const LONGEST = 30_000;

/* `rows` is null until the list arrives. */
export const runs = { views: [], rows: null, ahead: 0, error: null };

export const rowOf = (id) => (runs.rows ?? []).find((row) => row.id === id) ?? null;

let timer = 0;
let failures = 0;
let pace = PACE;
let edits = 0;
let tick = refreshRuns;

/* Counts the changes of this tab: an answer that was asked for before one does not know it. */
export const edition = () => edits;

function schedule() {
  clearTimeout(timer);
  const busy = (runs.rows ?? []).some(active);
  if (document.hidden || (!busy && !failures)) return;
  timer = setTimeout(() => tick(), Math.min(LONGEST, pace * 2 ** Math.min(failures, 5)));
}

function changed() {
  announce("runs", runs);
  schedule();
}

export async function refreshRuns() {
  const known = edits;
  try {
    const answer = await ask("runs", { view: runs.views }, { latest: true });
    if (!answer) return;
    if (known !== edits) return refreshRuns();
    failures = 0;
    runs.error = answer.error?.message ?? null;
    if (!answer.error) Object.assign(runs, { rows: answer.runs, ahead: answer.ahead });
    changed();
  } catch {
    failedRuns();
  }
}

/* The connection is lost: ask less and less often, and go on when it is back. */
export function failedRuns() {
  failures += 1;
  schedule();
}

/* A newer row of one run, from a call that brought it along; null takes the run out. */
export function putRun(id, row) {
  failures = 0;
  const rows = runs.rows ?? [];
  if (!row) runs.rows = rows.filter((old) => old.id !== id);
  else if (rows.some((old) => old.id === id)) runs.rows = rows.map((old) => (old.id === id ? row : old));
  else runs.rows = [row, ...rows];
  changed();
}

/* This tab changed something: the others ask again. */
export function tellOthers() {
  edits += 1;
  try {
    localStorage.setItem(SIGNAL, String(Date.now()));
  } catch {
    // they see it when they are looked at again
  }
}

/* The runs of these views (`evaluate`, `grid`, `words`; none: all). While one is under way `work()` is called
   every so many ms, by default a refresh; nothing while the tab is hidden. */
export function startList(views, work = refreshRuns, every = PACE) {
  runs.views = views;
  tick = work;
  pace = every;
  const again = () => (hasOwner() ? refreshRuns() : undefined);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : again()));
  addEventListener("online", again);
  addEventListener("storage", (event) => event.key === SIGNAL && again());
  if (!hasOwner()) runs.rows = [];
  changed();
  again();
}
