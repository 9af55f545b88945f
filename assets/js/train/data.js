/* The examples to learn from: the shared picker, and below it what the plan makes of them. */
import { fits } from "../data/fitting.js";
import { cardOf, dataField } from "../data/picker.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { errorLine } from "../lib/notices.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { form, put } from "./form.js";

function rows(body, items) {
  keyed(
    body,
    items,
    (_, i) => i,
    () => h("tr", {}, h("td", { class: "pp-clip" }), h("td", {})),
    (row, item) => {
      setText(row.firstElementChild, item.text);
      row.firstElementChild.title = item.text;
      setText(row.lastElementChild, item.label);
    },
  );
}

/* How the examples are split, and the first five of them. */
function preview() {
  const split = h("p", { class: "pp-quiet pp-number", data: { testid: "split" } });
  const body = h("tbody", {});
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, t("train.data.text")),
    h("th", { scope: "col" }, t("train.data.label")),
  );
  const first = h(
    "details",
    { class: "pp-more-options" },
    h("summary", {}, t("train.data.first")),
    h(
      "div",
      { class: "pp-scroll" },
      h("table", { class: "pp-steps pp-preview-table", data: { testid: "preview" } }, h("thead", {}, head), body),
    ),
  );
  const node = h("div", { class: "pp-data-preview" }, split, first);
  on("plan", ({ examples, preview: items }) => {
    show(node, Boolean(examples));
    if (!examples) return;
    setText(split, t("train.split", examples));
    rows(body, items ?? []);
    show(first, Boolean(items?.length));
  });
  return node;
}

/* The choice of a set, and what belongs below it. */
export function dataPart() {
  const field = dataField({
    value: () => form.value.data,
    choose: (data) => put({ data }),
    verbalizer: () => form.value.verbalizer,
  });
  const prompt = () => cardOf(form.value.data)?.prompts;
  const suggestion = h(
    "button",
    {
      type: "button",
      class: "pp-pill pp-suggestion",
      hidden: true,
      data: { testid: "demo-prompt" },
      onclick: () => put({ template: prompt().templates[0], verbalizer: prompt().verbalizers[0] }),
    },
    t("train.data.prompt"),
  );
  const error = errorLine(["data"]);
  on("plan", (answer) => error.update(answer));
  function fill() {
    field.fill();
    const card = cardOf(form.value.data);
    show(suggestion, Boolean(card?.prompts) && !fits(card));
  }
  for (const name of ["form", "sets"]) on(name, fill);
  fill();
  return h("div", { class: "pp-wide-field" }, field.node, error.line, suggestion, preview());
}
