/* What the cards of the left column share. */
import { h } from "./dom.js";

/* A card: a titled section. `side` are the nodes after its title. */
export function card(id, title, side = [], ...content) {
  return h(
    "section",
    { id, class: "pp-card", "aria-labelledby": `${id}-title`, data: { testid: id } },
    h("header", { class: "pp-card-head" }, h("h2", { id: `${id}-title` }, title), ...side),
    ...content,
  );
}

/* A row of choices of which one holds; arrow keys move it, as with any radio group.
   `choices` are {value, label}; `onchange(value)` hears of a new choice. */
export function segmented({ id, label, choices, onchange }) {
  const inputs = choices.map((choice) =>
    h("input", {
      type: "radio",
      name: id,
      value: choice.value,
      class: "pp-hidden",
      data: { testid: `${id}-${choice.value}` },
      onchange: () => onchange(choice.value),
    }),
  );
  const group = h(
    "div",
    { id, class: "pp-segmented", role: "radiogroup", "aria-label": label },
    ...choices.map((choice, i) => h("label", { class: "pp-segment" }, inputs[i], h("span", {}, choice.label))),
  );
  return {
    group,
    set(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}
