/* The text that is asked about while a prompt learns: Play's, where Play asks for the same labels; else a row of the
   training's own data, which can be written over. Draws nothing. */
import { current } from "../jobs/current.js";
import { page, setField } from "../lib/store.js";
import { seen } from "./training.js";

/**
 * @param {Record<string, string>} fields
 * @param {string} name
 */
export const textOf = (fields, name) => (Object.hasOwn(fields, name) ? fields[name] : "");

/** What was written over a training's own example: its job, and the texts. */
const written = { job: /** @type {string | null} */ (null), fields: /** @type {Record<string, string>} */ ({}) };

/* Whether Play asks for this training's labels, and has a text for its slots. */
function playsText() {
  const { labels = [], slots = [] } = seen();
  const names = page.state.verbalizer.split("\n").map((line) => line.split(/[:：]/)[0].trim());
  const filled = slots.every((slot) => textOf(page.state.fields, slot).trim() !== "");
  return filled && labels.every((label) => names.includes(label));
}

/** The fields that are asked about. */
export function probed() {
  const { example = {} } = seen();
  if (!Object.keys(example).length || playsText()) return page.state.fields;
  if (written.job !== current.id) Object.assign(written, { job: current.id, fields: { ...example } });
  return written.fields;
}

/**
 * @param {string} name of a field
 * @param {string} text
 * @param {() => void} changed is called where the texts are not Play's
 */
export function writeProbed(name, text, changed) {
  if (probed() === page.state.fields) return setField(name, text);
  written.fields = { ...written.fields, [name]: text };
  changed();
}
