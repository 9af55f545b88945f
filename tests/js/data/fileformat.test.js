/* What a choice of how a file is read does to the choices made before. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withChoice } from "../../../assets/js/data/choice.js";

/** @type {import("../../../assets/js/lib/calls.d.ts").FileFormatAsked} */
const options = { kind: "csv", encoding: "utf-8", delimiter: ",", header: true, cut: "last", start: 3, seed: 0, by: 1 };

test("another separator makes other columns, of which nothing is known yet", () => {
  const { options: next, others } = withChoice(options, "delimiter", "@");
  assert.deepEqual(next, { ...options, delimiter: "@", cut: null, header: null, start: null, by: null });
  assert.equal(others, true);
  assert.equal(withChoice(options, "delimiter", " ").options.cut, "first");
});

test("another row at the top leaves open whether it names the columns", () => {
  assert.deepEqual(withChoice(options, "start", 4), {
    options: { ...options, start: 4, header: null, by: null },
    others: true,
  });
  const cut = withChoice(options, "cut", "first");
  assert.equal(cut.others, true);
  assert.equal(cut.options.start, 3);
});

test("another encoding or a header leaves the columns as they are", () => {
  for (const [name, value] of /** @type {const} */ ([
    ["encoding", "big5"],
    ["header", false],
  ]))
    assert.deepEqual(withChoice(options, name, value), { options: { ...options, [name]: value }, others: false });
});
