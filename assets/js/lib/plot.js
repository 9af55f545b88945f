/* One Plotly chart in one constant div: figures in, redrawn in place, in the page's own colours. */
import { on } from "./events.js";
import { fitted, roomOf } from "./closer.js";

/** @typedef {import("./calls.d.ts").Figure} Figure */

const CONFIG = { displayModeBar: false };

/* Plotly has no types of its own here. */
const library = () => /** @type {any} */ (window).Plotly;

/* The script tag comes with the component; it may still be on its way. */
export async function plotly() {
  while (!library()) await new Promise((resolve) => setTimeout(resolve, 20));
  return library();
}

/* One chart a task: between two of them the page takes input. */
let turn = Promise.resolve();

function myTurn() {
  turn = turn.then(() => new Promise((resolve) => setTimeout(resolve)));
  return turn;
}

const scale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/**
 * Replace every "var(--name)" by what it means now; sizes become numbers of pixels.
 * @param {unknown} value
 * @param {CSSStyleDeclaration} style
 * @param {number} largest px: what a line of type may have
 * @returns {any}
 */
function resolve(value, style, largest) {
  if (typeof value === "string") {
    const name = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
    if (!name) return value;
    const found = style.getPropertyValue(name).trim();
    return name.startsWith("--pp-size-") ? Math.min(Number.parseFloat(found) * scale(), largest) : found;
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, style, largest));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, style, largest)]));
  }
  return value;
}

/**
 * Lengths a figure gives in pixels grow with the type.
 * @param {any[]} data
 * @param {any} layout
 */
function enlarge(data, layout) {
  const by = scale();
  for (const { line, marker } of data) {
    if (line?.width) line.width *= by;
    if (typeof marker?.size === "number") marker.size *= by;
  }
  if (layout.margin) for (const side of ["l", "r", "t", "b"]) if (layout.margin[side]) layout.margin[side] *= by;
  for (const note of layout.annotations ?? []) {
    const pixels = note.axref ? ["xshift", "yshift"] : ["xshift", "yshift", "ax", "ay"];
    for (const shift of pixels) if (note[shift]) note[shift] *= by;
  }
  layout.height = (layout.meta?.height ?? 200) * by;
}

const NARROW = 30; // rem; narrower, what stands behind the ends of lines would take their room

/**
 * On a phone names at the lines' ends stand above these, within the picture; a figure says that it has such names.
 * @param {any} layout
 * @param {number} width
 * @param {string} paper the colour behind them, as #rrggbb: a line may pass there, and is still to be seen
 */
function within(layout, width, paper) {
  if (!layout.meta?.ends || width >= NARROW * 16 * scale()) return;
  layout.margin.r = 14 * scale();
  for (const note of layout.annotations ?? []) {
    const yshift = (note.yshift ?? 0) + 11 * scale();
    Object.assign(note, { xanchor: "right", xshift: -4 * scale(), yshift, bgcolor: `${paper}b8` });
  }
}

/**
 * A chart in `host`; the result draws a figure there.
 * @param {HTMLElement} host
 * @param {{ onpick?: ((point: any) => void) | null }} [how] `onpick(point)` hears of a click on a point
 */
export function plot(host, { onpick = null } = {}) {
  /** @type {Figure | null} */
  let figure = null;
  let width = 0;
  let heard = false;
  host.dataset.rev = "0";

  async function draw() {
    const lib = await plotly();
    await myTurn();
    const drawn = figure;
    width = host.clientWidth;
    if (!drawn || !width) return; // a hidden chart is drawn when it is seen
    const { figure: fitting, largest } = fitted(drawn, roomOf(host), scale());
    const style = getComputedStyle(document.body);
    const { data, layout } = resolve(fitting, style, largest);
    enlarge(data, layout);
    layout.width = host.clientWidth;
    within(layout, width, style.getPropertyValue("--pp-card").trim());
    // Plotly's own transition leaves the names of an axis where they were when the margin changes;
    // the style sheet lets the bars glide instead.
    delete layout.transition;
    host.style.height = `${layout.height}px`;
    await lib.react(host, data, layout, CONFIG);
    const chart = /** @type {any} */ (host); // Plotly puts `on` on it
    if (onpick && !heard) chart.on("plotly_click", (/** @type {any} */ { points }) => onpick(points[0]));
    heard = true;
    host.dataset.rev = String(Number(host.dataset.rev) + 1);
  }

  on("appearance", draw);
  on("room", () => {
    if (/** @type {any} */ (figure)?.layout.meta?.closer) draw();
  });
  // Plotly's own `responsive` hears of the window only, not of a column that changes its width.
  new ResizeObserver(() => {
    if (host.clientWidth && Math.abs(host.clientWidth - width) >= 1) draw();
  }).observe(host);

  return (/** @type {Figure | null} */ next) => {
    figure = next;
    // Its room is kept before Plotly is there.
    if (next) {
      const { layout } = fitted(next, roomOf(host), scale()).figure;
      host.style.height = `${/** @type {any} */ (layout.meta?.height ?? 200) * scale()}px`;
    }
    return draw();
  };
}
