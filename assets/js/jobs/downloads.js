/* The files a job can be taken away as, once it is over. */
import { ask } from "../lib/api.js";
import { save } from "../lib/files.js";
import { html, nothing } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { drawn } from "../lib/view.js";

/** @typedef {import("../lib/calls.d.ts").JobLine} JobLine */
/**
 * `file` is its name in the call, `place` says of which part of the job it is: null, of none that has such a file.
 * @typedef {{ file: string, label: string, place?: () => Record<string, number> | null }} Offered
 */

const PATIENCE = 60_000; // ms; large files are made when they are asked for

/**
 * A line of buttons, one a file. It shows itself for the job it was filled with last.
 * @param {Offered[]} files
 * @returns {{ node: HTMLElement, fill: (line: JobLine | null) => void }}
 */
export function downloads(files) {
  const node = document.createElement("div");
  node.className = "pp-downloads";
  /** @type {JobLine | null} */
  let job = null;
  let message = "";

  /** @param {Offered} offered */
  async function take({ file, place = () => ({}) }) {
    if (!job) return;
    message = "";
    try {
      const answer = await ask("job_file", { job: job.id, file, place: place() ?? {} }, { patience: PATIENCE });
      if (answer?.error) message = answer.error.message;
      else if (answer) save(answer.name, answer.base64);
    } catch {
      message = t("calls.lost");
    }
    draw();
  }
  const draw = drawn(node, () => {
    node.hidden = !job || !["done", "cancelled"].includes(job.state);
    if (node.hidden) return nothing;
    return html`<span class="pp-quiet">${t("evaluate.files")}</span>
      ${files.map((offered) =>
        offered.place?.() === null
          ? nothing
          : html`<button
              type="button"
              class="pp-link"
              data-testid="download-${offered.file}"
              @click=${() => take(offered)}
            >
              ${offered.label}
            </button>`,
      )}
      <span class="pp-quiet" role="status">${message}</span>`;
  });
  return {
    node,
    fill(line) {
      if (line?.id !== job?.id) message = "";
      job = line;
      draw();
    },
  };
}
