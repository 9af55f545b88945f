import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "../../../assets/js/learn/text.js";

const TERMS = [
  { id: "label", name: "label" },
  { id: "label-word", name: "label word" },
  { id: "mask", name: "掩码" },
  { id: "plus", name: "c++ (x)" },
];
const found = (/** @type {string} */ text, seen = new Set()) =>
  parts(text, TERMS, seen).map(({ kind, text: its }) => `${kind}:${its}`);

test("a term is marked once, the longer before the shorter, in the plural too", () => {
  assert.deepEqual(found("Two label words and a label, a label."), [
    "plain:Two ",
    "term:label words",
    "plain: and a ",
    "term:label",
    "plain:, a label.",
  ]);
});

test("part of a word is no term, but Chinese words have no bounds", () => {
  assert.deepEqual(found("unlabelled labels-to-be"), ["plain:unlabelled labels-to-be"]);
  assert.deepEqual(found("这个掩码很好"), ["plain:这个", "term:掩码", "plain:很好"]);
});

test("code is code, and no term stands in it; a lone backtick is text", () => {
  assert.deepEqual(found("`label` is `x"), ["code:label", "plain: is `x"]);
});

test("what stands in a pattern is a letter in a name", () => {
  assert.deepEqual(found("a c++ (x) b"), ["plain:a ", "term:c++ (x)", "plain: b"]);
});

test("texts joined are the text, and terms seen before are not marked again", () => {
  const seen = new Set();
  assert.equal(
    parts("A label. A label word.", TERMS, seen)
      .map((part) => part.text)
      .join(""),
    "A label. A label word.",
  );
  assert.deepEqual([...seen], ["label", "label-word"]);
  assert.deepEqual(found("label", seen), ["plain:label"]);
  assert.deepEqual(parts("", TERMS, seen), []);
});
