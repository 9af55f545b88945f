/* The likeliest tokens at each mask. A click offers a token to the verbalizer, or says why not. */
import { SIZES } from "../lib/choices.js";
import { closePopover, helpMark, openPopover } from "../lib/popover.js";
import { h, keyed, paintSwatch, setText, show, swatch } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { page, setOption } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { addLabel, addWord } from "./wordtable.js";

function menu(anchor, token) {
  if (token.why || !token.word) {
    openPopover(anchor, [token.why ?? t("vocabulary.no_word")]);
    return;
  }
  const item = (content, deed, testid) =>
    h(
      "button",
      {
        type: "button",
        class: "pp-menu-item",
        role: "menuitem",
        data: { testid },
        onclick: () => (closePopover({ refocus: true }), deed()),
      },
      ...content,
    );
  const labels = page.answer?.verbalizer?.labels ?? [];
  openPopover(
    anchor,
    [
      h("p", { class: "pp-quiet" }, t("vocabulary.add", { word: token.text })),
      ...labels.map((label) =>
        item([swatch(label.index), label.name], () => addWord(label.index, token.word), `add-to-${label.index}`),
      ),
      item([t("vocabulary.new_label")], () => addLabel(token.word, token.word), "add-to-new"),
    ],
    { role: "menu" },
  );
  document.querySelector("#pp-popover .pp-menu-item")?.focus();
}

function createToken() {
  const button = h(
    "button",
    { type: "button", class: "pp-token" },
    h("span", { class: "pp-token-text" }, swatch(null), h("span", {})),
    h("span", { class: "pp-token-track" }, h("span", { class: "pp-token-bar" })),
    h("span", { class: "pp-number" }),
  );
  button.addEventListener("click", () => menu(button, button.token));
  return h("li", {}, button);
}

function fillToken(node, token, most) {
  const button = node.firstElementChild;
  const [text, track, number] = button.children;
  button.token = token;
  button.dataset.testid = "token";
  button.dataset.token = token.text;
  const own = token.index !== null;
  button.classList.toggle("pp-own", own);
  button.classList.toggle("pp-not-word", !own && Boolean(token.why));
  paintSwatch(text.firstElementChild, token.index);
  paintSwatch(track.firstElementChild, token.index);
  setText(text.lastElementChild, token.text);
  button.title = token.piece;
  track.firstElementChild.style.width = `${(100 * token.probability) / most}%`;
  setText(number, token.share);
  button.setAttribute("aria-label", [token.text, token.share, token.label].filter(Boolean).join(", "));
}

function createColumn() {
  return h("div", { class: "pp-column" }, h("h3", {}), h("ol", { class: "pp-tokens" }));
}

function fillColumn(node, column) {
  setText(node.firstElementChild, column.title);
  const most = Math.max(...column.tokens.map((token) => token.probability), 1e-9);
  // By place, not by token: the bars of a place glide to their new length.
  keyed(
    node.lastElementChild,
    column.tokens,
    (_, i) => i,
    createToken,
    (item, token) => fillToken(item, token, most),
  );
}

export function vocabularyPart(card) {
  const select = h(
    "select",
    { class: "pp-select", id: "pp-top-k", "aria-label": t("vocabulary.size"), data: { testid: "top-k" } },
    ...SIZES.map((n) => h("option", { value: String(n) }, t("vocabulary.top", { n }))),
  );
  select.addEventListener("change", () => setOption("top_k", Number(select.value), { discrete: true }));
  const showSize = () => {
    if (page.state) select.value = String(page.state.options.top_k);
  };
  on("state", showSize);
  on("answer", showSize);
  const columns = h("div", { class: "pp-columns" });
  const note = h("p", { class: "pp-quiet" });
  card.append(
    h(
      "header",
      { class: "pp-card-head" },
      h("h2", {}, t("vocabulary.title")),
      helpMark(t("vocabulary.title"), t("vocabulary.help")),
      h("div", { class: "pp-side" }, select),
    ),
    columns,
    note,
  );
  return (part) => {
    keyed(columns, part.columns, (_, i) => i, createColumn, fillColumn);
    columns.classList.toggle("pp-several", part.columns.length > 1);
    show(note, Boolean(part.note));
    setText(note, part.note ?? "");
  };
}
