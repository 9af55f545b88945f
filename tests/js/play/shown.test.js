import assert from "node:assert/strict";
import test from "node:test";

import { nothingShown, PARTS, shownAfter } from "../../../assets/js/play/shown.js";

const FIGURE = { data: [], layout: {} };
const answer = (rev, parts = {}, error = null) => ({
  rev,
  error,
  labels: { items: [], message: null, figure: FIGURE },
  words: { figure: FIGURE },
  prompts: [],
  vocabulary: { columns: [], note: null },
  steps: { rows: [] },
  reading: { pieces: [] },
  sentence: { parts: [], gaps: 1, fillings: [], note: "" },
  ...parts,
});

test("a whole answer is shown whole", () => {
  const shown = shownAfter(nothingShown(), answer(3));
  assert.equal(shown.rev, 3);
  for (const name of PARTS) assert.ok(shown.parts[name] && !shown.stale[name]);
});

test("a part that could not be computed stays as it was, dimmed, until it is there again", () => {
  const before = shownAfter(nothingShown(), answer(1));
  const during = shownAfter(before, answer(2, { vocabulary: null }, { message: "wrong" }));
  assert.equal(during.parts.vocabulary, before.parts.vocabulary);
  assert.ok(during.stale.vocabulary && !during.stale.steps);
  assert.equal(during.rev, 2);
  assert.equal(shownAfter(during, answer(3)).stale.vocabulary, false);
});

test("a chart that an error emptied is no answer; without an error it is one", () => {
  const before = shownAfter(nothingShown(), answer(1));
  const empty = { labels: { items: [], message: null, figure: null } };
  const wrong = shownAfter(before, answer(2, empty, { message: "wrong" }));
  assert.equal(wrong.parts.labels.figure, FIGURE);
  assert.ok(wrong.stale.labels);
  const invited = shownAfter(before, answer(2, empty));
  assert.equal(invited.parts.labels.figure, null);
  assert.ok(!invited.stale.labels);
});

test("an answer without any part dims everything", () => {
  const before = shownAfter(nothingShown(), answer(1));
  const shown = shownAfter(before, { rev: 2, error: { message: "a fault" } });
  assert.deepEqual(shown.parts, before.parts);
  assert.ok(PARTS.every((name) => shown.stale[name]));
});
