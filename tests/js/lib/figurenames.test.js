import assert from "node:assert/strict";
import { test } from "node:test";
import { inLines } from "../../../assets/js/lib/figurenames.js";

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
