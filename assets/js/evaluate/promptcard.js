/* The card "The prompt": what this tab has in Play, to be changed here as well. */
import { helpMark } from "../lib/popover.js";
import { card, segmented } from "../lib/cards.js";
import { CHOICES } from "../lib/choices.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { errorLine } from "../lib/notices.js";
import { on } from "../lib/events.js";
import { change, page, setOption } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { paintTemplate, textbox } from "../lib/textbox.js";
import { modelLine } from "../train/prompt.js";

function labelled(id, name, help, ...content) {
  return h(
    "div",
    { class: "pp-form-field" },
    h("div", { class: "pp-form-label" }, h("label", { for: id }, name), helpMark(name, help)),
    ...content,
  );
}

/* The trained prompts that Play has side by side; the first one that fits is evaluated. */
function trained() {
  const list = h("ul", { class: "pp-flow" });
  const node = h(
    "div",
    { class: "pp-trained", hidden: true, data: { testid: "evaluate-prompts" } },
    h(
      "div",
      { class: "pp-form-label" },
      h("span", {}, t("prompts.title")),
      helpMark(t("prompts.title"), t("evaluate.prompts.help")),
    ),
    list,
  );
  let names = {};
  const draw = () => {
    show(node, page.state.prompts.length > 0);
    keyed(
      list,
      page.state.prompts,
      (id) => id,
      () => h("li", { class: "pp-word" }, h("span", {}), h("button", { type: "button", class: "pp-x" }, "×")),
      (item, id, i) => {
        const name = names[id] ?? t("evaluate.prompts.nth", { n: i + 1 });
        setText(item.firstElementChild, name);
        item.lastElementChild.setAttribute("aria-label", t("prompts.remove", { name }));
        item.lastElementChild.onclick = () =>
          change({ prompts: page.state.prompts.filter((each) => each !== id) }, { discrete: true });
      },
    );
  };
  on("plan", ({ prompts }) => {
    if (prompts) names = Object.fromEntries(prompts.map(({ id, name }) => [id, name]));
    draw();
  });
  on("state", draw);
  draw();
  return node;
}

export function promptCard() {
  const template = textbox({
    id: "pp-evaluate-template",
    label: t("template.title"),
    mono: true,
    paint: paintTemplate,
    placeholder: t("template.placeholder"),
    oninput: (text) => change({ template: text }),
  });
  const templateError = errorLine(["template"]);
  const verbalizer = textbox({
    id: "pp-evaluate-verbalizer",
    label: t("verbalizer.title"),
    mono: true,
    rows: 2,
    placeholder: t("verbalizer.placeholder"),
    oninput: (text) => change({ verbalizer: text }),
  });
  const verbalizerError = errorLine(["verbalizer"]);
  const calibration = segmented({
    id: "pp-evaluate-calibration",
    label: t("options.calibration"),
    choices: CHOICES.calibration.map((value) => ({ value, label: t(`options.calibration.${value}`) })),
    onchange: (value) => setOption("calibration", value, { discrete: true }),
  });
  const fill = () => {
    template.set(page.state.template);
    verbalizer.set(page.state.verbalizer);
    calibration.set(page.state.options.calibration);
  };
  on("state", fill);
  fill();
  on("plan", (answer) => {
    template.setFault(templateError.update(answer));
    verbalizer.setFault(verbalizerError.update(answer));
  });
  return card(
    "pp-prompt",
    t("evaluate.prompt"),
    [helpMark(t("evaluate.prompt"), t("evaluate.prompt.help")), modelLine()],
    h(
      "div",
      { class: "pp-form-prompt" },
      labelled("pp-evaluate-template", t("template.title"), t("template.help"), template.box, templateError.line),
      labelled(
        "pp-evaluate-verbalizer",
        t("verbalizer.title"),
        t("verbalizer.help"),
        verbalizer.box,
        verbalizerError.line,
      ),
      trained(),
      h(
        "div",
        { class: "pp-inline-field" },
        h(
          "span",
          { class: "pp-form-label" },
          h("span", {}, t("options.calibration")),
          helpMark(t("options.calibration"), t("evaluate.calibration.help")),
        ),
        calibration.group,
      ),
    ),
  );
}
