/* One example: its text, its true label, and what the model says, as a bar in the label's colour. */
import { percent } from "../lib/format.js";
import { h, keyed, paintSwatch, setText, show, swatch } from "../lib/dom.js";
import { t } from "../lib/strings.js";

const named = (className) => h("span", { class: className }, swatch(null), h("span", {}));

export function createExample(open) {
  const button = h(
    "button",
    { type: "button", class: "pp-link pp-open-play", data: { testid: "open-play" } },
    t("evaluate.open"),
  );
  const node = h(
    "li",
    { class: "pp-example", data: { testid: "example" } },
    h("div", { class: "pp-example-text" }),
    h(
      "div",
      { class: "pp-example-labels" },
      h("span", { class: "pp-quiet" }, t("evaluate.true")),
      named("pp-example-gold"),
      h("span", { class: "pp-quiet" }, t("evaluate.said")),
      named("pp-example-said"),
      h("span", { class: "pp-label-track" }, h("span", { class: "pp-label-fill" })),
      h("span", { class: "pp-number" }),
    ),
    button,
  );
  button.addEventListener("click", () => open(node.example));
  return node;
}

export function fillExample(node, example) {
  node.example = example;
  const [text, labels] = node.children;
  const [, gold, , said, track, number] = labels.children;
  const fields = Object.entries(example.fields);
  const right = example.gold_index === example.predicted_index;
  node.dataset.right = String(right);
  keyed(
    text,
    fields,
    ([name]) => name,
    () => h("p", {}, h("span", { class: "pp-slot-name" }), h("span", {})),
    (line, [name, value]) => {
      show(line.firstElementChild, fields.length > 1);
      setText(line.firstElementChild, `{${name}}`);
      setText(line.lastElementChild, value);
    },
  );
  const probability = example.probabilities[example.predicted_index];
  for (const [place, label, index] of [
    [gold, example.gold, example.gold_index],
    [said, example.predicted, example.predicted_index],
  ]) {
    paintSwatch(place.firstElementChild, index);
    setText(place.lastElementChild, label);
  }
  paintSwatch(track.firstElementChild, example.predicted_index);
  track.firstElementChild.style.width = `${100 * probability}%`;
  setText(number, percent(probability));
}
