/* The small menu of a figure: the picture as PNG or SVG, for a slide, in the colours on screen. */
import { closeBubble, openBubble } from "./bubble.js";
import { h } from "./dom.js";
import { t } from "./strings.js";

const WIDEST = 1600; // px: sharp on a projector
const HEAD = 44; // px above the figure, for its title

/* Letters that no file system minds. */
const fileName = (title) => title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "figure";

/* The figure as it was drawn, on the card's colour and under its title. */
function forSlide(host, title) {
  const style = getComputedStyle(document.body);
  const colour = (name) => style.getPropertyValue(name).trim();
  const { data, layout } = JSON.parse(JSON.stringify({ data: host.data, layout: host.layout }));
  const text = title.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const margin = { l: 0, r: 0, t: 0, b: 0, ...layout.margin };
  Object.assign(layout, {
    paper_bgcolor: colour("--pp-card"),
    plot_bgcolor: colour("--pp-card"),
    height: layout.height + HEAD + 12,
    width: layout.width + 32,
    margin: { ...margin, l: margin.l + 16, r: margin.r + 16, t: margin.t + HEAD, b: margin.b + 12 },
    title: { text, x: 0, xref: "container", xanchor: "left", pad: { l: 16, t: 12 }, y: 1, yref: "container", yanchor: "top", font: { family: colour("--pp-font"), size: 17, color: colour("--pp-ink"), weight: 600 } },
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
  const item = (format) => h("button", { type: "button", class: "pp-menu-item", role: "menuitem", data: { testid: `figure-${format}` }, onclick: () => (closeBubble({ refocus: true }), download(host, title(), format)) }, t(`figure.${format}`));
  const button = h("button", { type: "button", class: "pp-tool pp-figure-menu", "aria-haspopup": "menu", "aria-expanded": "false", title: t("figure.save"), "aria-label": t("figure.save"), data: { testid: "figure-menu" } }, "⤓");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-expanded") === "true") return closeBubble();
    openBubble(button, [item("png"), item("svg")], { role: "menu" });
    document.querySelector("#pp-bubble .pp-menu-item")?.focus();
  });
  return button;
}
