import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromQuery } from "../../../assets/js/lib/address.js";
import { learnChoices } from "../../../assets/js/lib/choices.js";
import { exerciseOf } from "../../../assets/js/lib/exercise.js";
import { fromLink } from "../../../assets/js/lib/linked.js";

/* Links that people have saved, of every version so far, and what they open. Add to them; change none. */
const KEPT = JSON.parse(readFileSync(new URL("../../links.json", import.meta.url), "utf-8"));
const PLAIN = {
  calibration: "none",
  content_free: ["N/A", ""],
  domain: null,
  aggregation: "mean",
  filling: "sequential",
  length_normalised: false,
  top_k: 10,
  batch_rows: [],
};
const FIRST = {
  template: "first",
  verbalizer: "a: b",
  fields: { text: "first" },
  model: "",
  prompts: [],
  options: PLAIN,
};

learnChoices([
  {
    option: "calibration",
    values: ["none", "contextual", "pmi", "batch"].map((name) => ({ name, options: [] })),
    kinds: null,
  },
  {
    option: "aggregation",
    values: ["mean", "geometric", "sum", "max"].map((name) => ({ name, options: [] })),
    kinds: null,
  },
  { option: "filling", values: ["independent", "sequential"].map((name) => ({ name, options: [] })), kinds: null },
]);

for (const { name, query, state, options = {}, parts = {}, exercise = null } of KEPT) {
  test(`a saved link still opens: ${name}`, () => {
    const read = new URLSearchParams(query);
    const found = fromQuery(read, FIRST, PLAIN);
    assert.deepEqual(found, state && { ...FIRST, ...state, options: { ...PLAIN, ...options } });
    for (const [part, { like, found: its }] of Object.entries(parts)) assert.deepEqual(fromLink(part, like, read), its);
    assert.deepEqual(exerciseOf(read), exercise);
  });
}
