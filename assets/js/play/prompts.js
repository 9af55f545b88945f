/* Play's trained prompts: taken in from a file, told apart by name, side by side on the text. */
import { labelBars } from "../lib/bars.js";
import { helpMark } from "../lib/popover.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { picker } from "../lib/files.js";
import { loadPromptFile, withPrompt } from "../lib/promptfile.js";
import { on } from "../lib/events.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";

/* The link under the template that takes in a file. */
export function promptLoader() {
  const message = h("p", { class: "pp-quiet", role: "status", hidden: true, data: { testid: "prompt-message" } });
  const tell = (text) => {
    show(message, Boolean(text));
    setText(message, text);
  };
  const file = picker({
    id: "pp-prompt-file",
    accept: ".safetensors",
    label: t("prompts.load"),
    onfile: async (chosen) => {
      const answer = await loadPromptFile(chosen, tell);
      if (answer) change(withPrompt(answer.state), { discrete: true });
    },
  });
  const button = h(
    "button",
    { type: "button", class: "pp-link", data: { testid: "prompt-load" }, onclick: file.pick },
    t("prompts.load"),
  );
  return { button, input: file.input, message };
}

function createPrompt() {
  const bars = labelBars({ compact: true });
  const node = h(
    "li",
    { class: "pp-prompt", data: { testid: "prompt" } },
    h(
      "div",
      { class: "pp-prompt-head" },
      h("span", { class: "pp-prompt-name" }),
      h("span", { class: "pp-tag pp-prompt-used" }, t("prompts.in_use")),
      h("button", { type: "button", class: "pp-x" }, "×"),
    ),
    bars.list,
    h("p", { class: "pp-quiet" }),
  );
  node.bars = bars;
  return node;
}

function fillPrompt(node, item) {
  const [head, , note] = node.children;
  const [name, used, remove] = head.children;
  setText(name, item.name ?? "…");
  name.title = item.name ?? "";
  show(used, Boolean(item.in_use));
  node.classList.toggle("pp-used", Boolean(item.in_use));
  remove.setAttribute("aria-label", t("prompts.remove", { name: item.name ?? "" }));
  remove.onclick = () => change({ prompts: page.state.prompts.filter((id) => id !== item.id) }, { discrete: true });
  node.bars.update(item.items ?? []);
  show(note, Boolean(item.error));
  setText(note, item.error ?? "");
}

export function promptsPart(card) {
  const list = h("ul", { class: "pp-prompts", data: { testid: "prompts" } });
  card.append(
    h(
      "header",
      { class: "pp-card-head" },
      h("h2", {}, t("prompts.title")),
      helpMark(t("prompts.title"), t("prompts.help")),
    ),
    list,
  );
  let known = [];
  const draw = () => {
    const ids = page.state?.prompts ?? [];
    const found = new Map(known.map((item) => [item.id, item]));
    show(card, ids.length > 0);
    keyed(
      list,
      ids.map((id) => found.get(id) ?? { id }),
      (item) => item.id,
      createPrompt,
      fillPrompt,
    );
  };
  on("state", draw);
  on("answer", draw);
  draw();
  return (part) => {
    known = part;
    draw();
  };
}
