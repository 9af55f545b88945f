/* Where trigger tokens stand in a template's text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { triggersIn, withTriggers } from "../../../assets/js/search/placing.js";

test("they stand between the text and the words of the prompt", () => {
  const placed = {
    "{text} It was [MASK].": "{text} [T*3] It was [MASK].",
    "{text}。这家店真[MASK]。": "{text}。[T*3]这家店真[MASK]。",
    "Question: {question} Answer: {answer}? [MASK].": "Question: {question} Answer: {answer}? [T*3] [MASK].",
    "[MASK]: {text}": "[T*3] [MASK]: {text}",
    "It was [MASK]. {text}": "It was [T*3] [MASK]. {text}",
    "{text}": "{text}",
  };
  for (const [template, wanted] of Object.entries(placed)) assert.equal(withTriggers(template, 3), wanted);
});

test("those that stand there keep their place", () => {
  assert.equal(withTriggers("[T] {text} [T*4] [MASK]", 2), "[T*2] {text}  [MASK]");
  assert.equal(withTriggers("{text} [t*2] [MASK]", 1), "{text} [T] [MASK]");
  assert.equal(triggersIn("[T] {text} [t*4] [MASK]"), 5);
  assert.equal(triggersIn("{text} [MASK]"), 0);
});
