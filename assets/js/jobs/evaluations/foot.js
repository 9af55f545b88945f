/* The foot of a form: what the server has to say of it, the button, and what it will cost. */
import { t } from "../../lib/strings.js";
import { html } from "../../lib/lit.js";
import { noteList } from "../../lib/parts.js";
import { begun } from "../current.js";

/** @typedef {import("../../lib/calls.d.ts").Failure} Failure */
/** @typedef {import("../../lib/calls.d.ts").Started} Started */
/** @typedef {import("../../lib/parts.js").Note} Note */
/** @typedef {(Started & { error: null }) | { error: Failure } | null} Answer */

/** Said where the connection was lost. */
export const lost = () => ({ message: t("calls.lost"), target: "calls", start: null, end: null, fields: {} });

/**
 * Queue a job and look at it; what is wrong, or null.
 * @param {string} kind
 * @param {() => Promise<Answer>} question
 * @returns {Promise<Failure | null>}
 */
export async function start(kind, question) {
  try {
    const answer = await question();
    if (answer?.error) return answer.error;
    if (answer) begun(answer.job, kind);
    return null;
  } catch {
    return lost();
  }
}

/**
 * A form that starts jobs: `submit` is its listener, `busy` holds while the server has not answered, `failure` is what
 * went wrong.
 * @param {{ kind: string, question: () => Promise<Answer>, draw: () => void, done: (failure: Failure | null) => void }} of
 */
export function starter({ kind, question, draw, done }) {
  const starting = {
    busy: false,
    failure: /** @type {Failure | null} */ (null),
    /** @param {SubmitEvent} event */
    async submit(event) {
      event.preventDefault();
      if (starting.busy) return;
      Object.assign(starting, { busy: true, failure: null });
      draw();
      starting.failure = await start(kind, question);
      starting.busy = false;
      draw();
      done(starting.failure);
    },
  };
  return starting;
}

/**
 * @param {{ ids: { notes: string, button: string, cost: string }, notes: Note[], failure: Failure | null,
 *   beside: string[], busy: boolean, label: string, cost: string }} of `beside` are the targets of errors that are said
 *   elsewhere; `ids` are for tests
 */
export function foot({ ids, notes, failure, beside, busy, label, cost }) {
  const wrong = failure && !beside.includes(failure.target) ? failure : null;
  const all = wrong ? [...notes, { level: /** @type {const} */ ("error"), message: wrong.message }] : notes;
  return html`<div class="pp-start">
    ${noteList(all, ids.notes)}
    <button type="submit" class="pp-primary pp-train-button" data-testid=${ids.button} ?disabled=${busy}>
      ${busy ? t("compare.starting") : label}
    </button>
    <span class="pp-quiet pp-number" aria-live="polite" data-testid=${ids.cost}>${cost}</span>
  </div>`;
}
