/* Labels as light bars in the DOM: name, bar, percentage. The bars glide to their new length. */
import { h, keyed, paintSwatch, setText, swatch } from "./dom.js";
import { percent } from "./format.js";

function create() {
  return h(
    "li",
    { class: "pp-label-bar" },
    h("span", { class: "pp-label-bar-name" }, swatch(null), h("span", {})),
    h("span", { class: "pp-label-track" }, h("span", { class: "pp-label-fill" })),
    h("span", { class: "pp-number" }),
  );
}

function fill(node, item) {
  const [name, track, number] = node.children;
  paintSwatch(name.firstElementChild, item.index);
  paintSwatch(track.firstElementChild, item.index);
  setText(name.lastElementChild, item.label);
  name.title = item.label;
  track.firstElementChild.style.width = `${100 * item.probability}%`;
  setText(number, item.share ?? percent(item.probability));
}

/* `update(items)`: items are {label, index, probability, share}. */
export function labelBars({ compact = false } = {}) {
  const list = h("ul", { class: `pp-label-bars${compact ? " pp-compact" : ""}` });
  return {
    list,
    update(items) {
      const most = Math.max(0, ...items.map((item) => item.probability));
      keyed(
        list,
        items,
        (_, i) => i,
        create,
        (node, item) => {
          fill(node, item);
          node.classList.toggle("pp-top", item.probability === most && items.length > 1);
        },
      );
    },
  };
}
