/* How a file is read: encoding, delimiter, header row, sheet; those that apply to its kind. */
import { h, setText, show } from "../lib/dom.js";
import { same } from "../lib/store.js";
import { t } from "../lib/strings.js";

const APPLY = { csv: ["encoding", "delimiter", "header"], jsonl: ["encoding"], excel: ["sheet", "header"] };
const yesNo = () => [true, false].map((value) => ({ value, label: t(`data.header.${value}`) }));
const CHOICES = {
  encoding: ({ encodings }) => encodings,
  delimiter: ({ delimiters }) => delimiters,
  header: yesNo,
  sheet: ({ sheets }) => sheets.map((value) => ({ value, label: value })),
};

/* A select whose values are any JSON. */
function reading(name, onchange) {
  const select = h("select", { id: `pp-data-${name}`, class: "pp-input", data: { testid: `data-${name}` } });
  const guessed = h("span", { class: "pp-tag", data: { testid: `data-${name}-guessed` } }, t("data.guessed"));
  select.addEventListener("change", () => onchange(name, JSON.parse(select.value)));
  let shown = null;
  return {
    node: h(
      "div",
      { class: "pp-form-field" },
      h("div", { class: "pp-form-label" }, h("label", { for: select.id }, t(`data.${name}`)), guessed),
      select,
    ),
    fill({ options, guessed: guess, choices }) {
      const value = options[name];
      const all = CHOICES[name](choices);
      const known = all.some((choice) => same(choice.value, value)) ? all : [{ value, label: String(value) }, ...all];
      if (!same(shown, known))
        select.replaceChildren(
          ...known.map((choice) => h("option", { value: JSON.stringify(choice.value) }, choice.label)),
        );
      shown = known;
      select.value = JSON.stringify(value);
      show(guessed, same(guess[name], value));
    },
  };
}

export function readings(onchange) {
  const parts = Object.fromEntries(Object.keys(CHOICES).map((name) => [name, reading(name, onchange)]));
  const kind = h("span", { class: "pp-quiet pp-number", data: { testid: "data-count" } });
  return {
    node: h("div", { class: "pp-readings" }, ...Object.values(parts).map(({ node }) => node), kind),
    fill(answer) {
      for (const [name, part] of Object.entries(parts)) {
        const applies = APPLY[answer.options.kind].includes(name);
        show(part.node, applies);
        if (applies) part.fill(answer);
      }
      setText(kind, t("data.count", { count: answer.count, columns: answer.columns.length }));
    },
  };
}
