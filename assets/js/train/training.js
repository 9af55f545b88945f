/* The training in sight: what the server says of it, which seed and which checkpoint. Draws nothing. */
import { current, currentLine } from "../jobs/current.js";
import { active } from "../jobs/list.js";
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";

/** @typedef {import("../lib/calls.d.ts").Training} Training */
/** @typedef {import("../lib/calls.d.ts").Checkpoints} Checkpoints */
/** @typedef {import("../lib/calls.d.ts").Failure} Failure */
/** @typedef {Partial<Training> & { error?: Failure | null }} Seen */

/** What was chosen to be looked at; null follows what is newest. */
export const look = {
  seed: /** @type {number | null} */ (null),
  step: /** @type {number | null} */ (null),
};

/** What is known of the training in sight; nothing while there is none, or no answer yet. */
export const seen = () => /** @type {Seen} */ (current.data ?? {});

/**
 * Ask how a training stands.
 * @param {string} job
 */
export const watch = (job) => ask("train_watch", { job }, { latest: true });

/** The seeds that have a checkpoint. */
export const seeds = () => (seen().seeds ?? []).filter((each) => each.steps.length > 0);

/** Whether there is anything to look at: a training with its first checkpoint. */
export const anythingLearnt = () => seeds().length > 0;

/**
 * The seed in sight: the one chosen, else the one that is learning or the last.
 * @returns {Checkpoints | null}
 */
export const seedNow = () => seeds().find((each) => each.seed === look.seed) ?? seeds().at(-1) ?? null;

/** The checkpoint in sight: the one chosen, else the newest; of a finished seed the best. */
export function stepNow() {
  const seed = seedNow();
  if (!seed) return null;
  if (look.step !== null && seed.steps.includes(look.step)) return look.step;
  return (active(currentLine()) ? seed.steps.at(-1) : seed.best) ?? null;
}

/** @param {number} seed */
export function chooseSeed(seed) {
  Object.assign(look, { seed, step: null });
  announce("checkpoint");
}

/**
 * A checkpoint that was dragged to stays; null follows the newest again.
 * @param {number | null} step
 */
export function chooseStep(step) {
  look.step = step;
  announce("checkpoint");
}

let job = current.id;

/** Once a page: another training is looked at from its newest checkpoint. */
export function startLook() {
  on("current", ({ id }) => {
    if (id !== job) Object.assign(look, { seed: null, step: null });
    job = id;
  });
}
