/* Where soft tokens stand in a template's text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hasSoft, placeOf, PLACES, startWords, withoutSoft, withSoft } from "../../../assets/js/train/soft.js";

const PLAIN = "{text} It was [MASK].";

test("each place is written, and found again", () => {
  const written = {
    front: "[SOFT*5] {text} It was [MASK].",
    mask: "{text} It was [SOFT*5] [MASK].",
    behind: "{text} It was [MASK]. [SOFT*5]",
    words: "{text} [SOFT:It was] [MASK].",
  };
  for (const place of PLACES) {
    assert.equal(withSoft(PLAIN, place, 5), written[place]);
    assert.equal(placeOf(written[place]), place);
  }
  assert.equal(withSoft(PLAIN, "front", 1), "[SOFT] {text} It was [MASK].");
});

test("a place that a template does not have is null", () => {
  assert.equal(withSoft("no mask", "mask", 2), null);
  assert.equal(withSoft("", "front", 2), null);
  assert.equal(withSoft("{text} [MASK]", "words", 2), null);
  assert.equal(placeOf(PLAIN), null);
});

test("going from one place to another leaves nothing behind", () => {
  for (const from of PLACES) {
    assert.equal(withoutSoft(withSoft(PLAIN, from, 3) ?? ""), PLAIN);
    for (const to of PLACES) assert.equal(withSoft(withSoft(PLAIN, from, 3) ?? "", to, 3), withSoft(PLAIN, to, 3));
  }
});

test("soft tokens start from words where all of them have words", () => {
  assert.deepEqual(startWords("{text} [SOFT:It was] [MASK] [SOFT:indeed]."), ["It was", "indeed"]);
  assert.equal(startWords("{text} [SOFT:It was] [SOFT*2] [MASK]."), null);
  assert.equal(startWords(PLAIN), null);
  assert.ok(hasSoft("[soft]") && hasSoft("[SOFT:a]") && !hasSoft(PLAIN));
});
