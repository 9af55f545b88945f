/* Rows that stand closer where there is less height. */
import assert from "node:assert/strict";
import test from "node:test";

import { fitted } from "../../../assets/js/lib/closer.js";

const annotations = [{ text: "plain 5.0%" }];
const closer = { rows: 12, least: 16, traces: 2, layout: { annotations, margin: { r: 90 } } };
const figure = /** @type {any} */ ({
  data: [{ type: "bar" }, { type: "bar" }, { type: "scatter" }],
  layout: { meta: { height: 520, closer, table: { head: [], rows: [] } }, margin: { r: 60 } },
});

test("a figure that fits stays as it is", () => {
  assert.deepEqual(fitted(figure, 520, 1), { figure, largest: Infinity });
  assert.equal(fitted(figure, Infinity, 1.5).figure, figure);
});

test("with less height rows are lower, their type follows, and the figure says what is drawn", () => {
  const { figure: found, largest } = fitted(figure, 336, 1.5);
  const layout = /** @type {any} */ (found.layout);
  assert.equal(found.data.length, 2);
  assert.ok(layout.meta.height * 1.5 <= 336 && layout.meta.height * 1.5 > 320);
  assert.ok(largest > 18 && largest < 21, `${largest} px`);
  assert.deepEqual(layout.annotations, annotations);
  assert.deepEqual(layout.meta.table, figure.layout.meta.table);
});

test("no row is lower than can be read", () => {
  const { figure: found, largest } = fitted(figure, 60, 1);
  assert.equal(/** @type {any} */ (found.layout).meta.height, 12 * 16 + 8);
  assert.ok(largest > 11);
});

test("a figure that does not stand closer is left alone", () => {
  const plain = /** @type {any} */ ({ data: [], layout: { meta: { height: 500 } } });
  assert.equal(fitted(plain, 100, 1).figure, plain);
});
