/* The methods as cards: what is trained, in one plain line each. */
import { html, live } from "../lib/lit.js";
import { same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { form, method, put } from "./form.js";

/** @typedef {import("./form.js").Method} Method */

/**
 * Another method, with its own first values wherever the old ones were left as they were.
 * @param {Method} next
 */
function switched(next) {
  const old = Object.entries(method().defaults);
  const untouched = new Set(
    old.filter(([name, value]) => same(Reflect.get(form.value, name), value)).map(([name]) => name),
  );
  return Object.fromEntries(Object.entries(next.defaults).filter(([name]) => name === "method" || untouched.has(name)));
}

/** @param {Method} one */
const card = (one) =>
  html`<label class="pp-method">
    <input
      type="radio"
      name="pp-method"
      class="pp-hidden"
      data-testid="method-${one.name}"
      .value=${one.name}
      .checked=${live(one.name === form.value.method)}
      @change=${() => put(switched(one))}
    />
    <span class="pp-method-card">
      <strong>${t(`train.method.${one.name}`)}</strong>
      <span class="pp-quiet">${t(`train.method.${one.name}.line`)}</span>
    </span>
  </label>`;

export const methodCards = () =>
  html`<div class="pp-methods" role="radiogroup" aria-label=${t("train.method")}>${form.setup.methods.map(card)}</div>`;
