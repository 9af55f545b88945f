/* Warnings beside their cause, with fixes of one click; and errors, calm and amber. */
import { html, render, repeat } from "./lit.js";
import { page, replace } from "./store.js";
import { t } from "./strings.js";

/** @typedef {import("./calls.d.ts").Notice} Notice */
/** @typedef {import("./calls.d.ts").Failure} Failure */

/** @type {Record<string, string>} */
const MARK = { info: "i", warning: "!", error: "!" };

/** @param {Notice} notice */
function item({ level, message, fixes }) {
  const { of } = page.answer;
  return html`<li class="pp-notice pp-${level}" data-testid="notice">
    <span class="pp-mark" aria-hidden="true">${MARK[level] ?? "i"}</span>
    <div class="pp-notice-text">
      <span class="pp-message">${message}</span
      ><span class="pp-fixes"
        >${repeat(
          fixes,
          (fix) => `${fix.title}/${fix.edit.start}/${fix.edit.end}/${fix.edit.replacement}`,
          // A fix is about one exact text: when that has changed, the click does nothing.
          (fix) =>
            html`<button
              type="button"
              class="pp-fix"
              data-testid="fix"
              @click=${() => of[fix.edit.target] === page.state[fix.edit.target] && replace(fix.edit)}
            >
              ${fix.title}
            </button>`,
        )}</span
      >
    </div>
  </li>`;
}

/**
 * The notices under a box.
 * @param {Notice[]} notices
 */
export const noticeList = (notices) =>
  html`<ul class="pp-notices" ?hidden=${notices.length === 0}>
    ${repeat(notices, (notice) => notice.message, item)}
  </ul>`;

/**
 * The error of an answer when it is about one of these places, else null.
 * @param {{ error?: Failure | null } | null} answer
 * @param {string[]} targets
 */
export function errorAt(answer, targets) {
  const error = answer?.error;
  return error && targets.includes(error.target) ? error : null;
}

/** @param {Failure | null} error */
const told = (error) =>
  html`<span class="pp-mark" aria-hidden="true">!</span>
    <div class="pp-notice-text">
      <span class="pp-message">${error ? error.message || t("error.unknown") : ""}</span>
    </div>`;

/**
 * An error's message; the line stays in the page while there is none, so that it is read out when it comes.
 * @param {Failure | null} error
 * @param {string} place
 */
export const errorNote = (error, place) =>
  html`<div class="pp-notice pp-error" role="status" data-testid="error-${place}" ?hidden=${!error}>
    ${told(error)}
  </div>`;

/**
 * The same as a node of its own: `update(answer)` returns the error when it is about this place, else null.
 * @param {string[]} targets
 */
export function errorLine(targets) {
  const line = document.createElement("div");
  line.className = "pp-notice pp-error";
  line.setAttribute("role", "status");
  line.dataset.testid = `error-${targets[0]}`;
  line.hidden = true;
  render(told(null), line);
  return {
    line,
    /** @param {{ error?: Failure | null }} answer */
    update(answer) {
      const error = errorAt(answer, targets);
      line.hidden = !error;
      render(told(error), line);
      return error;
    },
  };
}
