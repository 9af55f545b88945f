/* Undo and redo over settled states. Typing settles after a pause, a click at once.
   The boxes' own Ctrl+Z is left to the browser. */
import { announce, on } from "../lib/events.js";
import { change, page, same } from "../lib/store.js";

/** @typedef {import("../lib/store.js").PageState} PageState */

const PAUSE = 900;
const LIMIT = 200;
/** @type {PageState[]} */
const past = [];
/** @type {PageState[]} */
const future = [];
let present = page.state;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function settle() {
  clearTimeout(timer);
  if (same(present, page.state)) return;
  past.push(present);
  if (past.length > LIMIT) past.shift();
  future.length = 0;
  present = page.state;
  announce("history");
}

/**
 * @param {PageState[]} from
 * @param {PageState[]} to
 */
function travel(from, to) {
  settle();
  const next = from.pop();
  if (!next) return;
  to.push(present);
  present = next;
  change(present);
  clearTimeout(timer);
  announce("history");
}

export const undo = () => travel(past, future);
export const redo = () => travel(future, past);
export const canUndo = () => past.length > 0 || !same(present, page.state);
export const canRedo = () => future.length > 0 && same(present, page.state);

export function startHistory() {
  present = page.state;
  on("before-deed", settle);
  on("state", ({ discrete }) => {
    clearTimeout(timer);
    if (discrete) settle();
    else timer = setTimeout(settle, PAUSE);
    announce("history");
  });
}
