/* The card "Keep it": the trained prompt goes to Play, into a file, or into a program; files come back. */
import { current, currentLine } from "../jobs/current.js";
import { query } from "../lib/address.js";
import { ask } from "../lib/api.js";
import { picker, save } from "../lib/files.js";
import { html, nothing } from "../lib/lit.js";
import { loadPromptFile, withPrompt } from "../lib/promptfile.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { probed } from "./probed.js";
import { seedNow } from "./training.js";

/** @typedef {import("../lib/calls.d.ts").KeptPrompt} KeptPrompt */

const ID = "pp-keep";
const PATIENCE = 60_000; // a model may have to be read again

/**
 * Once a page.
 * @param {string} home Play's address
 */
export function keepCard(home) {
  let message = "";

  /** @param {string} text */
  const tell = (text) => {
    message = text;
    draw();
  };

  /**
   * @param {KeptPrompt} kept
   * @param {Record<string, string>} [fields] the text to go on with; without one Play's own stays
   */
  function into(kept, fields = page.state.fields) {
    change({ ...withPrompt(kept.state), fields }, { discrete: true });
    // The state as it is now goes along.
    const text = query();
    location.href = home + (text ? `?${text}` : "");
  }

  /**
   * Something about the seed in sight; what goes wrong is told.
   * @param {(job: string, seed: number) => Promise<import("../lib/api.js").Failure | null | undefined>} deed
   */
  async function about(deed) {
    const [job, seed] = [current.id, seedNow()?.seed];
    if (job === null || seed === undefined) return;
    tell("");
    try {
      tell((await deed(job, seed))?.message ?? "");
    } catch {
      tell(t("calls.lost"));
    }
  }

  const use = () =>
    about(async (job, seed) => {
      const answer = await ask("prompt_use", { job, seed }, { patience: PATIENCE });
      if (answer && !answer.error) into(answer, probed());
      return answer?.error;
    });

  /** @param {"prompt" | "script"} name */
  const take = (name) =>
    about(async (job, seed) => {
      const answer = await ask("job_file", { job, file: name, place: { seed } }, { patience: PATIENCE });
      if (answer && !answer.error) save(answer.name, answer.base64);
      return answer?.error;
    });

  const file = picker({
    id: "pp-keep-file",
    accept: ".safetensors",
    label: t("keep.load"),
    onfile: async (chosen) => {
      const answer = await loadPromptFile(chosen, tell);
      if (answer) into(answer);
    },
  });

  /**
   * @param {string} key
   * @param {() => void} onclick
   * @param {boolean} [can]
   */
  const button = (key, onclick, can = true) =>
    html`<button
      type="button"
      class=${key === "use" ? "pp-primary" : "pp-pill"}
      data-testid="keep-${key}"
      ?disabled=${!can}
      @click=${onclick}
    >
      ${t(`keep.${key}`)}
    </button>`;

  const { node, draw } = drawnCard(ID, () => {
    const seed = seedNow();
    const can = Boolean(seed && currentLine()?.can.includes("use"));
    const which = can && seed ? t("keep.which", { seed: seed.seed, step: seed.best }) : t("keep.nothing");
    const mine = html`${button("use", use, can)} ${button("file", () => take("prompt"), can)}
    ${button("script", () => take("script"), can)}`;
    return html`${cardHead(ID, t("keep.title"))}
      <p class="pp-quiet" data-testid="keep-which">${current.id ? which : t("keep.invitation")}</p>
      <div class="pp-keep-buttons">${current.id ? mine : nothing} ${button("load", file.pick)} ${file.input}</div>
      <p class="pp-quiet" role="status" data-testid="keep-message" ?hidden=${!message}>${message}</p>`;
  }, ["current", "checkpoint", "jobs"]);
  return node;
}
