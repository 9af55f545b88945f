/* The card "Why this label?": the prompt with each word coloured by its effect on one label. */
import { ask } from "../lib/api.js";
import { segmented } from "../lib/cards.js";
import { collapsibleCard, question } from "../lib/collapsible.js";
import { signed } from "../lib/format.js";
import { h, keyed, paintSwatch, setText, show, swatch } from "../lib/dom.js";
import { effectText } from "./effects.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";

const METHODS = ["leave_one_out", "gradient"];
const PATIENCE = 90_000; // a long text on a busy server

function fillStrong(node, item) {
  const [word, number] = node.children;
  setText(word, item.text);
  setText(number, signed(item.effect, 2));
}

/* The strongest words one way. */
function strongest(way) {
  const title = h("h3", {}, swatch(null), h("span", {}));
  const list = h("ol", { class: "pp-strong", data: { testid: `explain-${way}` } });
  const none = h("p", { class: "pp-quiet" }, t("explain.nothing"));
  return {
    node: h("div", { class: `pp-strongest pp-${way}` }, title, list, none),
    update(answer) {
      paintSwatch(title.firstElementChild, way === "for" ? answer.index : null);
      setText(title.lastElementChild, t(`explain.strongest.${way}`, { label: answer.label }));
      const items = answer.strongest[way];
      show(none, !items.length);
      keyed(
        list,
        items,
        (_, i) => i,
        () => h("li", {}, h("span", {}), h("span", { class: "pp-number" })),
        fillStrong,
      );
    },
  };
}

export function explainCard() {
  let label = null; // null: whichever label is the answer
  let method = METHODS[0];
  const select = h("select", { id: "pp-explain-label", class: "pp-input", data: { testid: "explain-label" } });
  const toggle = segmented({
    id: "pp-explain-method",
    label: t("explain.method"),
    choices: METHODS.map((value) => ({ value, label: t(`explain.${value}`) })),
    onchange: (value) => {
      method = value;
      explainMethod();
      again(true);
    },
  });
  const line = h("p", { class: "pp-quiet", data: { testid: "explain-line" } });
  const sentence = h("p", {
    class: "pp-explain-sentence",
    "aria-live": "polite",
    data: { testid: "explain-sentence" },
  });
  const text = effectText();
  const lists = ["for", "against"].map(strongest);
  const notes = h("ul", { class: "pp-explain-notes" });
  const message = h("p", { class: "pp-quiet", role: "status", hidden: true, data: { testid: "explain-message" } });
  const picture = h(
    "div",
    { class: "pp-explain-picture", hidden: true },
    sentence,
    text.node,
    h("div", { class: "pp-strongests" }, ...lists.map((list) => list.node)),
    notes,
  );

  let failed = false;
  const tell = (words) => {
    show(message, Boolean(words));
    setText(message, words);
  };
  function explainMethod() {
    toggle.set(method);
    setText(line, t(`explain.${method}.line`));
  }

  async function look() {
    picture.classList.add("pp-asking");
    if (picture.hidden) tell(t("explain.waiting"));
    try {
      const answer = await ask("explain", { state: question(), label, method }, { latest: true, patience: PATIENCE });
      if (answer) draw(answer);
    } catch {
      tell(t("calls.lost"));
    }
  }
  function draw(answer) {
    picture.classList.remove("pp-asking");
    failed = Boolean(answer.error);
    show(picture, !failed);
    tell(answer.error?.message ?? "");
    if (failed) return;
    const choices = [
      { value: "", label: t("explain.predicted", { label: answer.predicted }) },
      ...answer.labels.map((name) => ({ value: `=${name}`, label: name })),
    ];
    keyed(
      select,
      choices,
      (choice) => choice.value,
      () => h("option", {}),
      (option, choice) => {
        option.value = choice.value;
        setText(option, choice.label);
      },
    );
    if (label !== null && !answer.labels.includes(label)) label = null;
    select.value = label === null ? "" : `=${label}`;
    setText(sentence, answer.sentence);
    text.update(answer);
    for (const list of lists) list.update(answer);
    keyed(
      notes,
      answer.notes,
      (note) => note,
      () => h("li", {}),
      setText,
    );
  }
  select.addEventListener("change", () => {
    label = select.value ? select.value.slice(1) : null;
    again(true);
  });
  const { node, body, again } = collapsibleCard("explain", { look });
  on("answer", (answer) => failed && !answer.error && again());
  const controls = h(
    "div",
    { class: "pp-explain-controls" },
    h("label", { class: "pp-explain-choice", for: select.id }, h("span", {}, t("explain.label")), select),
    toggle.group,
    line,
  );
  body.append(controls, message, picture);
  explainMethod();
  return node;
}
