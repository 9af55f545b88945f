/* The evaluation in sight, be it of one prompt or of many: what the server says of it, and in which reading. Draws nothing. */
import { ask } from "../../lib/api.js";
import { current, watch } from "../current.js";

/** @typedef {import("../../lib/calls.d.ts").Calls} Calls */
/** @typedef {import("../../lib/calls.d.ts").Failure} Failure */
/** @typedef {import("../../lib/calls.d.ts").EvaluateWatched["reading"]} Reading */
/** @typedef {"evaluate" | "grid" | "words"} View */
/**
 * @template {View} Name
 * @typedef {Partial<Calls[`${Name}_watch`]["gives"]> & { error?: Failure | null }} Seen
 */

/** The reading that was chosen for a job; null leaves it to the job. */
const look = { job: /** @type {string | null} */ (null), reading: /** @type {Reading | null} */ (null) };

/**
 * What is known of the job of this kind that is in sight; nothing while there is none.
 * @template {View} Name
 * @param {Name} kind
 * @returns {Seen<Name>}
 */
export const seen = (kind) => /** @type {any} */ ((current.kind === kind && current.data) || {});

/**
 * The job of this kind that is in sight.
 * @param {View} kind
 */
export const jobOf = (kind) => (current.kind === kind ? current.id : null);

/**
 * How a job of this kind is asked after.
 * @param {View} kind
 * @returns {import("../current.js").Watch}
 */
export const watching = (kind) => async (job) => {
  if (job !== look.job) Object.assign(look, { job, reading: null });
  const { reading } = look;
  const answer = await ask(`${kind}_watch`, { job, reading }, { latest: true });
  return reading === look.reading ? answer : null;
};

/** @param {string} reading */
export function chooseReading(reading) {
  Object.assign(look, { job: current.id, reading });
  return watch();
}
