import assert from "node:assert/strict";
import test from "node:test";

import { marksOf, whole } from "../../../assets/js/play/thin.js";

const READING = { pieces: ["a"] };
const answer = (rev, parts) => ({ rev, labels: null, words: null, reading: null, marks: {}, same: [], ...parts });

test("a part that is told is there, and its mark is said from then on", () => {
  const { answer: found, had } = whole({}, answer(1, { reading: READING, marks: { reading: "r1" } }));
  assert.equal(found.reading, READING);
  assert.deepEqual(marksOf(had), { reading: "r1" });
});

test("a part that is the same is the very object that was told before", () => {
  const { had } = whole(
    {},
    answer(1, { reading: READING, labels: { items: [] }, marks: { reading: "r1", labels: "l1" } }),
  );
  const second = whole(had, answer(2, { labels: { items: [1] }, marks: { labels: "l2" }, same: ["reading"] }));
  assert.equal(second.answer.reading, READING);
  assert.deepEqual(second.answer.labels, { items: [1] });
  assert.deepEqual(marksOf(second.had), { reading: "r1", labels: "l2" });
});

test("a part that an answer lacks stays known, for a later one may be the same", () => {
  const { had } = whole({}, answer(1, { reading: READING, marks: { reading: "r1" } }));
  const broken = whole(had, answer(2, { problem: {} }));
  assert.equal(broken.answer.reading, null);
  assert.equal(whole(broken.had, answer(3, { same: ["reading"] })).answer.reading, READING);
});

test("an answer of a server that knows no marks is taken as it is", () => {
  const { answer: found, had } = whole({}, { rev: 1, reading: READING });
  assert.equal(found.reading, READING);
  assert.deepEqual(had, {});
});
