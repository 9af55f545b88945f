/* This visitor's jobs of all kinds, asked again while one of them is under way. Draws nothing. */
import { ask } from "../lib/api.js";
import { announce } from "../lib/events.js";
import { hasOwner } from "../lib/owner.js";
import { keep } from "../lib/storage.js";

/** @typedef {import("../lib/calls.d.ts").JobLine} JobLine */

const SIGNAL = "pp.jobs"; // written when this tab changes a job, so that other tabs ask at once
const PACE = 1000; // ms between two questions while a job of this page runs
const SLOW = 3000; // while all wait, or only other pages' jobs run
const LONGEST = 30_000;
/** @type {JobLine["state"][]} */
const ACTIVE = ["queued", "running", "cancelling"];

/**
 * `lines` is null until the list arrives.
 * @type {{ lines: JobLine[] | null, ahead: number, error: string | null }}
 */
export const jobs = { lines: null, ahead: 0, error: null };

/**
 * Whether a job may still change by itself.
 * @param {JobLine | null | undefined} line
 */
export const active = (line) => Boolean(line && ACTIVE.includes(line.state));

/**
 * @param {string | null} id
 * @returns {JobLine | null}
 */
export const lineOf = (id) => jobs.lines?.find((line) => line.id === id) ?? null;

let timer = 0;
let failures = 0;
let edits = 0;
/** @type {string[]} */
let own = [];
/** @type {() => unknown} */
let tick = refresh;

/** Counts the changes of this tab: an answer that was asked for before one does not know it. */
export const edition = () => edits;

function schedule() {
  clearTimeout(timer);
  const busy = (jobs.lines ?? []).filter(active);
  if (document.hidden || (!busy.length && !failures)) return;
  const pace = busy.some((line) => own.includes(line.kind) && line.state !== "queued") ? PACE : SLOW;
  timer = setTimeout(() => tick(), Math.min(LONGEST, pace * 2 ** Math.min(failures, 5)));
}

function changed() {
  announce("jobs", jobs);
  schedule();
}

/** @returns {Promise<void>} */
export async function refresh() {
  const known = edits;
  try {
    const answer = await ask("jobs", { kinds: [] }, { latest: true });
    if (!answer) return;
    if (known !== edits) return refresh();
    failures = 0;
    if (answer.error) jobs.error = answer.error.message;
    else Object.assign(jobs, { lines: answer.jobs, ahead: answer.ahead, error: null });
    changed();
  } catch {
    failed();
  }
}

/** The connection is lost: ask less and less often, and go on when it is back. */
export function failed() {
  failures += 1;
  schedule();
}

/**
 * A newer line of one job, from a call that brought it along; null takes the job out.
 * @param {string} id
 * @param {JobLine | null} line
 */
export function put(id, line) {
  failures = 0;
  const lines = jobs.lines ?? [];
  if (!line) jobs.lines = lines.filter((old) => old.id !== id);
  else if (lines.some((old) => old.id === id)) jobs.lines = lines.map((old) => (old.id === id ? line : old));
  else jobs.lines = [line, ...lines];
  changed();
}

/** This tab changed something: the others ask again. */
export function tellOthers() {
  edits += 1;
  keep(SIGNAL, String(Date.now()));
}

/**
 * A page shows jobs of these kinds: while one of them is under way `work()` is called every so often.
 * @param {string[]} kinds
 * @param {() => unknown} work
 */
export function follow(kinds, work) {
  own = kinds;
  tick = work;
  schedule();
}

/** Once a page: ask now, and again whenever something may have changed; nothing while the tab is hidden. */
export function startList() {
  const again = () => void (hasOwner() && refresh());
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : again()));
  addEventListener("online", again);
  addEventListener("storage", (event) => event.key === SIGNAL && again());
  if (!hasOwner()) jobs.lines = [];
  changed();
  again();
}
