/* The page's state (what a person typed and chose) and the core's latest answer to it.
   Draws nothing and sends nothing: others listen. */
import { announce, remembers } from "./events.js";
import { allowed } from "./exercise.js";

/**
 * @typedef {object} PageState
 * @property {string} template
 * @property {string} verbalizer
 * @property {Record<string, string>} fields slot -> text
 * @property {string} model its id; empty is the bundled one
 * @property {Record<string, any>} options
 * @property {string[]} prompts ids of trained prompts
 */
/** @typedef {{ target: "template" | "verbalizer", start: number, end: number, replacement: string }} Edit */

export const page = {
  state: /** @type {PageState} */ (/** @type {unknown} */ (null)), // until `begin`
  defaults: /** @type {PageState} */ (/** @type {unknown} */ (null)),
  plainOptions: /** @type {Record<string, any>} */ ({}),
  answer: /** @type {any} */ (null),
  model: /** @type {any} */ (null),
};

remembers("answer", () => page.answer);
remembers("model", () => page.model);

/**
 * @param {unknown} a
 * @param {unknown} b
 */
export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * @param {PageState} state
 * @param {PageState} defaults the first example
 * @param {Record<string, any>} plainOptions the options where nobody chose any
 */
export function begin(state, defaults, plainOptions) {
  page.state = state;
  page.defaults = defaults;
  page.plainOptions = plainOptions;
}

/**
 * Merge a patch into the state. `discrete` marks a single deed (a click), not one key of many.
 * @param {Partial<PageState>} patch
 * @param {{ discrete?: boolean }} [how]
 */
export function change(patch, { discrete = false } = {}) {
  const next = { ...page.state, ...allowed(patch) };
  if (same(next, page.state)) return;
  if (discrete) announce("before-deed");
  page.state = next;
  announce("state", { discrete });
}

/**
 * @param {string} name
 * @param {string} text
 */
export const setField = (name, text) =>
  change({ fields: Object.fromEntries([...Object.entries(page.state.fields), [name, text]]) });

/**
 * @param {string} name
 * @param {unknown} value
 * @param {{ discrete?: boolean }} [how]
 */
export const setOption = (name, value, how) => change({ options: { ...page.state.options, [name]: value } }, how);

/**
 * One deed: a text with a stretch of it replaced.
 * @param {Edit} how
 */
export function replace({ target, start, end, replacement }) {
  const text = page.state[target];
  change({ [target]: text.slice(0, start) + replacement + text.slice(end) }, { discrete: true });
}

/* True when the positions in the core's answer fit the texts as they are now. */
export function fresh() {
  const of = page.answer?.of;
  return Boolean(of) && of.template === page.state.template && of.verbalizer === page.state.verbalizer;
}

/** @type {((answer: any) => Edit | null | undefined)[]} */
const waiting = [];

/**
 * A deed that needs positions: `find(answer)` gives the edit. When the answer lags behind the typing, the deed waits for
 * the next one that fits, so a quick second click is not lost.
 * @param {(answer: any) => Edit | null | undefined} find
 */
export function edit(find) {
  if (!fresh()) {
    waiting.push(find);
    return;
  }
  const found = find(page.answer);
  // Positions of the last good picture do not fit a text that could not be understood.
  if (!found || !page.answer.understood[found.target]) return;
  replace(found);
}

/**
 * Which model answers, as the header shows it: its card, and what is wrong with it.
 * @param {any} model
 */
export function setModel(model) {
  if (same(model, page.model)) return;
  page.model = model;
  announce("model", model);
}

/**
 * An answer arrived. One older than the last shown is dropped.
 * @param {any} answer
 */
export function receive(answer) {
  if (page.answer && answer.rev < page.answer.rev) return;
  const before = page.answer;
  // No text is no error: a verbalizer to be begun.
  if (!answer.verbalizer && !answer.of.verbalizer.trim()) {
    answer.verbalizer = { labels: [], notices: [], add_label: { at: answer.of.verbalizer.length, prefix: "" } };
  }
  page.answer = {
    ...answer,
    // The last good picture stays: the boxes are only redrawn from what could be understood.
    template: answer.template ?? before?.template ?? null,
    verbalizer: answer.verbalizer ?? before?.verbalizer ?? null,
    understood: { template: Boolean(answer.template), verbalizer: Boolean(answer.verbalizer) },
  };
  const { model, error } = answer;
  if (model || error?.target === "model")
    setModel({ ...page.model, ...model, error: error?.target === "model" ? error.message : null });
  announce("answer", page.answer);
  // The first answer may be here before the page has a state.
  const next = waiting.length && fresh() ? waiting.shift() : null;
  if (next) edit(next);
}
