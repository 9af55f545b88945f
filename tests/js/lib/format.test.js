import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import * as format from "../../../assets/js/lib/format.js";
import { loadStrings, t } from "../../../assets/js/lib/strings.js";

// The same cases as tests/test_numbers.py has.
const cases = JSON.parse(readFileSync(new URL("../../numbers.json", import.meta.url), "utf-8"));

for (const name of ["percent", "count"]) {
  for (const [value, language, text] of cases[name]) {
    test(`${name}(${value}) in ${language} is ${text}`, () => {
      loadStrings({}, language);
      assert.equal(format[name](value), text);
    });
  }
}

for (const [seconds, unit, n] of cases.span) {
  test(`${seconds} s are ${n} ${unit}`, () => assert.deepEqual(format.span(seconds), { unit, n }));
}

for (const [sentence, language, values, text] of cases.sentences) {
  test(`${sentence} in ${language} says ${text}`, () => {
    loadStrings({ "ui.it": sentence }, language);
    assert.equal(t("it", values), text);
  });
}

test("whole shares, points and signed differences", () => {
  loadStrings({}, "en");
  assert.equal(format.whole(0.125), "13%");
  assert.deepEqual([0.08, -0.02, 0.001, -0.001].map(format.points), ["+8", "−2", "0", "0"]);
  assert.equal(format.signed(-0.05, 2), "−0.05");
  assert.equal(format.signed(1234.5, 1), "+1,234.5");
});

test("an interval and a duration are said by the catalogue", () => {
  loadStrings(
    {
      "ui.result.interval": "{low} to {high}",
      "ui.train.about_seconds": "about {n} s",
      "ui.train.took_minutes": "{n} min",
    },
    "en",
  );
  assert.equal(format.interval([0.1, 0.25], format.whole), "10% to 25%");
  assert.equal(format.duration(12.2), "about 12 s");
  assert.equal(format.duration(170, true), "3 min");
});
