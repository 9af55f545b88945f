/* What columns are for, while a person chooses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assign, fault, isFaulty, mappingOf, rename, roleAt, rolesOf } from "../../../assets/js/data/roles.js";

const columns = ["premise", "two words", "verdict"].map((name) => ({ name, sample: [], distinct: 0 }));
const none = rolesOf({ label: null, split: null, slots: {} });

test("the first slot is text, others are called as their column where that is a name", () => {
  const one = assign(none, 1, "slot", columns);
  assert.deepEqual(mappingOf(one).slots, { text: 1 });
  assert.deepEqual(mappingOf(assign(one, 0, "slot", columns)).slots, { premise: 0, text: 1 });
  const two = assign(assign(none, 0, "slot", columns), 1, "slot", columns);
  assert.deepEqual(mappingOf(two).slots, { text: 0, text2: 1 });
});

test("a slot that is left alone under its column's name is text again", () => {
  const two = assign(assign(none, 1, "slot", columns), 0, "slot", columns);
  assert.deepEqual(mappingOf(assign(two, 1, "none", columns)).slots, { text: 0 });
});

test("a column has one role, and a role but a slot one column", () => {
  const labelled = assign(assign(none, 2, "label", columns), 2, "split", columns);
  assert.equal(labelled.label, null);
  assert.equal(roleAt(labelled, 2), "split");
  assert.equal(assign(assign(none, 0, "label", columns), 2, "label", columns).label, 2);
});

test("two slots of one name, or of none, stand until they are renamed", () => {
  const two = assign(assign(none, 0, "slot", columns), 1, "slot", columns);
  const twice = rename(two, 1, "text");
  assert.equal(fault(twice), "twice");
  assert.deepEqual([isFaulty(twice, 0), isFaulty(twice, 1), isFaulty(twice, 2)], [true, true, false]);
  assert.equal(fault(rename(two, 0, "")), "empty");
  assert.equal(fault(rename(twice, 1, "b")), null);
});
