/* The grid in one sentence: how far the wording alone moves the accuracy. */
import { t } from "../lib/strings.js";
import { whole } from "../lib/format.js";

const MUCH_MORE = 1.5;
const width = ({ low, high }) => high - low;
const known = (cells) => cells.map((cell) => cell?.accuracy).filter(Number.isFinite);

function span(kind, other, cells) {
  const found = known(cells);
  return found.length > 1 ? [{ kind, other, low: Math.min(...found), high: Math.max(...found) }] : [];
}

/* The widest row or column of all grids, in words; "" where everything is the same. */
export function movesSentence(grids) {
  const spans = grids.flatMap((grid) => {
    const rows = grid.rows.filter((row) => !row.ensemble);
    const columns = grid.columns.map((name, i) =>
      span(
        "template",
        name,
        rows.map((row) => row.cells[i]),
      ),
    );
    return [...columns.flat(), ...rows.flatMap((row) => span("verbalizer", row.name, row.cells))];
  });
  const widest = (kind) =>
    spans.filter((each) => each.kind === kind).reduce((a, b) => (a && width(a) >= width(b) ? a : b), null);
  const [template, verbalizer] = [widest("template"), widest("verbalizer")];
  // Templates are the page's first subject, unless the label words do much more.
  const found = template && !(verbalizer && width(verbalizer) > MUCH_MORE * width(template)) ? template : verbalizer;
  if (!found || whole(found.low) === whole(found.high)) return "";
  return t(`compare.moves.${found.kind}`, { other: found.other, low: whole(found.low), high: whole(found.high) });
}
