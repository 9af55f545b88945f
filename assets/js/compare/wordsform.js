/* "Change one word": the prompt is the one of this tab in Play, and changing it here changes it there. */
import { helpMark } from "../lib/popover.js";
import { card } from "../lib/cards.js";
import { fits, takePrompt } from "../data/fitting.js";
import { cardOf } from "../data/picker.js";
import { h, show } from "../lib/dom.js";
import { errorLine } from "../lib/notices.js";
import { on } from "../lib/events.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { paintTemplate, textbox } from "../lib/textbox.js";
import { modelLine } from "../train/prompt.js";
import { form } from "./form.js";
import { startLine } from "./start.js";

export function wordsForm() {
  const template = textbox({
    id: "pp-words-template",
    label: t("template.title"),
    mono: true,
    paint: paintTemplate,
    placeholder: t("template.placeholder"),
    oninput: (text) => change({ template: text }),
  });
  const verbalizer = textbox({
    id: "pp-words-verbalizer",
    label: t("verbalizer.title"),
    mono: true,
    rows: 2,
    placeholder: t("verbalizer.placeholder"),
    oninput: (text) => change({ verbalizer: text }),
  });
  const templateError = errorLine(["template"]);
  const verbalizerError = errorLine(["verbalizer"]);
  const dataError = errorLine(["data"]);
  const dataPlace = h("div", { class: "pp-data-place" });
  const take = h(
    "button",
    {
      type: "button",
      class: "pp-pill pp-suggestion",
      data: { testid: "words-take" },
      onclick: () => takePrompt(cardOf(form.value.data)),
    },
    t("train.data.prompt"),
  );
  const foot = startLine("words", ["template", "verbalizer", "data"]);
  const field = (id, key, ...content) =>
    h(
      "div",
      { class: "pp-form-field" },
      h("div", { class: "pp-form-label" }, h("label", { for: id }, t(key))),
      ...content,
    );
  const body = h(
    "form",
    { class: "pp-form", novalidate: true, onsubmit: foot.submit },
    dataPlace,
    dataError.line,
    take,
    field("pp-words-template", "template.title", template.box, templateError.line),
    field("pp-words-verbalizer", "verbalizer.title", verbalizer.box, verbalizerError.line),
    foot.node,
  );
  const node = card(
    "pp-words-form",
    t("compare.words.title"),
    [helpMark(t("compare.words.title"), t("compare.words.help")), modelLine()],
    body,
  );

  on("compare-plan", (answer) => {
    if (answer.view !== "words") return;
    template.setFault(templateError.update(answer));
    verbalizer.setFault(verbalizerError.update(answer));
    dataError.update(answer);
  });
  const fill = () => {
    template.set(page.state.template);
    verbalizer.set(page.state.verbalizer);
    const found = cardOf(form.value.data);
    show(take, Boolean(found?.prompts) && !fits(found));
  };
  for (const name of ["compare-form", "sets", "state"]) on(name, fill);
  fill();
  return { node, dataPlace };
}
