/* The three methods as cards: what is trained, in one plain line each. */
import { h } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { form, put } from "./form.js";

const METHODS = ["prompt", "p_tuning", "prefix"];

/* Another method, with its own first values wherever the old ones were left as they were. */
function switched(method) {
  const { defaults = {} } = form.setup;
  const [old, next] = [defaults[form.value.method] ?? {}, defaults[method] ?? {}];
  const untouched = Object.keys(next).filter((name) => same(form.value[name], old[name]));
  return { ...Object.fromEntries(untouched.map((name) => [name, next[name]])), method };
}

export function methodCards() {
  const inputs = METHODS.map((method) =>
    h("input", {
      type: "radio",
      name: "pp-method",
      value: method,
      class: "pp-hidden",
      data: { testid: `method-${method}` },
      onchange: () => put(switched(method)),
    }),
  );
  const cards = METHODS.map((method, i) =>
    h(
      "label",
      { class: "pp-method" },
      inputs[i],
      h(
        "span",
        { class: "pp-method-card" },
        h("strong", {}, t(`train.method.${method}`)),
        h("span", { class: "pp-quiet" }, t(`train.method.${method}.line`)),
      ),
    ),
  );
  const fill = () => {
    for (const input of inputs) input.checked = input.value === form.value.method;
  };
  on("form", fill);
  fill();
  return h("div", { class: "pp-methods", role: "radiogroup", "aria-label": t("train.method") }, ...cards);
}
