import assert from "node:assert/strict";
import test from "node:test";

import { loadStrings, pageLanguage, ready, t } from "../../../assets/js/lib/strings.js";

test("the sentences are ready when they were loaded", async () => {
  loadStrings({ "ui.greeting": "Hello {name}" }, "en");
  await ready;
  assert.equal(pageLanguage(), "en");
  assert.equal(t("greeting", { name: "Ada" }), "Hello Ada");
});

test("an unknown key is shown as it is, and so is a place without a value", () => {
  loadStrings({ "ui.greeting": "Hello {name}" }, "en");
  assert.equal(t("unknown"), "unknown");
  assert.equal(t("greeting"), "Hello {name}");
});

test("what stands in a value is never looked into", () => {
  loadStrings({ "ui.two": "{a} and {b}", "ui.rows": "{n, plural, one {# row} other {# rows}}" }, "en");
  assert.equal(t("two", { a: "{b}", b: "$& <b>" }), "{b} and $& <b>");
  assert.equal(t("rows", { n: "$&" }), "$& rows");
});
