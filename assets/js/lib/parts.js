/* Small templates that several pages use. Each is a function from values to a template; none keeps anything. */
import { classMap, html, live, nothing, repeat, styleMap } from "./lit.js";

const MARK = { ok: "✓", info: "i", warning: "!", error: "!" };

/** @typedef {{ level: "ok" | "info" | "warning" | "error", message: string }} Note */

/**
 * Notes and errors under a form, each with its mark; nothing where there is none.
 * @param {Note[]} notes
 * @param {string} testid
 */
export const noteList = (notes, testid) =>
  html`<ul class="pp-notices" data-testid=${testid} ?hidden=${notes.length === 0}>
    ${repeat(
      notes,
      (note) => note.message,
      (note) =>
        html`<li class="pp-notice pp-${note.level}">
          <span class="pp-mark" aria-hidden="true">${MARK[note.level]}</span>
          <div class="pp-notice-text">${note.message}</div>
        </li>`,
    )}
  </ul>`;

/**
 * A row of choices of which one holds; arrow keys move it, as with any radio group.
 * @param {{ id: string, label: string, value: string, choices: { value: string, label: unknown, disabled?: boolean }[], onchange: (value: string) => void }} of
 */
export const segmented = ({ id, label, value, choices, onchange }) =>
  html`<div id=${id} class="pp-segmented" role="radiogroup" aria-label=${label}>
    ${choices.map(
      (choice) =>
        html`<label class="pp-segment">
          <input
            type="radio"
            name=${id}
            class="pp-hidden"
            data-testid="${id}-${choice.value}"
            .value=${choice.value}
            .checked=${live(choice.value === value)}
            ?disabled=${choice.disabled ?? false}
            @change=${() => onchange(choice.value)}
          />
          <span>${choice.label}</span>
        </label>`,
    )}
  </div>`;

/**
 * How far something is: a share from 0 to 1, or null while nobody knows.
 * @param {number | null} share
 * @param {string} label
 */
export function progressBar(share, label) {
  const percent = Math.round(100 * (share ?? 0));
  return html`<div
    class=${classMap({ "pp-bar": true, "pp-unknown": share === null })}
    role="progressbar"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${percent}
  >
    <div class="pp-bar-fill" style=${styleMap({ width: `${percent}%` })}></div>
  </div>`;
}

/**
 * A square in a label's colour; from the ninth label on the colours repeat with a pattern. Null: outside all labels.
 * @param {number | null} index
 */
export const swatch = (index) =>
  html`<span
    class=${classMap({ "pp-swatch": true, "pp-patterned": index !== null && index >= 8 })}
    style=${styleMap({ "--pp-colour": colour(index) })}
    aria-hidden="true"
  ></span>`;

/** @param {number | null} index */
export const colour = (index) => (index === null ? "var(--pp-outside)" : `var(--pp-label-${index % 8})`);

/**
 * A message that is read out when it appears.
 * @param {string} message
 * @param {string} testid
 */
export const complaint = (message, testid) =>
  message ? html`<p class="pp-notice pp-error" role="alert" data-testid=${testid}>${message}</p>` : nothing;
