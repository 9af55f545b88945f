/* The data sets there are: this browser's own and the demo sets, asked once a page and after each change; and the
   labels of the verbalizer they are held against, as the server reads it. */
import { ask } from "../lib/api.js";
import { announce } from "../lib/events.js";
import { page, same } from "../lib/store.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").DataCard} DataCard */
/** @typedef {DataCard["source"]} Source */

const PAUSE = 150; // ms after the last key in a verbalizer

export const sets = {
  list: /** @type {DataCard[] | null} */ (null), // until it arrives
  labels: /** @type {string[] | null} */ (null), // of the last verbalizer that could be read
  error: "",
};

let verbalizer = () => page.state.verbalizer;
/** @type {string | null} the text whose labels were asked last */
let asked = null;
let reading = Promise.resolve();
let timer = 0;

/** @param {Source | null | undefined} source */
export const cardOf = (source) => sets.list?.find((card) => same(card.source, source)) ?? null;

/** @param {Source | null | undefined} source */
export const isMine = (source) => Boolean(source && "upload" in source);

/**
 * Whose labels count on this page, where it is not Play's verbalizer.
 * @param {() => string} text
 */
export function follow(text) {
  verbalizer = text;
}

async function readLabels() {
  const text = verbalizer();
  asked = text;
  try {
    const answer = await ask("data_labels", { verbalizer: text }, { latest: true });
    if (answer && !answer.error) sets.labels = answer.labels ?? sets.labels;
  } catch {
    asked = null; // to be asked again
  }
}

/** Ask for the labels anew if the verbalizer is another one now. */
export function labelsSoon() {
  if (!sets.list || verbalizer() === asked) return;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const before = sets.labels;
    reading = readLabels();
    await reading;
    if (!same(before, sets.labels)) announce("sets", sets);
  }, PAUSE);
}

export async function loadSets() {
  reading = readLabels();
  try {
    const answer = await ask("data_list", {}, { latest: true });
    if (!answer) return; // a later question is on its way
    await reading;
    Object.assign(sets, answer.error ? { error: answer.error.message } : { list: answer.sets, error: "" });
  } catch {
    sets.error = t("calls.lost");
  }
  announce("sets", sets);
}

/**
 * A set that was just saved, before the server is asked again.
 * @param {DataCard} card
 */
export function putSet(card) {
  sets.list = [card, ...(sets.list ?? []).filter(({ source }) => !same(source, card.source))];
  announce("sets", sets);
}

/**
 * @param {string} upload
 * @returns {Promise<string>} what went wrong, or ""
 */
export async function deleteSet(upload) {
  try {
    const answer = await ask("data_delete", { upload });
    if (answer?.error) return answer.error.message;
  } catch {
    return t("calls.lost");
  }
  sets.list = sets.list?.filter((card) => !same(card.source, { upload })) ?? null;
  announce("sets", sets);
  return "";
}

/**
 * An upload that nobody wants any more; should this fail, the server lets it go in time.
 * @param {string} upload
 */
export const discard = (upload) => ask("data_delete", { upload }).catch(() => null);
