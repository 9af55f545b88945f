/* The grid's form: data, templates, verbalizers, and what else may be varied. */
import { helpMark } from "../lib/popover.js";
import { card } from "../lib/cards.js";
import { cardOf } from "../data/picker.js";
import { h, setText, show } from "../lib/dom.js";
import { errorLine } from "../lib/notices.js";
import { on } from "../lib/events.js";
import { page, same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { modelLine } from "../train/prompt.js";
import { form, promptsOf, put } from "./form.js";
import { lineList } from "./lines.js";
import { startLine } from "./start.js";

/* A name with its help, and nodes at its right end. */
const named = (key, ...side) =>
  h(
    "div",
    { class: "pp-form-label" },
    h("span", { class: "pp-part-name" }, t(key)),
    helpMark(t(key), t(`${key}.help`)),
    ...side,
  );

/* Play's own prompt as one more line of each list. */
function fromPlay() {
  const add = (lines, line) => (lines.includes(line) ? lines : [...lines.filter((each) => each.trim()), line]);
  const { template, verbalizer } = page.state;
  put({ templates: add(form.value.templates, template), verbalizers: add(form.value.verbalizers, verbalizer) });
}

function textInput(name) {
  const input = h("input", {
    type: "text",
    id: `pp-compare-${name}`,
    class: "pp-input pp-number",
    inputmode: "numeric",
    autocomplete: "off",
    placeholder: t(`compare.${name}.placeholder`),
    data: { testid: `compare-${name}` },
  });
  input.addEventListener("input", () => put({ [name]: input.value }));
  const error = h("p", { class: "pp-field-error", hidden: true });
  on("compare-plan", ({ fields_errors: found }) => {
    show(error, Boolean(found?.[name]));
    setText(error, found?.[name] ?? "");
  });
  const node = h(
    "div",
    { class: "pp-form-field" },
    h(
      "div",
      { class: "pp-form-label" },
      h("label", { for: input.id }, t(`compare.${name}`)),
      helpMark(t(`compare.${name}`), t(`compare.${name}.help`)),
    ),
    input,
    error,
  );
  return {
    node,
    fill() {
      if (document.activeElement !== input) input.value = form.value[name];
    },
  };
}

function tick(label, testid, change) {
  const input = h("input", {
    type: "checkbox",
    class: "pp-check",
    onchange: () => change(input.checked),
    data: { testid },
  });
  return { input, node: h("label", { class: "pp-tick" }, input, h("span", {}, label)) };
}

/* The loaded models, of which several may be compared. */
function modelTicks(models) {
  const loaded = models.filter((model) => model.loaded);
  const chosen = () => (form.value.models.length ? form.value.models : [page.state.model]);
  const ticks = loaded.map(({ id, name }) =>
    tick(name, `compare-model-${id || "bundled"}`, (wanted) => {
      const next = loaded.map((model) => model.id).filter((each) => (each === id ? wanted : chosen().includes(each)));
      put({ models: same(next, [page.state.model]) ? [] : next });
    }),
  );
  const node = h(
    "div",
    { class: "pp-wide-field" },
    named("compare.models"),
    h("div", { class: "pp-ticks" }, ...ticks.map((each) => each.node)),
  );
  return {
    node,
    fill() {
      show(node, loaded.length > 1);
      ticks.forEach(({ input }, i) => (input.checked = chosen().includes(loaded[i].id)));
    },
  };
}

export function gridForm(models) {
  const templates = lineList({
    kind: "template",
    read: () => form.value.templates,
    write: (lines) => put({ templates: lines }),
  });
  const verbalizers = lineList({
    kind: "verbalizer",
    read: () => form.value.verbalizers,
    write: (lines) => put({ verbalizers: lines }),
  });
  const dataPlace = h("div", { class: "pp-data-place" });
  const take = h(
    "button",
    {
      type: "button",
      class: "pp-pill pp-suggestion",
      data: { testid: "take-prompts" },
      onclick: () => put(promptsOf(cardOf(form.value.data))),
    },
    t("compare.take"),
  );
  const play = h(
    "button",
    { type: "button", class: "pp-link", data: { testid: "add-play" }, onclick: fromPlay },
    t("compare.from_play"),
  );
  const error = errorLine(["data", "template", "verbalizer"]);
  const sample = textInput("sample");
  const seeds = textInput("seeds");
  const ticks = modelTicks(models);
  const trained = tick("", "compare-trained", (wanted) => put({ trained: wanted }));
  const more = h(
    "details",
    { class: "pp-more-options", data: { testid: "compare-more" } },
    h("summary", {}, t("compare.more")),
    h(
      "div",
      { class: "pp-form-grid" },
      sample.node,
      seeds.node,
      ticks.node,
      h("div", { class: "pp-wide-field" }, trained.node),
    ),
  );
  const foot = startLine("grid", ["data", "template", "verbalizer"]);
  const body = h(
    "form",
    { class: "pp-form", novalidate: true, onsubmit: foot.submit },
    dataPlace,
    error.line,
    take,
    h("div", {}, named("compare.templates", play), templates.node),
    h("div", {}, named("compare.verbalizers"), verbalizers.node),
    more,
    foot.node,
  );
  const node = card(
    "pp-grid-form",
    t("compare.grid.title"),
    [helpMark(t("compare.grid.title"), t("compare.grid.help")), modelLine()],
    body,
  );

  on("compare-plan", (answer) => {
    if (answer.view !== "grid") return;
    error.update(answer);
    templates.errors(answer.rows ?? []);
    verbalizers.errors(answer.columns ?? []);
  });
  const fill = () => {
    for (const part of [templates, verbalizers, sample, seeds, ticks]) part.fill();
    const own = promptsOf(cardOf(form.value.data));
    show(
      take,
      Boolean(own.templates) && !same(own, { templates: form.value.templates, verbalizers: form.value.verbalizers }),
    );
    show(trained.node, page.state.prompts.length > 0);
    setText(trained.node.lastElementChild, t("compare.trained", { n: page.state.prompts.length }));
    trained.input.checked = form.value.trained;
  };
  for (const name of ["compare-form", "sets", "state"]) on(name, fill);
  fill();
  return { node, dataPlace };
}
