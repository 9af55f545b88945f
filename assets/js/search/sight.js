/* The search in sight: what the server says of it. Draws nothing. */
import { current } from "../jobs/current.js";
import { ask } from "../lib/api.js";

/** @typedef {import("../lib/calls.d.ts").Calls} Calls */
/** @typedef {import("../lib/calls.d.ts").Failure} Failure */
/** @typedef {import("./form.js").Wanted} Wanted */
/**
 * @template {Wanted} Name
 * @typedef {Partial<Calls[`${Name}_watch`]["gives"]> & { error?: Failure | null }} Seen
 */

/** @param {Wanted} wanted */
const kindOf = (wanted) => wanted.replace("_", "-");

/**
 * The job of this kind that is in sight.
 * @param {Wanted} wanted
 */
export const jobOf = (wanted) => (current.kind === kindOf(wanted) ? current.id : null);

/**
 * What is known of it; nothing while there is none.
 * @template {Wanted} Name
 * @param {Name} wanted
 * @returns {Seen<Name>}
 */
export const seen = (wanted) => /** @type {any} */ ((jobOf(wanted) && current.data) || {});

/**
 * How a job of this kind is asked after.
 * @param {Wanted} wanted
 * @returns {import("../jobs/current.js").Watch}
 */
export const watching = (wanted) => (job) => ask(`${wanted}_watch`, { job }, { latest: true });
