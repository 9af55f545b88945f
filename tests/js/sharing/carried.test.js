import assert from "node:assert/strict";
import { test } from "node:test";
import { carried } from "../../../assets/js/sharing/carried.js";
import { goalOf, written } from "../../../assets/js/sharing/goal.js";

const OPTIONS = ["calibration", "top_k"];
const keys = (/** @type {string} */ text) => carried(new URLSearchParams(text), OPTIONS).map(({ key }) => key);

test("a link is told by its parts", () => {
  assert.deepEqual(keys(""), []);
  assert.deepEqual(keys("v=1&template=t&verbalizer=v&field.a=1&field.b=2&calibration=pmi"), [
    "template",
    "verbalizer",
    "fields",
    "options",
  ]);
  assert.deepEqual(keys("evaluate.data=demo:x&job.id=1&prompt=a&prompt=b"), ["prompts", "form", "job"]);
  assert.deepEqual(keys("search.method=x&look.pair.open=true"), ["form", "look"]);
  assert.deepEqual(keys("exercise.text=x&exercise.hide=options&exercise.lock=text"), ["exercise"]);
  assert.deepEqual(keys("exercise.text=x"), ["exercise.texts"]);
  const [fields] = carried(new URLSearchParams("field.a=1&field.b=2"), OPTIONS);
  assert.deepEqual(fields.values, { slots: "{a}, {b}" });
});

test("a goal is written as a condition and read back", () => {
  for (const name of ["positive", "a “b” c", 'say "yes"', "好评", "「x」"]) {
    for (const goal of [
      { kind: "above", name, number: 80 },
      { kind: "below", name, number: 7 },
      { kind: "label", name, number: 0 },
      { kind: "word", name, number: 0 },
    ])
      assert.deepEqual(goalOf(written(goal)), goal);
  }
  assert.equal(written({ kind: "above", name: "positive", number: 80 }), 'share of "positive" above 80%');
});

test("what is no goal of the form is left as it is", () => {
  assert.equal(written({ kind: "", name: "x", number: 1 }), "");
  assert.equal(written({ kind: "above", name: "  ", number: 1 }), "");
  assert.equal(written({ kind: "constructor", name: "x", number: 1 }), "");
  assert.equal(goalOf("mass outside below 20%"), null);
  assert.equal(written({ kind: "above", name: "x", number: Number.NaN }), 'share of "x" above 0%');
});
