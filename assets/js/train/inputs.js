/* The form's small parts: a label with its help, the control, and what is wrong with it. */
import { helpMark } from "../lib/popover.js";
import { h, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { form, put } from "./form.js";

/* Label, help and control; the plan's message about this name stands below. */
export function field(name, control) {
  const error = h("p", {
    class: "pp-field-error",
    id: `pp-${name}-error`,
    hidden: true,
    data: { testid: `field-error-${name}` },
  });
  on("plan", (answer) => {
    const message = answer.fields_errors?.[name];
    show(error, Boolean(message));
    setText(error, message ?? "");
    control.setAttribute("aria-invalid", String(Boolean(message)));
    if (message) control.setAttribute("aria-describedby", error.id);
    else control.removeAttribute("aria-describedby");
  });
  return h(
    "div",
    { class: "pp-form-field" },
    h(
      "div",
      { class: "pp-form-label" },
      h("label", { for: control.id }, t(`train.${name}`)),
      helpMark(t(`train.${name}`), t(`train.${name}.help`)),
    ),
    control,
    error,
  );
}

/* What a person typed, as a number if it is one; else the server says what is wrong with it. */
export const number = (text) => (text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text));
export const numbers = (text) =>
  text
    .split(/[\s,;，；、]+/)
    .filter(Boolean)
    .map(number);

export function textInput(name, { parse = number, write = String, mode = "decimal" } = {}) {
  const input = h("input", {
    type: "text",
    id: `pp-train-${name}`,
    class: "pp-input pp-number",
    inputmode: mode,
    autocomplete: "off",
    spellcheck: "false",
    data: { testid: `train-${name}` },
  });
  input.addEventListener("input", () => put({ [name]: parse(input.value) }));
  const fill = () => {
    if (document.activeElement !== input) input.value = write(form.value[name]);
  };
  on("form", fill);
  fill();
  return input;
}

/* `choices` are {value, label}. */
export function selectInput(name, choices) {
  const select = h(
    "select",
    { id: `pp-train-${name}`, class: "pp-input", data: { testid: `train-${name}` } },
    ...choices.map((choice) => h("option", { value: choice.value }, choice.label)),
  );
  select.addEventListener("change", () => put({ [name]: select.value }));
  const fill = () => {
    select.value = form.value[name];
  };
  on("form", fill);
  fill();
  return select;
}

export function switchInput(name) {
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    id: `pp-train-${name}`,
    class: "pp-switch",
    data: { testid: `train-${name}` },
  });
  input.addEventListener("change", () => put({ [name]: input.checked }));
  const fill = () => {
    input.checked = Boolean(form.value[name]);
  };
  on("form", fill);
  fill();
  return input;
}
