/* Who owns a job: a secret random id that this browser keeps. Whoever knows it sees the jobs; the
   server keeps only its hash. */
import { keep, kept } from "./storage.js";

const KEY = "pp.owner";
/** @type {string | null} */
let own = null;

/* True when this browser has ever asked for something to be trained. */
export const hasOwner = () => Boolean(own ?? kept(KEY));

/* 32 hexadecimal digits. Not crypto.randomUUID, which plain http on a school's network lacks. */
export function owner() {
  own ??= kept(KEY);
  if (!own || own.length < 16) {
    own = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    keep(KEY, own);
  }
  return own;
}

/* After "delete all my data" the old id means nothing any more. */
export function forgetOwner() {
  own = null;
  keep(KEY, null);
}
