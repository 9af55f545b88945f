/* The page's state (what a person typed and chose) and the core's latest answer to it.
   Draws nothing and sends nothing: others listen. */

import { announce, remembers } from "./events.js";

export const page = { state: null, defaults: null, plainOptions: null, answer: null, model: null };

remembers("answer", () => page.answer);
remembers("model", () => page.model);

export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/* `defaults` is the first example; `plainOptions` are the options where nobody chose any. */
export function begin(state, defaults, plainOptions) {
  page.state = state;
  page.defaults = defaults;
  page.plainOptions = plainOptions;
}

/* Merge a patch into the state. `discrete` marks a single deed (a click), not one key of many. */
export function change(patch, { discrete = false } = {}) {
  const next = { ...page.state, ...patch };
  if (same(next, page.state)) return;
  if (discrete) announce("before-deed");
  page.state = next;
  announce("state", { discrete });
}

export const setField = (name, text) =>
  change({ fields: Object.fromEntries([...Object.entries(page.state.fields), [name, text]]) });

export const setOption = (name, value, how) => change({ options: { ...page.state.options, [name]: value } }, how);

/* True when the positions in the core's answer fit the texts as they are now. */
export function fresh() {
  const of = page.answer?.of;
  return Boolean(of) && of.template === page.state.template && of.verbalizer === page.state.verbalizer;
}

/* A deed that needs positions: `find(answer)` gives the edit. When the answer lags behind the
   typing, the deed waits for the next one that fits, so a quick second click is not lost. */
const waiting = [];

export function edit(find) {
  if (!fresh()) {
    waiting.push(find);
    return;
  }
  const found = find(page.answer);
  // Positions of the last good picture do not fit a text that could not be understood.
  if (!found || !page.answer.understood[found.target]) return;
  const text = page.state[found.target];
  change(
    { [found.target]: text.slice(0, found.start) + found.replacement + text.slice(found.end) },
    { discrete: true },
  );
}

/* Which model answers, as the header shows it: its card, and what is wrong with it. */
export function setModel(model) {
  if (same(model, page.model)) return;
  page.model = model;
  announce("model", model);
}

/* An answer arrived. One older than the last shown is dropped. */
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
  if (waiting.length && fresh()) edit(waiting.shift());
}
