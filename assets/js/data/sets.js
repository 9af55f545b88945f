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
  /** @type {Map<string, Record<string, number>>} what counting words gets right on one's own sets, by fingerprint */
  counted: new Map(),
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

/**
 * What counting words gets right, by split; `null` until it is known.
 * @param {DataCard} card
 */
export const baselineOf = (card) => card.baseline ?? sets.counted.get(card.fingerprint) ?? null;

/** @type {Set<string>} fingerprints of the sets it was asked of */
const counting = new Set();

/**
 * Ask for it once, where there are rows to measure on.
 * @param {DataCard} card
 */
export async function countWords(card) {
  const { source, fingerprint, rows } = card;
  if (baselineOf(card) || counting.has(fingerprint) || !rows.train || !(rows.dev || rows.test)) return;
  counting.add(fingerprint);
  const answer = await ask("data_baseline", { source }).catch(() => null);
  // Beside the set's own facts it is a help: where it fails, those stand without it.
  sets.counted.set(fingerprint, answer && !answer.error ? answer.baseline : {});
  announce("counted");
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
