/* The training in sight: what the server says of it, which seed and which checkpoint. Draws nothing. */
import { withLine } from "../jobs/bridge.js";
import { begun as begunJob } from "../jobs/current.js";
import { active, lineOf } from "../jobs/list.js";
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";

export const KIND = "train";
export const run = { id: null, data: null, seed: null, step: null };

export const rowOf = lineOf;

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
  return active(rowOf(run.id)) ? seed.steps.at(-1) : (seed.best ?? seed.steps.at(-1));
}

export const begun = (id) => begunJob(id, KIND);

export function chooseSeed(seed) {
  Object.assign(run, { seed, step: null });
  announce("moment", run);
}

/* A checkpoint that was dragged to stays; null follows the newest again. */
export function chooseStep(step) {
  run.step = step;
  announce("moment", run);
}

/* Nothing new comes as null: the last picture stays. */
export async function watch(id, before) {
  const answer = await ask("watch", { job: id, after: before?.last ?? 0 }, { latest: true });
  return answer && withLine(id, { ...answer, curves: answer.curves ?? before?.curves ?? null });
}

on("current", ({ kind, id, data }) => {
  if (kind !== KIND) return;
  if (id !== run.id) Object.assign(run, { seed: null, step: null });
  Object.assign(run, { id, data });
  announce("run", run);
});
