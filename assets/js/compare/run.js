/* The grid and the words in sight: what the server says of each, in which reading. Draws nothing. */
import { withLine } from "../jobs/bridge.js";
import { begun as begunJob, watch as look } from "../jobs/current.js";
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";

const fresh = (id = null) => ({ id, data: null, reading: null });
const sights = { grid: fresh(), words: fresh() };

export const runOf = (view) => sights[view];

export const watching = (view) => async (id) => {
  const { reading } = sights[view];
  const answer = await ask(`${view}_watch`, { job: id, reading }, { latest: true });
  return sights[view].reading === reading ? withLine(id, answer) : null;
};

export function read(view, reading) {
  sights[view].reading = reading;
  look();
}

/* A run that was just started: it comes into sight, and the other tabs hear of it. */
export const begun = (view, id) => begunJob(id, view);

on("current", ({ kind, id, data }) => {
  if (!(kind in sights)) return;
  if (sights[kind].id !== id) sights[kind] = fresh(id);
  sights[kind].data = data;
  announce("run", sights[kind]);
});
