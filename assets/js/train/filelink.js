/* A link that saves a file of the training in sight, with what went wrong beside it. */
import { current } from "../jobs/current.js";
import { ask } from "../lib/api.js";
import { save } from "../lib/files.js";
import { html } from "../lib/lit.js";
import { t } from "../lib/strings.js";

/**
 * Once a page; the result is a template of it.
 * @param {{ file: string, text: string, testid: string, draw: () => void }} of `draw` draws that template again
 */
export function fileLink({ file, text, testid, draw }) {
  let message = "";

  async function take() {
    const { id } = current;
    if (!id) return;
    try {
      const answer = await ask("job_file", { job: id, file, place: {} });
      message = answer?.error?.message ?? "";
      if (answer && !answer.error) save(answer.name, answer.base64);
    } catch {
      message = t("calls.lost");
    }
    draw();
  }

  return () =>
    html`<button type="button" class="pp-link" data-testid=${testid} @click=${take}>${t(text)}</button>
      <span class="pp-quiet" role="status">${message}</span>`;
}
