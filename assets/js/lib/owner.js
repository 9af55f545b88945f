/* Who owns a job: a secret random id that this browser keeps. Whoever knows it sees the jobs; the
   server keeps only its hash. */
const KEY = "pp.owner";
let own = null;

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is forbidden: the id lasts as long as the page
  }
}

/* True when this browser has ever asked for something to be trained. */
export const hasOwner = () => Boolean(own ?? kept());

/* 32 hexadecimal digits. Not crypto.randomUUID, which plain http on a school's network lacks. */
export function owner() {
  own ??= kept();
  if (!own || own.length < 16) {
    own = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      localStorage.setItem(KEY, own);
    } catch {
      // as above
    }
  }
  return own;
}

/* After "delete all my data" the old id means nothing any more. */
export function forgetOwner() {
  own = null;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // as above
  }
}
