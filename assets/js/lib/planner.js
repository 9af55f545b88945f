/* The server's plan for a form: asked a moment after the last change, the newest answer only. */
import { ask } from "./api.js";

const PAUSE = 300;
const PATIENCE = 5000;

/** @typedef {import("./api.js").Calls} Calls */

/**
 * `question()` gives [call, what it takes], or null while there is nothing to plan; `heard(answer, call)` gets what came.
 * The result is a function to be called at every change.
 * @template {keyof Calls} Name
 * @param {() => readonly [Name, Calls[Name]["takes"]] | null} question
 * @param {(answer: import("./api.js").Answer<Name>, call: Name) => void} heard
 */
export function planner(question, heard) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let sent = 0;
  return function plan(pause = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const asked = question();
      if (!asked) return;
      const [call, payload] = asked;
      sent += 1;
      const mine = sent;
      try {
        const answer = await ask(call, payload, { latest: true });
        if (answer && mine === sent) heard(answer, call);
      } catch {
        plan(PATIENCE); // the header says that the server is silent
      }
    }, pause);
  };
}
