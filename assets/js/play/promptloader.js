/* The ways to a trained prompt under the template: a page to train one, and a file. */
import { carry } from "../lib/address.js";
import { picker } from "../lib/files.js";
import { html } from "../lib/lit.js";
import { loadPromptFile, withPrompt } from "../lib/promptfile.js";
import { change } from "../lib/store.js";
import { t } from "../lib/strings.js";

/**
 * @param {string} train the address of the page that trains
 * @param {() => void} draw asks for one more drawing
 * @returns {() => unknown} the template
 */
export function promptLoader(train, draw) {
  let message = "";
  const tell = (/** @type {string} */ words) => {
    message = words;
    draw();
  };
  const file = picker({
    id: "pp-prompt-file",
    accept: ".safetensors",
    label: t("prompts.load"),
    onfile: async (chosen) => {
      const answer = await loadPromptFile(chosen, tell);
      if (answer) change(withPrompt(answer.state), { discrete: true });
    },
  });
  return () =>
    html`<div class="pp-training">
      <a href=${train} class="pp-pill pp-train-link" data-testid="to-train" @pointerdown=${carry} @click=${carry}
        >${t("template.train")}</a
      >
      <button type="button" class="pp-link" data-testid="prompt-load" @click=${file.pick}>${t("prompts.load")}</button>
      ${file.input}
      <p class="pp-quiet" role="status" data-testid="prompt-message" ?hidden=${!message}>${message}</p>
    </div>`;
}
