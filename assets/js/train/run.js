/* The job in sight: which one, what the server says of it, which seed and which checkpoint.
   Asks while it runs; draws nothing. */
import { ask } from "../lib/api.js";
import { active, failed, jobs, putRow, refresh, startJobs } from "../jobs/trainings.js";
import { announce, on } from "../lib/events.js";
import { recall, remember } from "../lib/storage.js";

const KEY = "pp.train.job";
const OTHERS = 4; // every so many rounds the whole list is asked for

export const run = { id: null, data: null, seed: null, step: null };

export const rowOf = (id) => (jobs.rows ?? []).find((row) => row.id === id) ?? null;

/* False while there is nothing to look at yet: no job, or one without its first checkpoint. */
export const anythingLearnt = () => Boolean(run.data?.seeds?.length);

/* The seed in sight: the one chosen, else the one that is learning or the last. */
export function seedNow() {
  const seeds = (run.data?.seeds ?? []).filter((each) => each.steps.length);
  return seeds.find((each) => each.seed === run.seed) ?? seeds.at(-1) ?? null;
}

/* The checkpoint in sight: the one chosen, else the newest; of a finished seed the best. */
export function stepNow() {
  const seed = seedNow();
  if (!seed) return null;
  if (seed.steps.includes(run.step)) return run.step;
  const row = rowOf(run.id);
  return row && active(row) ? seed.steps.at(-1) : (seed.best ?? seed.steps.at(-1));
}

/* Look at a job; null looks at none. */
export function choose(id) {
  Object.assign(run, { id, data: null, seed: null, step: null });
  remember(KEY, id);
  announce("run", run);
  return id ? watch() : null;
}

export function chooseSeed(seed) {
  Object.assign(run, { seed, step: null });
  announce("moment", run);
}

/* A checkpoint that was dragged to stays; null follows the newest again. */
export function chooseStep(step) {
  run.step = step;
  announce("moment", run);
}

async function watch() {
  const { id } = run;
  try {
    const answer = await ask("watch", { job: id, after: run.data?.last ?? 0 }, { latest: true });
    if (!answer || run.id !== id) return;
    if (answer.error) {
      run.data = { ...run.data, error: answer.error };
    } else {
      // Nothing new comes as null: the last picture stays.
      run.data = { ...answer, curves: answer.curves ?? run.data?.curves ?? null };
    }
    announce("run", run);
    if (answer.row) putRow(id, answer.row);
  } catch {
    failed();
  }
}

let round = 0;

async function work() {
  const row = rowOf(run.id);
  round += 1;
  if (row && active(row)) {
    await watch();
    if (round % OTHERS) return;
  }
  await refresh();
}

export function startRun() {
  startJobs({ work });
  on("jobs", ({ rows }) => {
    if (!rows) return;
    if (run.id && (rowOf(run.id) || !run.data)) {
      const row = rowOf(run.id);
      // It ended, or went on, while nobody asked.
      if (row && run.data?.row && row.state !== run.data.row.state && !active(row)) watch();
      return;
    }
    const kept = rows.find((row) => row.id === recall(KEY));
    const next = kept ?? rows.find(active) ?? rows[0] ?? null;
    if (next || run.id) choose(next?.id ?? null);
  });
}
