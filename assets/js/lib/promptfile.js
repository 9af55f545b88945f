/* A trained prompt's file on its way into Play's state. */
import { ask } from "./api.js";
import { readBase64 } from "./files.js";
import { page } from "./store.js";
import { t } from "./strings.js";

/** @typedef {import("./calls.d.ts").KeptPrompt} KeptPrompt */
/** @typedef {import("./calls.d.ts").TrainedState} TrainedState */

const LARGEST = 48 * 1024 * 1024;
const PATIENCE = 60_000;

/**
 * Read a prompt's file and let the server keep it.
 * @param {File} file
 * @param {(message: string) => void} tell hears what goes wrong, and what is being waited for
 * @returns {Promise<KeptPrompt | null>}
 */
export async function loadPromptFile(file, tell) {
  if (file.size > LARGEST) {
    tell(t("prompts.too_large"));
    return null;
  }
  tell(t("prompts.loading"));
  try {
    const base64 = await readBase64(file);
    const answer = await ask(
      "prompt_load",
      { name: file.name, base64, model: page.state.model },
      { patience: PATIENCE },
    );
    tell(answer?.error?.message ?? "");
    return answer && !answer.error ? answer : null;
  } catch {
    tell(t("calls.lost"));
    return null;
  }
}

/**
 * Play's state with what a trained prompt brings along; the newest prompt stands first.
 * @param {TrainedState} patch
 */
export function withPrompt(patch) {
  const old = page.state.prompts.filter((id) => !patch.prompts.includes(id));
  return { ...patch, prompts: [...patch.prompts, ...old] };
}
