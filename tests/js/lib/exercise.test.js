import assert from "node:assert/strict";
import { test } from "node:test";
import { allowed, exerciseOf, exerciseParameters, LONGEST } from "../../../assets/js/lib/exercise.js";

const SET = {
  text: "Zeile 1\n<b>2</b> & 你好",
  question: "Why?",
  goal: 'share of "positive" above 80%',
  hide: ["options", "steps"],
  lock: ["template", "text"],
};

test("an exercise goes into a link and comes out of it", () => {
  const query = new URLSearchParams(exerciseParameters(SET)).toString();
  assert.deepEqual(exerciseOf(new URLSearchParams(query)), SET);
  assert.deepEqual(exerciseParameters(null), []);
  assert.equal(exerciseOf(new URLSearchParams("template=x&hide=options")), null);
});

test("what a link says of parts that do not exist counts for nothing", () => {
  const query = new URLSearchParams(
    "exercise.hide=constructor&exercise.hide=body&exercise.hide=steps&exercise.hide=steps&exercise.lock=steps" +
      "&exercise.lock=__proto__&exercise.lock=labels&exercise.lock=text&exercise.evil=1&exercise.text=",
  );
  assert.deepEqual(exerciseOf(query), { text: "", question: "", goal: "", hide: ["steps"], lock: ["text"] });
});

test("texts have bounds", () => {
  const long = "x".repeat(5000);
  const found = exerciseOf(
    new URLSearchParams([
      ["exercise.text", long],
      ["exercise.question", long],
      ["exercise.goal", long],
    ]),
  );
  assert.equal(found?.text.length, LONGEST.text);
  assert.equal(found?.question.length, LONGEST.question);
  assert.equal(found?.goal.length, LONGEST.goal);
});

test("what is locked does not change, whoever asks", () => {
  const patch = { template: "t", verbalizer: "v", fields: { text: "x" } };
  assert.deepEqual(allowed(patch, SET), { verbalizer: "v" });
  assert.equal(allowed(patch, null), patch);
  assert.equal(allowed(patch, { ...SET, lock: ["form"] }), patch);
});
