/* From 0 to 100%: the accuracy, its interval as a band, and what a guess would reach as marks. */
import { h, keyed, setText, show } from "../lib/dom.js";
import { percent, whole } from "../lib/format.js";
import { t } from "../lib/strings.js";

const there = (value) => value !== null && value !== undefined;
const place = (share) => `${100 * share}%`;

export function scale() {
  const band = h("span", { class: "pp-scale-band" });
  const dot = h("span", { class: "pp-scale-dot" });
  const marks = h("span", { class: "pp-scale-marks" });
  const ends = h(
    "div",
    { class: "pp-scale-ends pp-quiet pp-number", "aria-hidden": "true" },
    h("span", {}, "0%"),
    h("span", {}, "100%"),
  );
  const track = h("div", { class: "pp-scale", role: "img" }, marks, band, dot);
  const words = h("ul", { class: "pp-scale-words", data: { testid: "baselines" } });
  const node = h("div", { class: "pp-scale-whole", hidden: true }, track, ends, words);
  return {
    node,
    fill(numbers) {
      show(node, Boolean(numbers));
      if (!numbers) return;
      const [low, high] = numbers.interval;
      Object.assign(band.style, { left: place(low), width: place(high - low) });
      dot.style.left = place(numbers.accuracy);
      const known = ["majority", "bag_of_words"].filter((name) => there(numbers[name]));
      keyed(
        marks,
        known,
        (name) => name,
        (name) => h("span", { class: `pp-scale-mark pp-mark-${name}` }),
        (mark, name) => {
          mark.style.left = place(numbers[name]);
        },
      );
      keyed(
        words,
        known,
        (name) => name,
        (name) =>
          h(
            "li",
            { class: `pp-mark-${name}`, title: t(`evaluate.${name}.help`) },
            h("span", { class: "pp-scale-sign", "aria-hidden": "true" }),
            h("span", {}, t(`evaluate.${name}`)),
            h("strong", { class: "pp-number" }),
          ),
        (item, name) => setText(item.lastElementChild, percent(numbers[name])),
      );
      track.setAttribute(
        "aria-label",
        t("evaluate.scale", { accuracy: percent(numbers.accuracy), low: whole(low), high: whole(high) }),
      );
    },
  };
}
