/* The evaluation in sight: what the server says of it, and in which reading. Draws nothing. */
import { withLine } from "../jobs/bridge.js";
import { begun as begunJob, watch as look } from "../jobs/current.js";
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";

const KIND = "evaluate";

/* `data` is null until the answer comes; `reading` is the one that was chosen, null leaves it to the run. */
export const run = { id: null, data: null, reading: null };

export const readingNow = () => run.data?.reading ?? run.reading ?? "plain";

export async function watch(id) {
  const { reading } = run;
  const answer = await ask("evaluate_watch", { job: id, reading }, { latest: true });
  return run.reading === reading ? withLine(id, answer) : null;
}

export function chooseReading(reading) {
  run.reading = reading;
  return look();
}

/* A run that was just started: it comes into sight, and the other tabs hear of it. */
export const begun = (id) => begunJob(id, KIND);

on("current", ({ kind, id, data }) => {
  if (kind !== KIND) return;
  if (id !== run.id) run.reading = null;
  Object.assign(run, { id, data });
  announce("run", run);
});
