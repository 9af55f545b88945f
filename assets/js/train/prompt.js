/* The prompt to train: its template with soft tokens, its verbalizer, and the model it is for. */
import { helpMark } from "../lib/popover.js";
import { segmented } from "../lib/cards.js";
import { h, setText, show } from "../lib/dom.js";
import { errorLine } from "../lib/notices.js";
import { announce, on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { paintTemplate, textbox } from "../lib/textbox.js";
import { form, put } from "./form.js";
import { number } from "./inputs.js";
import { hasSoft, PLACES, placeOf, withSoft } from "./soft.js";

const LONGEST = 100; // soft tokens that the template can be given here; the core has its own limit

/* How many soft tokens, and where: deeds on the template's text. */
function softLine() {
  const count = h("input", {
    type: "text",
    id: "pp-train-tokens",
    class: "pp-input pp-number pp-count",
    inputmode: "numeric",
    autocomplete: "off",
    data: { testid: "train-tokens" },
  });
  const label = h("label", { for: count.id });
  const help = h("span", {});
  const place = segmented({
    id: "pp-soft-place",
    label: t("train.place"),
    choices: PLACES.map((value) => ({ value, label: t(`train.place.${value}`) })),
    onchange: (chosen) => put({ template: withSoft(form.value.template, chosen, tokens()) ?? form.value.template }),
  });
  const error = h("p", { class: "pp-field-error", hidden: true, data: { testid: "field-error-tokens" } });
  const tokens = () => (Number.isInteger(form.value.tokens) ? Math.max(1, Math.min(LONGEST, form.value.tokens)) : 1);
  count.addEventListener("input", () => {
    const { template, method } = form.value;
    const standing = method === "prefix" ? null : placeOf(template);
    const patch = { tokens: number(count.value) };
    if (standing && standing !== "words" && Number.isInteger(patch.tokens) && patch.tokens >= 1)
      patch.template = withSoft(template, standing, Math.min(LONGEST, patch.tokens));
    put(patch);
  });
  on("plan", (answer) => {
    const message = answer.fields_errors?.tokens;
    show(error, Boolean(message));
    setText(error, message ?? "");
  });
  const node = h(
    "div",
    { class: "pp-soft-line" },
    h("div", { class: "pp-form-label" }, label, help),
    count,
    place.group,
    error,
  );
  return {
    node,
    fill() {
      const prefix = form.value.method === "prefix";
      const name = prefix ? "train.tokens.prefix" : "train.tokens";
      setText(label, t(name));
      help.replaceChildren(helpMark(t(name), t(`${name}.help`)));
      show(place.group, !prefix);
      const standing = placeOf(form.value.template);
      place.set(standing);
      for (const input of place.group.querySelectorAll("input"))
        input.disabled = withSoft(form.value.template, input.value, tokens()) === null;
      // In the place of words, and where a person wrote the tokens, the template itself says how many.
      count.disabled = !prefix && (standing === "words" || (standing === null && hasSoft(form.value.template)));
      if (document.activeElement !== count) count.value = String(form.value.tokens);
    },
  };
}

/* The model chosen in Play; another choice counts there, too. */
export function modelLine() {
  const name = h("strong", {});
  on("model", (card) => setText(name, card.name));
  return h(
    "p",
    { class: "pp-model-line pp-side" },
    h("span", { class: "pp-quiet" }, t("train.model")),
    name,
    h("button", { type: "button", class: "pp-link", onclick: () => announce("choose-model") }, t("train.model.change")),
  );
}

export function promptPart() {
  const template = textbox({
    id: "pp-train-template",
    label: t("template.title"),
    mono: true,
    paint: paintTemplate,
    placeholder: t("template.placeholder"),
    oninput: (text) => put({ template: text }),
  });
  const templateError = errorLine(["template"]);
  const soft = softLine();
  const preview = h("code", { class: "pp-preview" });
  const note = h(
    "p",
    { class: "pp-quiet pp-soft-note", hidden: true, data: { testid: "soft-note" } },
    h("span", {}, t("train.no_soft")),
    " ",
    preview,
  );
  const verbalizer = textbox({
    id: "pp-train-verbalizer",
    label: t("verbalizer.title"),
    mono: true,
    rows: 2,
    placeholder: t("verbalizer.placeholder"),
    oninput: (text) => put({ verbalizer: text }),
  });
  const verbalizerError = errorLine(["verbalizer"]);
  const back = h(
    "button",
    { type: "button", class: "pp-link", hidden: true, data: { testid: "from-play" }, onclick: () => put(form.of) },
    t("train.from_play"),
  );

  function fill() {
    template.set(form.value.template);
    verbalizer.set(form.value.verbalizer);
    soft.fill();
    show(back, form.value.template !== form.of.template || form.value.verbalizer !== form.of.verbalizer);
  }
  on("form", fill);
  fill();
  on("plan", (answer) => {
    template.setFault(templateError.update(answer));
    verbalizer.setFault(verbalizerError.update(answer));
    const text = answer.template?.text ?? "";
    show(note, form.value.method !== "prefix" && Boolean(text) && !hasSoft(form.value.template));
    preview.replaceChildren(
      ...paintTemplate(text).map((run) => h("span", { class: `pp-run pp-run-${run.kind}` }, run.text)),
    );
  });

  const labelled = (id, key, extra, ...content) =>
    h(
      "div",
      { class: "pp-form-field" },
      h(
        "div",
        { class: "pp-form-label" },
        h("label", { for: id }, t(`${key}.title`)),
        helpMark(t(`${key}.title`), t(`train.${key}.help`)),
        extra,
      ),
      ...content,
    );
  return h(
    "div",
    { class: "pp-form-prompt" },
    labelled("pp-train-template", "template", back, template.box, templateError.line),
    soft.node,
    note,
    labelled("pp-train-verbalizer", "verbalizer", null, verbalizer.box, verbalizerError.line),
  );
}
