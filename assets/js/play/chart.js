/* A chart in a template: html`<div class="pp-plot" ${chart(figure)}></div>`. The div stays, the figure is drawn into it. */
import { Directive, directive, noChange } from "../lib/lit.js";
import { plot } from "../lib/plot.js";

/** @typedef {import("../lib/calls.d.ts").Figure} Figure */

class Chart extends Directive {
  /** @type {((figure: Figure | null) => unknown) | null} */
  draw = null;
  /** @type {Figure | null} */
  figure = null;

  /** @param {Figure | null} _figure null leaves the chart as it is */
  render(_figure) {
    return noChange;
  }

  /**
   * @override
   * @param {import("../lib/vendor/lit-html/directive.js").Part} part
   * @param {[Figure | null]} given
   */
  update(part, [figure]) {
    if ("element" in part) this.draw ??= plot(/** @type {HTMLElement} */ (part.element));
    if (figure && figure !== this.figure) this.draw?.(figure);
    this.figure = figure ?? this.figure;
    return noChange;
  }
}

export const chart = directive(Chart);
