/* A list of text boxes, one a prompt part: Enter or a paste of several lines makes more of them. */
import { h, keyed, setText, show } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { paintTemplate, textbox } from "../lib/textbox.js";

const MOST = 24; // boxes that can be written by hand; the server has its own limit

/* `kind` is template or verbalizer; `read()` gives the texts, `write(texts)` keeps them. A template is a
   line of its own; verbalizers have several lines and are told apart by an empty one. */
export function lineList({ kind, read, write }) {
  const template = kind === "template";
  const parts = (text) => text.split(template ? /\r?\n/ : /\r?\n\s*\r?\n/).filter((part) => part.trim());
  let items = [];
  let made = 0;
  const item = (text) => ({ id: (made += 1), text });
  const tell = () => write(items.map(({ text }) => text));
  const list = h("ol", { class: "pp-lines", data: { testid: `${kind}s` } });
  const add = h(
    "button",
    {
      type: "button",
      class: "pp-chip pp-more",
      data: { testid: `${kind}-add` },
      onclick: () => insert(items.length, [""]),
    },
    t(`compare.${kind}.add`),
  );

  /* New boxes at a place; the first of them gets the caret. */
  function insert(at, texts) {
    const fresh = texts.slice(0, MOST - items.length).map(item);
    if (!fresh.length) return;
    items.splice(at, 0, ...fresh);
    draw();
    tell();
    list.children[at]?.querySelector("textarea").focus();
  }

  function create(entry) {
    const n = items.indexOf(entry) + 1;
    const box = textbox({
      id: `pp-${kind}-${entry.id}`,
      label: t(`compare.${kind}.item`, { n }),
      mono: true,
      rows: template ? 1 : 2,
      placeholder: t(`${kind}.placeholder`),
      ...(template ? { paint: paintTemplate } : {}),
      oninput: (text) => ((entry.text = text), tell()),
    });
    const remove = h("button", { type: "button", class: "pp-x", data: { testid: `${kind}-remove` } }, "×");
    const error = h("p", { class: "pp-field-error", hidden: true });
    remove.addEventListener("click", () => {
      items = items.filter((other) => other !== entry);
      draw();
      tell();
      add.focus();
    });
    box.area.addEventListener("keydown", (event) => {
      if (!template || event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      insert(items.indexOf(entry) + 1, [""]);
    });
    box.area.addEventListener("paste", (event) => {
      const found = parts(event.clipboardData?.getData("text") ?? "");
      if (found.length < 2) return;
      event.preventDefault();
      const at = items.indexOf(entry);
      if (!entry.text.trim()) {
        items.splice(at, 1);
        insert(at, found);
      } else insert(at + 1, found);
    });
    const node = h("li", { class: "pp-line" }, h("div", { class: "pp-line-box" }, box.box, remove), error);
    node.parts = { box, remove, error };
    return node;
  }

  function draw() {
    keyed(
      list,
      items,
      ({ id }) => id,
      create,
      (node, entry, i) => {
        node.parts.box.set(entry.text);
        node.parts.box.setLabel(t(`compare.${kind}.item`, { n: i + 1 }));
        node.parts.remove.setAttribute("aria-label", t(`compare.${kind}.remove`, { n: i + 1 }));
      },
    );
    show(add, items.length < MOST);
  }

  return {
    node: h("div", { class: "pp-line-list" }, list, add),
    /* Texts that came from elsewhere. */
    fill() {
      const texts = read();
      if (texts.length === items.length && texts.every((text, i) => text === items[i].text)) return;
      items = texts.map((text, i) => (items[i]?.text === text ? items[i] : item(text)));
      draw();
    },
    /* What is wrong with each of the boxes that hold something, in their order. */
    errors(found) {
      let at = 0;
      [...list.children].forEach((node, i) => {
        const message = items[i].text.trim() ? (found[at++]?.error ?? "") : "";
        const text = typeof message === "string" ? message : (message.message ?? "");
        show(node.parts.error, Boolean(text));
        setText(node.parts.error, text);
        node.parts.box.area.setAttribute("aria-invalid", String(Boolean(text)));
      });
    },
  };
}
