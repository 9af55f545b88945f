/* How far a job is, in a bar and in words, with a button to cancel it. */
import { html, nothing } from "../lib/lit.js";
import { progressBar } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { act } from "./deeds.js";
import { active } from "./list.js";

/** @typedef {import("../lib/calls.d.ts").JobLine} JobLine */

/**
 * Nothing for a job that is over.
 * @param {JobLine | null | undefined} line
 * @param {{ label: string, testid: string, cancel?: boolean }} how `cancel`: whether it can be cancelled here
 */
export function progressLine(line, { label, testid, cancel = true }) {
  if (!line || !active(line)) return nothing;
  return html`<div class="pp-job-progress" data-testid=${testid}>
    ${progressBar(line.progress, label)}
    <span class="pp-quiet pp-number">${[line.state_label, line.detail].filter(Boolean).join(" · ")}</span>
    ${
      cancel && line.can.includes("cancel")
        ? html`<button
            type="button"
            class="pp-pill"
            data-testid="${testid}-cancel"
            @click=${() => act(line.id, "cancel")}
          >
            ${t("jobs.cancel")}
          </button>`
        : nothing
    }
  </div>`;
}
