/* The grid in one sentence: how far the wording alone moves the accuracy. */
import { whole } from "../lib/format.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").ModelGrid} ModelGrid */
/** @typedef {import("../lib/calls.d.ts").GridCell} GridCell */
/** @typedef {{ kind: "template" | "verbalizer", other: string, low: number, high: number }} Span */

const MUCH_MORE = 1.5;

/** @param {Span} span */
const width = ({ low, high }) => high - low;

/**
 * From the worst to the best of some cells, where there are two at least.
 * @param {Span["kind"]} kind what differs between them
 * @param {string} other what they have in common
 * @param {GridCell[]} cells
 * @returns {Span[]}
 */
function span(kind, other, cells) {
  const found = cells.flatMap(({ accuracy }) => (accuracy === null ? [] : [accuracy]));
  return found.length > 1 ? [{ kind, other, low: Math.min(...found), high: Math.max(...found) }] : [];
}

/**
 * The widest row or column of all grids, in words; "" where everything is the same.
 * @param {ModelGrid[]} grids
 */
export function movesSentence(grids) {
  const spans = grids.flatMap((grid) => {
    const rows = grid.rows.filter((row) => !row.ensemble);
    const columns = grid.columns.flatMap((name, i) =>
      span(
        "template",
        name,
        rows.map((row) => row.cells[i]),
      ),
    );
    return [...columns, ...rows.flatMap((row) => span("verbalizer", row.name, row.cells))];
  });
  /** @param {Span["kind"]} kind */
  const widest = (kind) =>
    spans
      .filter((each) => each.kind === kind)
      .reduce((a, b) => (a && width(a) >= width(b) ? a : b), /** @type {Span | null} */ (null));
  const [template, verbalizer] = [widest("template"), widest("verbalizer")];
  // Templates are the page's first subject, unless the label words do much more.
  const found = template && !(verbalizer && width(verbalizer) > MUCH_MORE * width(template)) ? template : verbalizer;
  if (!found || whole(found.low) === whole(found.high)) return "";
  return t(`compare.moves.${found.kind}`, { other: found.other, low: whole(found.low), high: whole(found.high) });
}
