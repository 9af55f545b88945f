/* The small menu of a figure: the picture as PNG or SVG, for a slide, in the colours on screen, and its data as CSV. */
import { inRoom, wholeNames } from "./figurenames.js";
import { csv } from "./figuretable.js";
import { download, saveText } from "./files.js";
import { createRef, html, ref, render } from "./lit.js";
import { plotly } from "./plot.js";
import { closePopover, openPopover } from "./popover.js";
import { recall, remember } from "./storage.js";
import { t } from "./strings.js";

/** @typedef {"png" | "svg" | "csv"} Format */

const WIDEST = 1600; // px: sharp on a projector
const [SIDE, FOOT] = [16, 12]; // px around the figure
/** The lines above a picture: the title, and what it is of; sizes and heights in px. */
const TITLE = { size: 17, weight: 600, height: 24 };
const MORE = { size: 13, weight: 400, height: 19 };
const CAPTION = "pp.figure.caption"; // "no" where a picture goes onto a page that has a caption of its own

/** Whether a picture that is saved has its title and what it is of above it. */
const captioned = () => recall(CAPTION) !== "no";

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
 * A title in lines that fit, each with its look and its distance from the upper edge; and what they take together.
 * @param {string} title
 * @param {string} family
 * @param {number} width
 */
function captionOf(title, family, width) {
  const pen = document.createElement("canvas").getContext("2d");
  const [name, ...rest] = title.split(" · ");
  let y = 10;
  const lines = [
    { ...TITLE, text: name },
    { ...MORE, text: rest.join(" · ") },
  ].flatMap(({ size, weight, height, text }) => {
    if (pen) pen.font = `${weight} ${size}px ${family}`;
    const found = text ? inRoom(text, width, (part) => pen?.measureText(part).width ?? 0) : [];
    return found.map((line) => {
      y += height;
      return { text: line, size, weight, y: y - height };
    });
  });
  return { lines, height: y + 8 };
}

/**
 * The figure as it was drawn, on the card's colour and, where it has a title and that is wished for, under it.
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
  const caption = title && captioned() ? captionOf(title, family, layout.width) : { lines: [], height: FOOT };
  // The margins as they came out, names of the axes included.
  const { l, r, t: above, b } = size;
  const [left, top] = [l + SIDE, above + caption.height];
  const line = (/** @type {(typeof caption.lines)[number]} */ { text, size, weight, y }) => ({
    text: escape(text),
    ...{ x: 0, xref: "paper", xanchor: "left", xshift: SIDE - left },
    ...{ y: 1, yref: "paper", yanchor: "top", yshift: top - y },
    showarrow: false,
    font: { family, size, weight, color: colour("--pp-ink") },
  });
  Object.assign(layout, {
    paper_bgcolor: colour("--pp-card"),
    plot_bgcolor: colour("--pp-card"),
    height: layout.height + caption.height + FOOT,
    width: layout.width + 2 * SIDE,
    margin: { l: left, r: r + SIDE, t: top, b: b + FOOT, autoexpand: false },
    annotations: [...(layout.annotations ?? []), ...caption.lines.map(line)],
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
  const caption = () =>
    html`<label class="pp-menu-item pp-tick">
      <input
        type="checkbox"
        class="pp-check"
        role="menuitemcheckbox"
        data-testid="figure-caption"
        .checked=${captioned()}
        @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
          remember(CAPTION, currentTarget.checked ? "yes" : "no")}
      />
      <span>${t("figure.caption")}</span>
    </label>`;
  const toggle = (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    if (button.getAttribute("aria-expanded") === "true") return closePopover();
    openPopover(button, [item("png"), item("svg"), item("csv"), caption()], { role: "menu" });
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
