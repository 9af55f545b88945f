/* The small menu of a figure: the picture as PNG or SVG, for a slide, in the colours on screen. */
import { closePopover, openPopover } from "./popover.js";
import { h } from "./dom.js";
import { t } from "./strings.js";

const WIDEST = 1600; // px: sharp on a projector
const [HEAD, SIDE, FOOT] = [64, 16, 12]; // px around the figure; its title stands above it

/* Letters that no file system minds. */
const fileName = (title) =>
  title
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "figure";

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/* As much of a text as fits into so many px. */
function fitting(text, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  let letters = [...text];
  if (pen.measureText(text).width <= width) return text;
  while (letters.length && pen.measureText(`${letters.join("")}…`).width > width) letters = letters.slice(0, -1);
  return `${letters.join("")}…`;
}

/* The figure as it was drawn, on the card's colour and under its title. */
function forSlide(host, title) {
  const style = getComputedStyle(document.body);
  const colour = (name) => style.getPropertyValue(name).trim();
  const { data, layout } = JSON.parse(JSON.stringify({ data: host.data, layout: host.layout }));
  const family = colour("--pp-font");
  const [name, ...rest] = title.split(" · ");
  const line = (text, size, weight, y) => ({
    text: escape(fitting(text, `${weight} ${size}px ${family}`, layout.width)),
    x: 0,
    xref: "paper",
    xanchor: "left",
    xshift: SIDE - left,
    y: 1,
    yref: "paper",
    yanchor: "top",
    yshift: top - y,
    showarrow: false,
    font: { family, size, weight, color: colour("--pp-ink") },
  });
  // The margins as they came out, names of the axes included.
  const { l, r, t: above, b } = host._fullLayout._size;
  const [left, top] = [l + SIDE, above + HEAD];
  Object.assign(layout, {
    paper_bgcolor: colour("--pp-card"),
    plot_bgcolor: colour("--pp-card"),
    height: layout.height + HEAD + FOOT,
    width: layout.width + 2 * SIDE,
    margin: { l: left, r: r + SIDE, t: top, b: b + FOOT, autoexpand: false },
    annotations: [...(layout.annotations ?? []), line(name, 17, 600, 10), line(rest.join(" · "), 13, 400, 34)],
  });
  return { data, layout };
}

async function download(host, title, format) {
  const { data, layout } = forSlide(host, title);
  const { width, height } = layout;
  const scale = format === "png" ? Math.max(2, Math.ceil((10 * WIDEST) / width) / 10) : 1;
  const href = await window.Plotly.toImage({ data, layout }, { format, width, height, scale });
  const link = h("a", { href, download: `${fileName(title)}.${format}` });
  document.body.append(link);
  link.click();
  link.remove();
}

/* A button for a card's head. `title()` is what stands over the picture and names its file. */
export function figureMenu(host, title) {
  const item = (format) =>
    h(
      "button",
      {
        type: "button",
        class: "pp-menu-item",
        role: "menuitem",
        data: { testid: `figure-${format}` },
        onclick: () => (closePopover({ refocus: true }), download(host, title(), format)),
      },
      t(`figure.${format}`),
    );
  const button = h(
    "button",
    {
      type: "button",
      class: "pp-tool pp-figure-menu",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      title: t("figure.save"),
      "aria-label": t("figure.save"),
      data: { testid: "figure-menu" },
    },
    "⤓",
  );
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-expanded") === "true") return closePopover();
    openPopover(button, [item("png"), item("svg")], { role: "menu" });
    document.querySelector("#pp-popover .pp-menu-item")?.focus();
  });
  return button;
}
