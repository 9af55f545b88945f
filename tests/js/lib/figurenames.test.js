import assert from "node:assert/strict";
import { test } from "node:test";
import { inLines, inRoom } from "../../../assets/js/lib/figurenames.js";

test("a long name goes into so many lines, and nothing of it is lost", () => {
  const text = "{text} All in all, I would say that it was a [MASK] film, and so would my friends.";
  for (const count of [1, 2, 3]) {
    const lines = inLines(text, count);
    assert.ok(lines.length <= count);
    assert.equal(lines.join(" "), text);
  }
});

test("a name without spaces stays on its line", () => {
  assert.deepEqual(inLines("总之这家店非常非常好看", 3), ["总之这家店非常非常好看"]);
});

test("a title is broken where there is room, and nothing of it is lost", () => {
  const letters = (/** @type {string} */ text) => text.length;
  assert.deepEqual(inRoom("Accuracy, template × verbalizer", 20, letters), ["Accuracy, template ×", "verbalizer"]);
  assert.deepEqual(inRoom("short", 20, letters), ["short"]);
  const long = "{text}" + "总之这家店很好".repeat(4);
  const lines = inRoom(long, 10, letters);
  assert.equal(lines.join(""), long);
  assert.ok(lines.every((line) => line.length <= 10) && lines.length === 4);
  assert.deepEqual(inRoom("", 20, letters), []);
});
