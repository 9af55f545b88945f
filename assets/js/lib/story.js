/* Play as a story: one HTML file, made by the server, that opens anywhere. */
import { ask } from "./api.js";
import { question } from "./collapsible.js";
import { save } from "./files.js";
import { t } from "./strings.js";

const PATIENCE = 60_000;

/**
 * Let the browser save it.
 * @param {string} link where it can be opened live
 * @returns {Promise<string>} what went wrong, or nothing
 */
export async function saveStory(link) {
  try {
    const answer = await ask("story", { state: question(), link }, { patience: PATIENCE });
    if (answer && !answer.error) save(answer.name, answer.base64);
    return answer?.error?.message ?? "";
  } catch {
    return t("calls.lost");
  }
}
