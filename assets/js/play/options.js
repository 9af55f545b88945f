/* How scores become labels: calibration, aggregation, filling, length; each with a line of help. */
import { helpMark } from "../lib/popover.js";
import { card, segmented } from "../lib/cards.js";
import { CHOICES } from "../lib/choices.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { errorLine } from "../lib/notices.js";
import { page, setOption } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { paintTemplate, textbox } from "../lib/textbox.js";

const DEED = { discrete: true };

/* One option: its name, its choices, and one line that says what the present choice does. */
function optionRow(name) {
  const line = h("p", { class: "pp-quiet" });
  const control = segmented({
    id: `pp-${name}`,
    label: t(`options.${name}`),
    choices: CHOICES[name].map((value) => ({ value, label: t(`options.${name}.${value}`) })),
    onchange: (value) => setOption(name, value, DEED),
  });
  const row = h(
    "div",
    { class: "pp-option" },
    h(
      "span",
      { class: "pp-option-name" },
      t(`options.${name}`),
      helpMark(t(`options.${name}`), t(`options.${name}.help`)),
    ),
    control.group,
    line,
  );
  return {
    row,
    set(options) {
      control.set(options[name]);
      setText(line, t(`options.${name}.${options[name]}.line`));
    },
  };
}

/* The inputs without content that contextual calibration averages over. */
function contentFree() {
  const list = h("div", { class: "pp-flow" });
  const put = (change) => setOption("content_free", change([...page.state.options.content_free]));
  const create = (_, i) => {
    const input = h("input", {
      type: "text",
      class: "pp-small-input",
      placeholder: t("options.content_free.empty"),
      "aria-label": t("options.content_free.item", { n: i + 1 }),
    });
    let composing = false;
    const commit = () => composing || put((items) => items.with(i, input.value));
    input.addEventListener("compositionstart", () => (composing = true));
    input.addEventListener("compositionend", () => {
      composing = false;
      commit();
    });
    input.addEventListener("input", commit);
    const remove = h(
      "button",
      {
        type: "button",
        class: "pp-x",
        "aria-label": t("options.content_free.remove", { n: i + 1 }),
        onclick: () => put((items) => items.filter((_item, k) => k !== i)),
      },
      "×",
    );
    return h("span", { class: "pp-word" }, input, remove);
  };
  const add = h(
    "button",
    {
      type: "button",
      class: "pp-chip",
      data: { testid: "content-free-add" },
      onclick: () => put((items) => [...items, ""]),
    },
    t("options.content_free.add"),
  );
  const node = h(
    "div",
    { class: "pp-suboption", data: { testid: "content-free" } },
    h("p", { class: "pp-quiet" }, t("options.content_free.help")),
    h("div", { class: "pp-words" }, list, add),
  );
  return {
    node,
    set(items) {
      keyed(
        list,
        items,
        (_, i) => i,
        create,
        (chip, item) => {
          const input = chip.firstElementChild;
          if (input.value !== item) input.value = item;
          chip.lastElementChild.disabled = items.length < 2;
        },
      );
    },
  };
}

function domainBox() {
  const box = textbox({
    id: "pp-domain",
    label: t("options.domain"),
    mono: true,
    paint: paintTemplate,
    placeholder: t("options.domain.placeholder"),
    oninput: (text) => setOption("domain", text || null),
  });
  const node = h("div", { class: "pp-suboption" }, h("p", { class: "pp-quiet" }, t("options.domain.help")), box.box);
  return { node, set: (text) => box.set(text ?? "") };
}

export function optionsCard() {
  const rows = Object.fromEntries(Object.keys(CHOICES).map((name) => [name, optionRow(name)]));
  const inputs = contentFree();
  const domain = domainBox();
  const length = h("input", {
    type: "checkbox",
    role: "switch",
    id: "pp-length",
    class: "pp-switch",
    data: { testid: "length-normalised" },
    onchange: () => setOption("length_normalised", length.checked, DEED),
  });
  const lengthRow = h(
    "div",
    { class: "pp-option" },
    h("label", { class: "pp-option-name", for: "pp-length" }, t("options.length")),
    length,
    h("p", { class: "pp-quiet" }, t("options.length.help")),
  );
  const error = errorLine(["options"]);
  rows.calibration.row.append(inputs.node, domain.node);
  const node = card(
    "pp-options",
    t("options.title"),
    [helpMark(t("options.title"), t("options.help"))],
    rows.calibration.row,
    rows.aggregation.row,
    rows.filling.row,
    lengthRow,
    error.line,
  );
  return {
    card: node,
    state({ options }) {
      for (const row of Object.values(rows)) row.set(options);
      length.checked = options.length_normalised;
      show(inputs.node, options.calibration === "contextual");
      show(domain.node, options.calibration === "pmi");
      inputs.set(options.content_free);
      domain.set(options.domain);
    },
    answer(answer) {
      error.update(answer);
      // A causal LM scores by the chain rule, exactly: there is no filling to choose.
      show(rows.filling.row, answer.model?.kind !== "causal");
    },
  };
}
