import assert from "node:assert/strict";
import { test } from "node:test";
import { fromLink, linked, parameters } from "../../../assets/js/lib/linked.js";
import { slotsOf } from "../../../assets/js/lib/templatetext.js";

const FORM = { data: null, split: "dev", sample: null, seed: 1, templates: [""], seeds: [1], trained: false };

test("a form goes into a link and comes out of it", () => {
  const value = {
    data: { upload: "abc:1" },
    split: "test",
    sample: 20,
    seed: 3,
    templates: ["{text} & [MASK]", "b=c"],
    seeds: [1, 2],
    trained: true,
  };
  linked("form", () => value);
  const query = new URLSearchParams(new URLSearchParams(parameters()).toString());
  assert.deepEqual(fromLink("form", FORM, query), value);
});

test("what is not told is left to the page", () => {
  linked("form", () => ({ ...FORM, templates: [] }));
  const query = new URLSearchParams(parameters());
  assert.deepEqual(fromLink("form", FORM, query), { split: "dev", seed: 1, seeds: [1], trained: false });
  assert.equal(fromLink("form", FORM, new URLSearchParams("template=x&field.text=y")), null);
});

test("no value is of another type than its place", () => {
  const query = new URLSearchParams("form.data=evil&form.split=demo:x&form.templates=demo:x&form.trained=maybe");
  assert.deepEqual(fromLink("form", FORM, query), { split: "demo:x", templates: ["demo:x"], trained: false });
});

test("the slots of a template are found where the core finds them", () => {
  assert.deepEqual(slotsOf("{text} {{no}} { a b } [MASK] [[SOFT] {x}"), ["text", "a b", "x"]);
});
