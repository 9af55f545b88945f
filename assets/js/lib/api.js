/* Questions to the server: `ask(name, payload)` is `POST playground/api/{name}`. What each name takes and gives
   stands in calls.d.ts, which is made from the server's contracts. */
import { announce } from "./events.js";
import { owner } from "./owner.js";
import { pageLanguage } from "./strings.js";

/** @typedef {import("./calls.d.ts").Calls} Calls */
/** @typedef {import("./calls.d.ts").Failure} Failure */
/**
 * @template {keyof Calls} Name
 * @typedef {(Calls[Name]["gives"] & { error: null }) | { error: Failure }} Answer
 */

const PATIENCE = 20_000;
const NOTHING_MORE = 204; // a newer question has taken this one's place

/** @type {Map<string, AbortController>} the newest question of each name that wants to be the only one */
const newest = new Map();

const who = () => ({ "x-playground-owner": owner(), "x-playground-language": pageLanguage() });

/**
 * The answer has `error`: null, or why there is none, in the page's language. With `latest` an older question of this
 * name that still waits is given up, and answered by null. Rejected when the connection is lost or nothing comes in time.
 * @template {keyof Calls} Name
 * @param {Name} name
 * @param {Calls[Name]["takes"]} payload
 * @param {{ latest?: boolean, patience?: number }} [how] `patience` in ms
 * @returns {Promise<Answer<Name> | null>}
 */
export async function ask(name, payload, { latest = false, patience = PATIENCE } = {}) {
  const giveUp = new AbortController();
  if (latest) {
    newest.get(name)?.abort("newer");
    newest.set(name, giveUp);
  }
  const timer = setTimeout(() => giveUp.abort("silence"), patience);
  try {
    const response = await fetch(new URL(`playground/api/${name}`, document.baseURI), {
      method: "POST",
      headers: { "content-type": "application/json", ...who() },
      body: JSON.stringify(payload),
      signal: giveUp.signal,
    });
    if (response.status === NOTHING_MORE) return null;
    const answer = await response.json();
    announce("silence", false);
    return response.ok ? { error: null, ...answer } : { error: answer };
  } catch (error) {
    if (giveUp.signal.reason === "newer") return null;
    announce("silence", true);
    throw error;
  } finally {
    clearTimeout(timer);
    if (newest.get(name) === giveUp) newest.delete(name);
  }
}

/**
 * A file as it is: `POST playground/upload`. Rejected when the connection is lost.
 * @param {File} file
 * @returns {Promise<Answer<"data_paste">>} the id of a draft, as of rows that were pasted
 */
export async function upload(file) {
  // Headers are ASCII, names of files are not.
  const headers = { ...who(), "x-playground-name": encodeURIComponent(file.name) };
  const response = await fetch(new URL("playground/upload", document.baseURI), { method: "POST", body: file, headers });
  const answer = await response.json();
  return response.ok ? { error: null, ...answer } : { error: answer };
}
