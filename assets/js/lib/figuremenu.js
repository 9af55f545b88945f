/* The small menu of a figure: the picture as PNG or SVG, for a slide, in the colours on screen, and its data as CSV. */
import { wholeNames } from "./figurenames.js";
import { csv } from "./figuretable.js";
import { download, saveText } from "./files.js";
import { createRef, html, ref, render } from "./lit.js";
import { plotly } from "./plot.js";
import { closePopover, openPopover } from "./popover.js";
import { t } from "./strings.js";

/** @typedef {"png" | "svg" | "csv"} Format */

const WIDEST = 1600; // px: sharp on a projector
const [HEAD, SIDE, FOOT] = [64, 16, 12]; // px around the figure; its title stands above it

/**
 * Letters that no file system minds.
 * @param {string} title
 */
const fileName = (title) =>
  title
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "figure";

/** @param {string} text */
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/**
 * As much of a text as fits into so many px.
 * @param {string} text
 * @param {string} font
 * @param {number} width
 */
function fitting(text, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return text;
  pen.font = font;
  let letters = [...text];
  if (pen.measureText(text).width <= width) return text;
  while (letters.length && pen.measureText(`${letters.join("")}…`).width > width) letters = letters.slice(0, -1);
  return `${letters.join("")}…`;
}

/**
 * The figure as it was drawn, on the card's colour and under its title, if it has one.
 * @param {any} chart the host, on which Plotly keeps what it drew
 * @param {string} title
 */
function forSlide(chart, title) {
  const style = getComputedStyle(document.body);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const { data, layout } = JSON.parse(JSON.stringify({ data: chart.data, layout: chart.layout }));
  const size = { ...chart._fullLayout._size };
  wholeNames(layout, size, chart._fullLayout);
  const family = colour("--pp-font");
  const [name, ...rest] = title.split(" · ");
  // The margins as they came out, names of the axes included.
  const { l, r, t: above, b } = size;
  const head = title ? HEAD : 0;
  const [left, top] = [l + SIDE, above + head];
  const line = (/** @type {string} */ text, /** @type {[number, number, number]} */ [size, weight, y]) => ({
    text: escape(fitting(text, `${weight} ${size}px ${family}`, layout.width)),
    ...{ x: 0, xref: "paper", xanchor: "left", xshift: SIDE - left },
    ...{ y: 1, yref: "paper", yanchor: "top", yshift: top - y },
    showarrow: false,
    font: { family, size, weight, color: colour("--pp-ink") },
  });
  Object.assign(layout, {
    paper_bgcolor: colour("--pp-card"),
    plot_bgcolor: colour("--pp-card"),
    height: layout.height + head + FOOT,
    width: layout.width + 2 * SIDE,
    margin: { l: left, r: r + SIDE, t: top, b: b + FOOT, autoexpand: false },
    annotations: [...(layout.annotations ?? []), line(name, [17, 600, 10]), line(rest.join(" · "), [13, 400, 34])],
  });
  return { data, layout };
}

/**
 * @param {HTMLElement} host
 * @param {string} title
 * @param {Format} format
 */
async function take(host, title, format) {
  const name = fileName(title);
  if (format === "csv") return saveText(`${name}.csv`, csv(/** @type {any} */ (host).layout.meta.table), "text/csv");
  download(`${name}.${format}`, await picture(host, title, format));
}

/**
 * The chart as a data: URL of a picture.
 * @param {HTMLElement} host
 * @param {string} title
 * @param {"png" | "svg"} format
 * @returns {Promise<string>}
 */
export async function picture(host, title, format) {
  const { data, layout } = forSlide(host, title);
  const { width, height } = layout;
  const scale = format === "png" ? Math.max(2, Math.ceil((10 * WIDEST) / width) / 10) : 1;
  const lib = await plotly();
  return lib.toImage({ data, layout }, { format, width, height, scale });
}

/**
 * A button for a card's head, as a node.
 * @param {HTMLElement} host the chart's
 * @param {() => string} title what stands over the picture and names its file
 */
export function figureMenu(host, title) {
  /** @type {import("./vendor/lit-html/directives/ref.js").Ref<HTMLElement>} */
  const made = createRef();
  const item = (/** @type {Format} */ format) =>
    html`<button
      type="button"
      class="pp-menu-item"
      role="menuitem"
      data-testid="figure-${format}"
      @click=${() => {
        closePopover({ refocus: true });
        take(host, title(), format);
      }}
    >
      ${t(`figure.${format}`)}
    </button>`;
  const toggle = (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    if (button.getAttribute("aria-expanded") === "true") return closePopover();
    openPopover(button, [item("png"), item("svg"), item("csv")], { role: "menu" });
    /** @type {HTMLElement | null} */ (document.querySelector("#pp-popover .pp-menu-item"))?.focus();
  };
  const button = html`<button
    type="button"
    class="pp-tool pp-figure-menu"
    aria-haspopup="menu"
    aria-expanded="false"
    title=${t("figure.save")}
    aria-label=${t("figure.save")}
    data-testid="figure-menu"
    @click=${toggle}
    ${ref(made)}
  >
    ⤓
  </button>`;
  render(button, document.createElement("span"));
  return /** @type {HTMLElement} */ (made.value);
}
