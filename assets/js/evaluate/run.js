/* The evaluation in sight: which one, what the server says of it, and in which reading. Asks while it
   runs; draws nothing. */
import { ask } from "../lib/api.js";
import { active } from "../jobs/trainings.js";
import { edition, failedRuns, putRun, refreshRuns, rowOf, runs, startList, tellOthers } from "../jobs/list.js";
import { announce, on } from "../lib/events.js";
import { recall, remember } from "../lib/storage.js";

const KEY = "pp.run.evaluate";
const OTHERS = 4; // every so many rounds the whole list is asked for

/* `data` is null until the answer comes; `reading` is the one that was chosen, null leaves it to the run. */
export const run = { id: null, data: null, reading: null };

export const readingNow = () => run.data?.reading ?? run.reading ?? "plain";

async function watch() {
  const { id, reading } = run;
  if (!id) return;
  const known = edition();
  try {
    const answer = await ask("evaluate_watch", { job: id, reading }, { latest: true });
    if (!answer || run.id !== id || run.reading !== reading) return;
    run.data = answer.error ? { ...run.data, error: answer.error } : answer;
    announce("run", run);
    if (answer.row && known === edition()) putRun(id, answer.row);
  } catch {
    failedRuns();
  }
}

export function chooseReading(reading) {
  run.reading = reading;
  return watch();
}

/* Look at a run; null looks at none. */
export function chooseRun(id) {
  Object.assign(run, { id, data: null, reading: null });
  remember(KEY, id);
  announce("run", run);
  return watch();
}

/* A run that was just started: it comes into sight, and the other tabs hear of it. */
export function begun(id) {
  chooseRun(id);
  tellOthers();
  return refreshRuns();
}

/* One that runs, or the newest, comes into sight where nothing else is. */
function look({ rows }) {
  if (!rows) return;
  const row = rowOf(run.id);
  if (row) {
    if (run.data?.row && row.state !== run.data.row.state && !active(row)) watch(); // it ended while nobody asked
    return;
  }
  if (run.id && !run.data) return; // just begun: the list does not have it yet
  const next = rowOf(recall(KEY)) ?? rows.find(active) ?? rows[0] ?? null;
  if (next || run.id) chooseRun(next?.id ?? null);
}

let round = 0;

async function work() {
  round += 1;
  const row = rowOf(run.id);
  const mine = row && active(row);
  if (mine) await watch();
  if (!mine || round % OTHERS === 0) await refreshRuns();
}

export function startRun() {
  on("runs", look);
  startList(["evaluate"], work);
}
