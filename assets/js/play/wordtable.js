/* The verbalizer as a table of labels and chips. It has no state of its own: every deed edits the
   text at a place the core named, and the table is drawn again from the answer. */
import { explains } from "../lib/popover.js";
import { h, keyed, paintSwatch, setText, show, swatch } from "../lib/dom.js";
import { edit } from "../lib/store.js";
import { t } from "../lib/strings.js";

const insert = (at, replacement) => ({ target: "verbalizer", start: at, end: at, replacement });
const labelOf = (answer, index) => answer.verbalizer?.labels.find((label) => label.index === index);

export function addWord(index, word) {
  edit((answer) => {
    const label = labelOf(answer, index);
    return label && insert(label.add.at, label.add.prefix + word);
  });
}

/* A label with its first word; without a word, a label that waits for one. */
export function addLabel(name, word = "") {
  edit(
    ({ verbalizer }) => verbalizer && insert(verbalizer.add_label.at, `${verbalizer.add_label.prefix}${name}: ${word}`),
  );
}

function removeWord(index, text) {
  edit((answer) => labelOf(answer, index)?.words.find((word) => word.text === text)?.remove);
}

/* A label's name as it must stand in the text: quoted where it holds a separator. */
function quoted(name) {
  return /[:：,，、"“”「」]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function rename(index, name) {
  edit((answer) => {
    const label = labelOf(answer, index);
    return label && { target: "verbalizer", start: label.start, end: label.end, replacement: quoted(name) };
  });
}

/* An input that gives its text away at Enter (but not at the Enter that ends a composition). */
function giver(className, placeholder, give) {
  const input = h("input", {
    type: "text",
    class: className,
    placeholder,
    "aria-label": placeholder,
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
  });
  const hand = () => {
    const text = input.value.trim();
    input.value = "";
    if (text) give(text);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      hand();
    }
  });
  input.addEventListener("blur", hand);
  return input;
}

function createWord() {
  const chip = h("li", { class: "pp-word" });
  const text = h(
    "button",
    { type: "button", class: "pp-word-text" },
    h("span", { class: "pp-word-name" }),
    h("span", { class: "pp-pieces" }),
  );
  explains(text, () => chip.note);
  chip.append(text, h("button", { type: "button", class: "pp-x" }, "×"));
  return chip;
}

function fillWord(chip, word, index) {
  chip.className = `pp-word pp-word-${word.level}`;
  chip.dataset.testid = "word";
  const several = word.pieces.length > 1;
  chip.note = word.note ?? (several ? t("verbalizer.pieces", { n: word.pieces.length }) : t("verbalizer.one_piece"));
  const [text, remove] = chip.children;
  setText(text.firstElementChild, word.text);
  setText(text.lastElementChild, several ? word.pieces.join(" · ") : "");
  remove.setAttribute("aria-label", t("verbalizer.remove_word", { word: word.text }));
  remove.onclick = () => removeWord(index, word.text);
}

function createRow(label) {
  const { index } = label;
  const name = h("input", { type: "text", class: "pp-label-name", spellcheck: "false", autocomplete: "off" });
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) name.blur();
    if (event.key === "Escape") {
      name.value = name.dataset.name;
      name.blur();
    }
  });
  name.addEventListener("change", () => {
    const text = name.value.trim();
    if (text && text !== name.dataset.name) rename(index, text);
    else name.value = name.dataset.name;
  });
  const add = giver("pp-add", t("verbalizer.add_word"), (word) => addWord(index, word));
  add.dataset.testid = `add-word-${index}`;
  const remove = h(
    "button",
    { type: "button", class: "pp-x", onclick: () => edit((answer) => labelOf(answer, index)?.remove) },
    "×",
  );
  return h(
    "li",
    { class: "pp-row" },
    h("span", { class: "pp-row-name" }, swatch(index), name),
    h("div", { class: "pp-words" }, h("ul", { class: "pp-flow" }), add),
    remove,
  );
}

function fillRow(row, label) {
  const [head, words, remove] = row.children;
  const [colour, name] = head.children;
  row.dataset.testid = `label-${label.index}`;
  paintSwatch(colour, label.index);
  name.dataset.name = label.name;
  name.setAttribute("aria-label", t("verbalizer.label_name", { label: label.name }));
  name.readOnly = !Number.isInteger(label.start);
  if (document.activeElement !== name && name.value !== label.name) name.value = label.name;
  show(remove, Boolean(label.remove));
  remove.setAttribute("aria-label", t("verbalizer.remove_label", { label: label.name }));
  keyed(
    words.firstElementChild,
    label.words,
    (word, i) => `${i}/${word.text}`,
    createWord,
    (chip, word) => fillWord(chip, word, label.index),
  );
}

export function wordTable() {
  const rows = h("ul", { class: "pp-rows" });
  const add = giver("pp-add pp-add-label", t("verbalizer.add_label"), (name) => addLabel(quoted(name)));
  add.dataset.testid = "add-label";
  const invitation = h("p", { class: "pp-quiet", hidden: true }, t("verbalizer.empty"));
  const node = h("div", { class: "pp-table", data: { testid: "verbalizer-table" } }, rows, invitation, add);
  return {
    node,
    update(verbalizer) {
      // One width for all names, wide enough for most: 6 to 15 letters, a Chinese one counting twice.
      const widths = verbalizer.labels.map(({ name }) =>
        [...name].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 1.7 : 1), 0),
      );
      node.style.setProperty("--pp-name", String(Math.min(15, Math.max(6, ...widths))));
      show(invitation, verbalizer.labels.length === 0);
      keyed(rows, verbalizer.labels, (label) => label.index, createRow, fillRow);
    },
  };
}
