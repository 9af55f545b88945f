/* The card "Data": which rows to ask, how many, and the button. */
import { helpMark } from "../lib/popover.js";
import { ask } from "../lib/api.js";
import { card, segmented } from "../lib/cards.js";
import { fits, takePrompt } from "../data/fitting.js";
import { cardOf, dataField } from "../data/picker.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { duration } from "../lib/format.js";
import { filled, form, plan, put } from "./form.js";
import { begun } from "./run.js";

const USUAL = 200; // rows of a first sample
const BESIDE = ["template", "verbalizer"]; // errors with a place of their own

/* What a person typed, as a number if it is one; else the server says what is wrong with it. */
const number = (text) => (text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text));

function numberBox(name) {
  const input = h("input", {
    type: "text",
    id: `pp-evaluate-${name}`,
    class: "pp-input pp-number pp-count",
    inputmode: "numeric",
    autocomplete: "off",
    "aria-label": t(`evaluate.${name}`),
    data: { testid: `evaluate-${name}` },
  });
  input.addEventListener("input", () => put({ [name]: number(input.value) }));
  const fill = () => {
    if (document.activeElement !== input) input.value = String(form.value[name] ?? "");
  };
  on("form", fill);
  fill();
  on("plan", ({ fields_errors: errors }) => input.setAttribute("aria-invalid", String(Boolean(errors?.[name]))));
  return input;
}

/* All rows, or so many drawn by chance. */
function rowsField() {
  const choice = segmented({
    id: "pp-evaluate-rows",
    label: t("evaluate.rows"),
    choices: ["all", "sample"].map((value) => ({ value, label: t(`evaluate.rows.${value}`) })),
    onchange: (value) => put({ sample: value === "all" ? null : USUAL }),
  });
  const drawn = h(
    "span",
    { class: "pp-sample" },
    numberBox("sample"),
    h("label", { for: "pp-evaluate-seed" }, t("evaluate.seed")),
    numberBox("seed"),
  );
  const error = h("p", { class: "pp-field-error", hidden: true, data: { testid: "field-error-sample" } });
  const fill = () => {
    choice.set(form.value.sample === null ? "all" : "sample");
    show(drawn, form.value.sample !== null);
  };
  on("form", fill);
  fill();
  on("plan", ({ fields_errors: errors }) => {
    const message = errors?.sample ?? errors?.seed;
    show(error, Boolean(message));
    setText(error, message ?? "");
  });
  return h(
    "div",
    { class: "pp-inline-field" },
    h(
      "span",
      { class: "pp-form-label" },
      h("span", {}, t("evaluate.rows")),
      helpMark(t("evaluate.rows"), t("evaluate.rows.help")),
    ),
    choice.group,
    drawn,
    error,
  );
}

function notes() {
  const list = h("ul", { class: "pp-notices", hidden: true, data: { testid: "plan-notes" } });
  return {
    list,
    show({ notes: found = [], missing = [], error } = {}) {
      const unnamed = missing.length
        ? [{ level: "warning", message: t("evaluate.missing", { labels: missing.join(t("evaluate.comma")) }) }]
        : [];
      const all = [
        ...unnamed,
        ...found,
        ...(error && !BESIDE.includes(error.target) ? [{ level: "error", message: error.message }] : []),
      ];
      show(list, all.length > 0);
      keyed(
        list,
        all,
        (note) => note.message,
        () =>
          h("li", {}, h("span", { class: "pp-mark", "aria-hidden": "true" }), h("div", { class: "pp-notice-text" })),
        (node, note) => {
          node.className = `pp-notice pp-${note.level}`;
          setText(node.firstElementChild, note.level === "info" ? "i" : "!");
          setText(node.lastElementChild, note.message);
        },
      );
    },
  };
}

/* A set with other labels than the verbalizer's brings a prompt of its own. */
function suggestion() {
  const button = h(
    "button",
    { type: "button", class: "pp-pill pp-suggestion", hidden: true, data: { testid: "demo-prompt" } },
    t("train.data.prompt"),
  );
  button.addEventListener("click", () => takePrompt(cardOf(form.value.data)));
  const fill = () => {
    const set = cardOf(form.value.data);
    show(button, Boolean(set?.prompts) && !fits(set));
  };
  for (const name of ["form", "state", "sets"]) on(name, fill);
  fill();
  return button;
}

export function dataCard() {
  const data = dataField({
    value: () => form.value.data,
    choose: (source) => put({ data: source }),
    split: () => form.value.split,
    chooseSplit: (split) => put({ split }),
  });
  on("form", data.fill);
  const told = notes();
  const button = h(
    "button",
    { type: "submit", class: "pp-primary pp-train-button", data: { testid: "evaluate" } },
    t("evaluate.start"),
  );
  const cost = h("span", { class: "pp-quiet pp-number", "aria-live": "polite", data: { testid: "cost" } });
  const hint = h("p", { class: "pp-quiet" }, t("evaluate.split.hint"));
  const body = h(
    "form",
    { class: "pp-form", novalidate: true },
    data.node,
    hint,
    rowsField(),
    suggestion(),
    h("div", { class: "pp-start" }, told.list, button, cost),
  );
  on("plan", (answer) => {
    told.show(answer);
    setText(
      cost,
      [
        Number.isFinite(answer.seconds) ? duration(answer.seconds) : "",
        Number.isFinite(answer.examples) ? t("evaluate.examples", { n: answer.examples }) : "",
      ]
        .filter(Boolean)
        .join(" · "),
    );
  });

  async function start() {
    button.disabled = true;
    setText(button, t("train.starting"));
    try {
      const answer = await ask("evaluate_start", { form: filled() }, { patience: 60_000 });
      told.show({ ...form.plan, error: answer.error });
      if (answer.error) {
        if (BESIDE.includes(answer.error.target)) plan(0); // the plan says it beside the box
        return;
      }
      begun(answer.job);
      document.getElementById("pp-numbers")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    } catch {
      told.show({ ...form.plan, error: { target: "calls", message: t("calls.lost") } });
    } finally {
      button.disabled = false;
      setText(button, t("evaluate.start"));
    }
  }
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!button.disabled) start();
  });
  return card("pp-evaluate-data", t("evaluate.data"), [], body);
}
