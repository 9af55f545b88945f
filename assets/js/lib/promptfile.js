/* A trained prompt that comes as a file: the server keeps it, Play's state takes it in. */
import { ask } from "./api.js";
import { readBase64 } from "./files.js";
import { page } from "./store.js";
import { t } from "./strings.js";

/** @typedef {Partial<import("./store.js").PageState>} Patch */

const LARGEST = 48 * 1024 * 1024;
const PATIENCE = 60_000;

/**
 * Read a prompt's file, let the server keep it, and hand over the answer; `tell(message)` hears what is wrong.
 * @param {File} file
 * @param {(message: string) => void} tell
 * @returns {Promise<any>} null where something was wrong
 */
export async function loadPromptFile(file, tell) {
  if (file.size > LARGEST) {
    tell(t("prompts.too_large"));
    return null;
  }
  tell(t("prompts.loading"));
  try {
    const payload = { name: file.name, base64: await readBase64(file), model: page.state.model };
    const answer = await /** @type {any} */ (ask)("load", payload, { patience: PATIENCE });
    tell(answer.error?.message ?? "");
    return answer.error ? null : answer;
  } catch {
    tell(t("calls.lost"));
    return null;
  }
}

/**
 * Play's state with what a trained prompt brings along; the newest prompt stands first.
 * @param {Patch} patch
 * @returns {Patch}
 */
export function withPrompt(patch) {
  const fresh = patch.prompts ?? [];
  return { ...patch, prompts: [...fresh, ...page.state.prompts.filter((id) => !fresh.includes(id))] };
}
