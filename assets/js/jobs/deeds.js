/* What can be done with a job, asked of the server: its answer goes into the list, and other tabs hear of it. */
import { ask } from "../lib/api.js";
import { forgetOwner } from "../lib/owner.js";
import { t } from "../lib/strings.js";
import { begun, choose } from "./current.js";
import { lineOf, put, refresh, tellOthers } from "./list.js";

/** @typedef {import("../lib/calls.d.ts").JobLine} JobLine */
/** @typedef {"cancel" | "resume" | "delete"} Deed */

/**
 * Cancel, resume or delete a job.
 * @param {string} id
 * @param {Deed} deed
 * @returns {Promise<string>} what went wrong; empty when nothing did
 */
export async function act(id, deed) {
  try {
    const answer = await ask("job_act", { job: id, deed });
    if (!answer) return "";
    if (answer.error) return answer.error.message;
    put(id, answer.line);
    tellOthers();
    refresh();
    return "";
  } catch {
    return t("calls.lost");
  }
}

/**
 * Queue the same job again and look at it.
 * @param {JobLine} line
 * @returns {Promise<string>} what went wrong
 */
export async function repeat(line) {
  try {
    const answer = await ask("job_repeat", { job: line.id }, { patience: 60_000 });
    if (!answer) return "";
    if (answer.error) return answer.error.message;
    begun(answer.job, line.kind);
    return "";
  } catch {
    return t("calls.lost");
  }
}

/**
 * Give a job another name; the list shows it at once.
 * @param {string} id
 * @param {string} name
 * @returns {Promise<string>} what went wrong
 */
export async function rename(id, name) {
  const line = lineOf(id);
  if (line) put(id, { ...line, title: name });
  try {
    const answer = await ask("job_rename", { job: id, name });
    if (!answer) return "";
    if (answer.error) {
      refresh();
      return answer.error.message;
    }
    put(id, answer.line);
    tellOthers();
    return "";
  } catch {
    return t("calls.lost");
  }
}

/**
 * Delete everything of this visitor.
 * @returns {Promise<string>} what went wrong
 */
export async function forget() {
  try {
    const answer = await ask("job_forget", {});
    if (answer?.error) return answer.error.message;
    forgetOwner();
    choose(null);
    await refresh();
    tellOthers();
    return "";
  } catch {
    return t("calls.lost");
  }
}
