import assert from "node:assert/strict";
import test from "node:test";

import { loadStrings } from "../../../assets/js/lib/strings.js";
import { changes } from "../../../assets/js/play/diff.js";

const changed = (runs) => runs.filter(({ kind }) => kind === "changed").map(({ text }) => text);
const whole = (runs) => runs.map(({ text }) => text).join("");

test("equal texts have no changes", () => {
  loadStrings({}, "en");
  assert.deepEqual(changes("a fine film", "a fine film").map(changed), [[], []]);
});

test("a replaced word is changed on both sides, and no text is lost", () => {
  loadStrings({}, "en");
  const [one, other] = changes("It was a fine film.", "It was a dull film.");
  assert.deepEqual([changed(one), changed(other)], [["fine"], ["dull"]]);
  assert.deepEqual([whole(one), whole(other)], ["It was a fine film.", "It was a dull film."]);
});

test("words that moved into the middle are found by the longest common subsequence", () => {
  loadStrings({}, "en");
  const [one, other] = changes("a b c d", "a x c y d");
  assert.deepEqual([changed(one), changed(other)], [["b"], ["x", "y"]]);
});

test("Chinese is compared by characters", () => {
  loadStrings({}, "zh");
  const [one, other] = changes("这部电影很好看", "这部电影不好看");
  assert.deepEqual([changed(one), changed(other)], [["很"], ["不"]]);
});

test("of texts too long to compare the whole middle counts as changed", () => {
  loadStrings({}, "en");
  const long = (word) => `same ${Array.from({ length: 500 }, (_, i) => `${word}${i % 7}`).join(" ")} end`;
  const [one] = changes(long("a"), long("b"));
  assert.equal(one[0].kind, "text");
  assert.ok(changed(one).length >= 500);
});
