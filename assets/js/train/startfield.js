/* What the soft tokens are before the first step. Those in the place of words start from these. */
import { h, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { form, put } from "./form.js";
import { field, selectInput } from "./inputs.js";
import { startWords } from "./soft.js";

const WAYS = ["vocabulary", "random", "words", "labels"];

export function startField() {
  const select = selectInput(
    "initialisation",
    WAYS.map((value) => ({ value, label: t(`train.initialisation.${value}`) })),
  );
  const words = h("input", {
    type: "text",
    id: "pp-train-words",
    class: "pp-input pp-start-words",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": t("train.words"),
    placeholder: t("train.words.placeholder"),
    data: { testid: "train-words" },
  });
  words.addEventListener("input", () => put({ words: words.value }));
  const given = h("p", { class: "pp-input pp-given", data: { testid: "start-words" } });
  const node = field("initialisation", select);
  select.after(words, given);
  const fill = () => {
    const { method, template, initialisation } = form.value;
    const found = method === "prefix" ? null : startWords(template);
    show(given, Boolean(found));
    show(select, !found);
    show(words, !found && initialisation === "words");
    setText(
      given,
      found
        ? t("train.initialisation.given", { words: found.map((each) => t("quoted", { text: each })).join(" ") })
        : "",
    );
    if (document.activeElement !== words) words.value = form.value.words ?? "";
  };
  on("form", fill);
  fill();
  return node;
}
