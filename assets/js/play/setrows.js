/* Examples without labels for batch calibration, from the data set that goes with the prompt. */
import { fitTo } from "../data/fitting.js";
import { ask } from "../lib/api.js";
import { page } from "../lib/store.js";
import { slotsOf } from "../lib/templatetext.js";

/** @typedef {import("../lib/calls.d.ts").DataRow} DataRow */

const MOST = 128; // rows: more change a mean little
const PAGE = 50; // rows that the server tells at once

/** @param {string} text as one cell of a line */
const cell = (text) => text.replace(/\s+/g, " ").trim();

/**
 * Rows as lines, between tabs the slots' texts; null where no set goes with the prompt, or nobody answers. From all over
 * the set's training rows: a file may be sorted by its labels.
 * @returns {Promise<string[] | null>}
 */
export async function rowsOfSet() {
  const { template, verbalizer } = page.state;
  const fit = await fitTo({ template, verbalizer }, null);
  if (!fit || fit.how !== "same") return null;
  /** @param {number} start */
  const some = async (start) => {
    const answer = await ask("data_rows", { source: fit.source, split: "train", start });
    return answer && !answer.error ? answer : null;
  };
  try {
    const first = await some(0);
    if (!first) return null;
    const pages = Math.min(Math.ceil(MOST / PAGE), Math.ceil(first.count / PAGE));
    const starts = Array.from({ length: pages }, (_, i) => Math.floor((i * first.count) / pages)).slice(1);
    const others = await Promise.all(starts.map(some));
    return lines(
      [first, ...others].flatMap((found) => found?.rows ?? []),
      template,
    );
  } catch {
    return null; // the header says that the server is silent
  }
}

/**
 * @param {DataRow[]} rows
 * @param {string} template
 */
function lines(rows, template) {
  const slots = [...new Set(slotsOf(template))];
  const texts = rows.map(({ fields }) => slots.map((slot) => cell(fields[slot] ?? "")).join("\t"));
  const whole = [...new Set(texts)].filter((line) => line.trim());
  const every = Math.max(1, whole.length / MOST);
  return whole.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every)).slice(0, MOST);
}
