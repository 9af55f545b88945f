/* The job in sight: of which kind, which one, and what the server says of it. Each kind of a page remembers its own
   through a reload. Asks while the job runs; draws nothing. */
import { announce, on } from "../lib/events.js";
import { fromLink, linked } from "../lib/linked.js";
import { recall, remember } from "../lib/storage.js";
import { active, edition, failed, follow, jobs, lineOf, put, refresh, tellOthers } from "./list.js";

/** @typedef {import("../lib/calls.d.ts").JobLine} JobLine */
/** @typedef {import("../lib/calls.d.ts").Failure} Failure */
/**
 * What the server says of a job: its line, and what else its kind tells; while there is no answer, why.
 * @typedef {{ line?: JobLine, error?: Failure | null, [more: string]: any }} Seen
 */
/**
 * Asks the server how a job stands. It is given what was known before; null: nothing that is to be shown.
 * @typedef {(id: string, before: Seen | null) => Promise<Seen | null>} Watch
 */

const VISIT = 3000; // ms between two looks at another person's job
const OTHERS = 4; // every so many rounds the whole list is asked for

/**
 * `kind` is the kind in sight, `id` its job in sight (null: none), `data` what the server said of it last.
 * @type {{ kind: string, id: string | null, data: Seen | null }}
 */
export const current = { kind: "", id: null, data: null };

/** @type {Map<string, Watch | null>} */
const watches = new Map();

/** The line of the job in sight, if the list has it. */
export const currentLine = () => lineOf(current.id);

/** @param {string} kind */
const key = (kind) => /** @type {const} */ (`pp.job.${kind}`);
let page = "";
let visited = ""; // the id of a job that a link names: it may be another person's, and in no list here
let pending = ""; // the id of a job that was just begun: the list does not have it yet

/**
 * Ask how the job in sight stands: at once, whatever the list says.
 * @returns {Promise<void>}
 */
export async function watch() {
  const { kind, id, data } = current;
  const look = watches.get(kind);
  if (!id || !look) return;
  const known = edition();
  try {
    const answer = await look(id, data);
    if (!answer || current.id !== id) return;
    if (answer.error && id === visited && !current.data) {
      visited = ""; // it is gone
      heard();
      return;
    }
    current.data = answer.error ? { ...current.data, error: answer.error } : answer;
    announce("current", current);
    const foreign = id === visited && !lineOf(id);
    if (answer.line && !foreign && known === edition()) put(id, answer.line);
    if (foreign && active(answer.line)) setTimeout(watch, VISIT);
  } catch {
    failed();
  }
}

/**
 * Look at a job; null looks at none.
 * @param {string | null} id
 * @param {string} [kind] of the job; without it the kind in sight
 */
export function choose(id, kind = lineOf(id)?.kind ?? current.kind) {
  Object.assign(current, { kind, id, data: null });
  remember(key(kind), id);
  remember(`pp.kind.${page}`, kind);
  announce("current", current);
  return watch();
}

/**
 * A job that was just queued: it comes into sight, and the other tabs hear of it.
 * @param {string} id
 * @param {string} kind
 */
export function begun(id, kind) {
  pending = id;
  choose(id, kind);
  tellOthers();
  return refresh();
}

/** @param {string} kind */
const ofKind = (kind) => (jobs.lines ?? []).filter((line) => line.kind === kind);

/**
 * Where no job is in sight: the one of last time, else one that is under way, else the newest.
 * @param {string} kind
 */
function usual(kind) {
  const lines = ofKind(kind);
  return lines.find((line) => line.id === recall(key(kind))) ?? lines.find(active) ?? lines[0] ?? null;
}

/**
 * Look at another kind, and its job of last time.
 * @param {string} kind
 */
export const chooseKind = (kind) => choose(usual(kind)?.id ?? null, kind);

function heard() {
  if (!jobs.lines) return;
  const { id, data } = current;
  const line = lineOf(id);
  // It ended, or went on, while nobody asked.
  if (line && data?.line && line.state !== data.line.state && !active(line)) watch();
  if (lineOf(pending)) pending = "";
  if (line || (id && [pending, visited].includes(id))) return;
  const next = usual(current.kind);
  if (next || id) choose(next?.id ?? null, current.kind);
}

let round = 0;

async function work() {
  round += 1;
  const mine = active(currentLine()) && watches.get(current.kind);
  if (mine) await watch();
  if (!mine || round % OTHERS === 0) await refresh();
}

/**
 * Once a page.
 * @param {string} name the page's
 * @param {Map<string, Watch | null>} kinds the page's kinds, each with its way to ask
 */
export function startCurrent(name, kinds) {
  page = name;
  for (const [kind, look] of kinds) watches.set(kind, look);
  const names = [...kinds.keys()];
  const last = recall(`pp.kind.${page}`);
  current.kind = names.includes(last) ? last : (names[0] ?? "");
  follow(names, work);
  on("jobs", heard);
  const given = fromLink("job", { kind: "", id: "" });
  if (given?.id && names.includes(given.kind ?? "")) {
    visited = given.id;
    choose(given.id, given.kind);
  }
  linked("job", () => (current.id ? { kind: current.kind, id: current.id } : {}));
  heard();
}
