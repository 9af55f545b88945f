/* The text card: one box a slot of the template, and undo, redo, reset. */
import { helpMark } from "../lib/popover.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText } from "../lib/dom.js";
import { canRedo, canUndo, redo, undo } from "./history.js";
import { errorLine } from "../lib/notices.js";
import { on } from "../lib/events.js";
import { change, page, setField } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";

/* A slot may be called `constructor`: only what a person typed counts. */
const own = (fields, name) => (Object.hasOwn(fields, name) ? fields[name] : "");

function tool(id, label, sign, onclick) {
  return h(
    "button",
    { type: "button", id, class: "pp-tool", title: label, "aria-label": label, onclick, data: { testid: id } },
    sign,
  );
}

export function fieldsCard() {
  const boxes = new Map();
  const list = h("div", { class: "pp-fields" });
  const error = errorLine(["fields"]);
  const undoButton = tool("pp-undo", t("undo"), "↶", undo);
  const redoButton = tool("pp-redo", t("redo"), "↷", redo);
  const resetButton = tool("pp-reset", t("reset"), "⟲", () => {
    const { template, verbalizer, fields, options, prompts } = page.defaults;
    change({ template, verbalizer, fields, options, prompts }, { discrete: true });
  });
  const tools = h("div", { class: "pp-tools" }, undoButton, redoButton, resetButton);
  const node = card("pp-text", t("text.title"), [helpMark(t("text.title"), t("text.help")), tools], list, error.line);

  const showTools = () => {
    undoButton.disabled = !canUndo();
    redoButton.disabled = !canRedo();
  };
  on("history", showTools);
  showTools();

  function create(name) {
    const id = `pp-field-${name}`;
    const box = textbox({
      id,
      label: t("text.field", { name }),
      rows: 2,
      placeholder: t("text.placeholder"),
      oninput: (text) => setField(name, text),
    });
    boxes.set(name, box);
    box.set(own(page.state.fields, name));
    return h("div", { class: "pp-field" }, h("label", { for: id, class: "pp-slot-name" }), box.box);
  }

  const none = h("p", { class: "pp-quiet", hidden: true }, t("text.none"));
  list.after(none);

  function slots(names) {
    for (const name of boxes.keys()) if (!names.includes(name)) boxes.delete(name);
    node.classList.toggle("pp-one-field", names.length === 1);
    none.hidden = names.length > 0;
    keyed(
      list,
      names,
      (name) => name,
      create,
      (field, name) => setText(field.firstElementChild, `{${name}}`),
    );
    for (const [name, box] of boxes) {
      box.area.rows = names.length > 1 ? 1 : 2;
      box.box.style.setProperty("--pp-rows", names.length > 1 ? 1 : 2);
      box.set(own(page.state.fields, name));
    }
  }

  return {
    card: node,
    state(state) {
      for (const [name, box] of boxes) box.set(own(state.fields, name));
    },
    answer(answer) {
      if (answer.template) slots(answer.template.slots);
      error.update(answer);
    },
  };
}
