/* A chart in a card: its box, the menu that saves it, and the figure it shows. */
import { figureMenu } from "./figuremenu.js";
import { plot } from "./plot.js";

/** @typedef {import("./calls.d.ts").Figure} Figure */

/**
 * Once a chart; `node` and `menu` stand in a template as they are.
 * @param {{ testid: string, label: string, title: () => string, classes?: string, onpick?: (point: any) => void }} of
 *   `title()` stands over a saved picture, `onpick(point)` hears of a click on a point of Plotly's
 */
export function chart({ testid, label, title, classes = "", onpick }) {
  const node = document.createElement("div");
  node.className = `pp-plot ${classes}`.trim();
  node.role = "img";
  node.ariaLabel = label;
  node.dataset.testid = testid;
  const draw = plot(node, { onpick });
  const menu = figureMenu(node, title);
  node.hidden = menu.hidden = true;
  /** @type {Figure | null} */
  let shown = null;
  return {
    node,
    menu,
    /** @param {Figure | null | undefined} figure null: there is none, and both are hidden */
    show(figure) {
      node.hidden = menu.hidden = !figure;
      if (!figure || figure === shown) return;
      shown = figure;
      draw(figure);
    },
  };
}
