import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { on } from "../../../assets/js/lib/events.js";
import { begin, change, edit, page, receive, setField } from "../../../assets/js/lib/store.js";

const STATE = { template: "{text} [MASK]", verbalizer: "a: x", fields: {}, options: {}, prompts: [], model: "" };
const answer = (rev, of = page.state) => ({
  rev,
  of,
  template: {},
  verbalizer: { labels: [] },
  model: null,
  error: null,
});

beforeEach(() => {
  page.answer = null;
  begin(structuredClone(STATE), structuredClone(STATE), {});
});

test("a change is heard once, and only if something changed", () => {
  let heard = 0;
  on("state", () => (heard += 1));
  setField("text", "a film");
  setField("text", "a film");
  assert.deepEqual(page.state.fields, { text: "a film" });
  assert.equal(heard, 1);
});

test("an answer older than the one shown is dropped", () => {
  receive(answer(2));
  receive({ ...answer(1), template: { old: true } });
  assert.equal(page.answer.rev, 2);
});

test("an edit waits for an answer that fits the text", () => {
  receive(answer(1));
  change({ template: "{text} so [MASK]" });
  edit(() => ({ target: "template", start: 7, end: 9, replacement: "very" }));
  assert.equal(page.state.template, "{text} so [MASK]");
  receive(answer(2));
  assert.equal(page.state.template, "{text} very [MASK]");
});
