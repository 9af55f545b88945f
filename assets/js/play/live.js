/* Sends the state to the core while it changes, and notices when no answer comes. */
import { ask } from "../lib/api.js";
import { question } from "../lib/collapsible.js";
import { announce, on } from "../lib/events.js";
import { receive } from "../lib/store.js";
import { stepsFrom } from "./steps.js";
import { marksOf, whole } from "./thin.js";

/** @typedef {import("../lib/calls.d.ts").Failure} Failure */

const PAUSE = 120; // ms after the last key
const AT_LEAST = 200; // ms between two questions while the typing goes on, if the answers keep up
const SILENCE = 8000; // ms without an answer until the page says so
const PATIENCE = 60_000;
const SLOW = 1000; // ms that an answer takes the server until the page says that it is busy
const LONGEST = 15_000; // ms between two tries while there is no connection

/* One page's questions are told from another's: of one page the newest wins. */
const own = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join(
  "",
);

/**
 * A refusal as an answer without parts.
 * @param {ReturnType<typeof question>} state
 * @param {number} rev
 * @param {Failure} error
 */
const refused = ({ template, verbalizer, model }, rev, error) => ({ rev, of: { template, verbalizer, model }, error });

/**
 * Answer every state from now on.
 * @param {import("../lib/calls.d.ts").LiveAnswer} baked the answer that came with the page
 * @param {boolean} first whether the present state already wants an answer
 */
export function startLive(baked, first) {
  let { had } = whole({}, baked);
  let revision = 0;
  let underWay = false;
  let waiting = false; // the state has changed since the question under way
  let silent = false;
  let failures = 0;
  let since = 0; // when the first key fell that no question has taken along; 0: none
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const dim = (/** @type {boolean} */ on) => document.documentElement.classList.toggle("pp-waiting", on);
  const silence = (/** @type {boolean} */ on) => {
    silent = on;
    dim(on);
    announce("silence", on);
  };

  async function go() {
    clearTimeout(timer);
    // One question at a time; only one that hangs is given up for a newer.
    if (underWay && !silent) {
      waiting = true;
      return;
    }
    underWay = true;
    waiting = false;
    since = 0;
    revision += 1;
    const rev = revision;
    const state = question();
    const watchdog = setTimeout(() => silence(true), SILENCE);
    let lost = false;
    try {
      const answer = await ask(
        "live",
        { state, rev, page: own, steps_from: stepsFrom(), has: marksOf(had) },
        { latest: true, patience: PATIENCE },
      );
      if (rev !== revision) return;
      failures = 0;
      silence(false);
      if (answer && !answer.error) announce("busy", answer.milliseconds > SLOW);
      if (answer?.error) receive(refused(state, rev, answer.error));
      else if (answer) {
        const told = whole(had, answer);
        had = told.had;
        receive({ ...told.answer, error: answer.problem });
      }
    } catch {
      lost = rev === revision;
    } finally {
      clearTimeout(watchdog);
    }
    if (rev !== revision) return;
    underWay = false;
    if (lost) {
      silence(true);
      failures += 1;
      timer = setTimeout(go, Math.min(LONGEST, 1000 * 2 ** failures));
    } else if (waiting) {
      go();
    }
  }

  on("state", ({ discrete }) => {
    clearTimeout(timer);
    const now = performance.now();
    since ||= now;
    const pause = Math.max(0, Math.min(PAUSE, since + AT_LEAST - now));
    timer = setTimeout(go, discrete ? 0 : pause);
  });
  on("steps", go);
  addEventListener("online", () => {
    if (silent) go();
  });
  if (first) {
    // What was restored is not what the baked-in answer is about: dim that until the first one.
    dim(true);
    go();
  }
}
