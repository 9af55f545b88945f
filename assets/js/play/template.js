/* The template card: the coloured box, what kind of prompt it is, notices, the gallery, and the ways to
   a trained prompt. */
import { carrying } from "../lib/address.js";
import { explains, helpMark } from "../lib/popover.js";
import { card } from "../lib/cards.js";
import { h, setText, show } from "../lib/dom.js";
import { errorLine, noticeList } from "../lib/notices.js";
import { promptLoader } from "./prompts.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { paintTemplate, textbox } from "../lib/textbox.js";

const FIRST = 6; // examples in sight before "more"

function apply(example) {
  const { template, verbalizer, fields, options } = example.state;
  change(
    {
      template,
      verbalizer,
      fields: { ...page.state.fields, ...fields },
      // An example says how its scores become labels; how many tokens are listed is the reader's.
      options: { ...options, top_k: page.state.options.top_k },
    },
    { discrete: true },
  );
}

function gallery(examples) {
  const more = h(
    "button",
    { type: "button", class: "pp-chip pp-more", "aria-expanded": "false", data: { testid: "examples-more" } },
    t("examples.more"),
  );
  const chips = examples.map((example, i) =>
    h(
      "button",
      {
        type: "button",
        class: "pp-chip",
        title: example.description,
        hidden: i >= FIRST,
        lang: example.language,
        data: { testid: `example-${example.id}` },
        onclick: () => apply(example),
      },
      example.title,
    ),
  );
  more.addEventListener("click", () => {
    const open = more.getAttribute("aria-expanded") !== "true";
    more.setAttribute("aria-expanded", String(open));
    setText(more, t(open ? "examples.fewer" : "examples.more"));
    chips.forEach((chip, i) => show(chip, open || i < FIRST));
  });
  show(more, examples.length > FIRST);
  return h(
    "div",
    { class: "pp-chips", role: "group", "aria-label": t("examples.title"), data: { testid: "examples" } },
    ...chips,
    more,
  );
}

/* Soft tokens are trained on a page of their own; a prompt trained before comes from a file. */
function training(href) {
  const loader = promptLoader();
  const train = carrying(
    h("a", { href, class: "pp-pill pp-train-link", data: { testid: "to-train" } }, t("template.train")),
    href,
  );
  return h("div", { class: "pp-training" }, train, loader.button, loader.input, loader.message);
}

export function templateCard(examples, trainHref) {
  const kind = h("button", { type: "button", class: "pp-kind", hidden: true, data: { testid: "template-kind" } });
  const openprompt = h(
    "button",
    { type: "button", class: "pp-link", hidden: true, data: { testid: "openprompt" } },
    t("template.export"),
  );
  const error = errorLine(["template"]);
  const notices = noticeList();
  const box = textbox({
    id: "pp-template",
    label: t("template.title"),
    mono: true,
    paint: paintTemplate,
    placeholder: t("template.placeholder"),
    oninput: (template) => change({ template }),
  });
  let understood = null;
  explains(kind, () => understood?.explanation);
  explains(openprompt, () => [
    h("p", {}, t("template.openprompt")),
    h("code", { class: "pp-code" }, understood?.openprompt ?? ""),
  ]);
  const side = h("div", { class: "pp-side" }, openprompt);
  const node = card(
    "pp-template-card",
    t("template.title"),
    [helpMark(t("template.title"), t("template.help")), kind, side],
    box.box,
    error.line,
    notices.list,
    gallery(examples),
    training(trainHref),
  );

  return {
    card: node,
    state: (state) => box.set(state.template),
    answer(answer) {
      understood = answer.template;
      show(kind, Boolean(understood));
      show(openprompt, Boolean(understood?.openprompt));
      if (understood) setText(kind, understood.kind_label);
      kind.classList.toggle("pp-stale", !answer.understood.template);
      const wrong = error.update(answer);
      box.setFault(answer.of.template === page.state.template ? wrong : null);
      notices.update(answer.understood.template ? understood.notices : []);
    },
  };
}
