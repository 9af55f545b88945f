/* Four small cards, each a picture of the evaluation and one line that says how to read it. */
import { currentLine } from "../jobs/current.js";
import { chart } from "../lib/chart.js";
import { named } from "../jobs/evaluations/fields.js";
import { on } from "../lib/events.js";
import { whole } from "../lib/format.js";
import { html } from "../lib/lit.js";
import { swatch } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawn, drawnCard } from "../lib/view.js";
import { evaluation } from "./evaluation.js";
import { showCell } from "./examples.js";

/** @typedef {import("../lib/calls.d.ts").LabelNumbers} LabelNumbers */

const FIGURES = /** @type {const} */ (["confusion", "bias", "reliability", "prior"]);
/** @type {{ name: "support" | "predicted" | "precision" | "recall" | "f1", write: (value: number) => string }[]} */
const COLUMNS = [
  { name: "support", write: String },
  { name: "predicted", write: String },
  { name: "precision", write: whole },
  { name: "recall", write: whole },
  { name: "f1", write: whole },
];

/**
 * A click on a cell of the matrix lists its examples.
 * @param {{ customdata?: unknown }} point Plotly's
 */
function pick({ customdata: found }) {
  const labels = evaluation().labels ?? [];
  if (Array.isArray(found) && labels[found[0]] && labels[found[1]])
    showCell(labels[found[0]].label, labels[found[1]].label);
}

/**
 * @param {typeof FIGURES[number]} name
 * @param {() => unknown} [below] what stands under the picture
 */
function figureCard(name, below = () => null) {
  const id = `pp-figure-${name}`;
  const title = t(`evaluate.${name}`);
  const picture = chart({
    testid: `figure-${name}`,
    label: title,
    title: () => [title, currentLine()?.title].filter(Boolean).join(" · "),
    onpick: name === "confusion" ? pick : undefined,
  });
  const { node } = drawnCard(id, () => {
    if (!evaluation().figures?.[name]) return null;
    const side = html`${help(title, t(`evaluate.${name}.help`))}
      <div class="pp-side">${picture.menu}</div>`;
    return html`${cardHead(id, title, side)}
      <p class="pp-quiet pp-figure-line">${t(`evaluate.${name}.line`)}</p>
      ${picture.node} ${below()}`;
  }, ["current"]);
  const show = () => picture.show(evaluation().figures?.[name]);
  on("current", show);
  show();
  return node;
}

/** Counts, precision, recall and F1 of every label. */
const labelTable = () =>
  html`<div class="pp-label-table">
    <p class="pp-form-label">${named(t("evaluate.table"), t("evaluate.table.help"))}</p>
    <div class="pp-scroll">
      <table class="pp-steps" data-testid="label-table">
        <thead>
          <tr>
            <th scope="col">${t("evaluate.label")}</th>
            ${COLUMNS.map(
              ({ name }) =>
                html`<th scope="col" class="pp-number" title=${t(`evaluate.${name}.help`)}>
                  ${t(`evaluate.${name}`)}
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${(evaluation().labels ?? []).map(labelRow)}
        </tbody>
      </table>
    </div>
  </div>`;

/**
 * @param {LabelNumbers} label
 * @param {number} index
 */
const labelRow = (label, index) =>
  html`<tr>
    <th scope="row">${swatch(index)}<span>${label.label}</span></th>
    ${COLUMNS.map(({ name, write }) => html`<td class="pp-number">${write(label[name])}</td>`)}
  </tr>`;

/** Once a page. */
export function pictures() {
  const cards = FIGURES.map((name) => figureCard(name, name === "bias" ? labelTable : undefined));
  const node = document.createElement("div");
  node.className = "pp-pictures";
  node.dataset.testid = "pictures";
  drawn(node, () => {
    node.hidden = !evaluation().figures;
    return cards;
  }, ["current"]);
  return node;
}
