/* What the model reads: the pieces as they are cut, how many of the limit, and what fell off. */
import { helpMark } from "../lib/popover.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { t } from "../lib/strings.js";

function fillPiece(node, piece) {
  node.className = `pp-piece pp-run-${piece.kind}`;
  node.title = piece.slot ? `{${piece.slot}}` : t(`reading.${piece.kind}`);
  setText(node, piece.text);
}

export function readingPart(card) {
  const summary = h("span", { class: "pp-quiet pp-side", data: { testid: "reading-summary" } });
  const pieces = h("p", { class: "pp-pieces-line", data: { testid: "pieces" } });
  const fill = h("div", { class: "pp-bar-fill" });
  const ruler = h("div", { class: "pp-bar", role: "meter", "aria-label": t("reading.used") }, fill);
  const cut = h("ul", { class: "pp-notices", hidden: true, data: { testid: "cut" } });
  const notes = h("ul", { class: "pp-step-notes" });
  card.append(
    h(
      "header",
      { class: "pp-card-head" },
      h("h2", {}, t("reading.title")),
      helpMark(t("reading.title"), t("reading.help")),
      summary,
    ),
    pieces,
    ruler,
    cut,
    notes,
  );
  return (part) => {
    setText(summary, part.summary);
    keyed(
      pieces,
      part.pieces,
      (_, i) => i,
      () => h("span", {}),
      fillPiece,
    );
    fill.style.width = `${Math.min(100, (100 * part.used) / Math.max(1, part.limit))}%`;
    ruler.setAttribute("aria-valuemin", "0");
    ruler.setAttribute("aria-valuemax", String(part.limit));
    ruler.setAttribute("aria-valuenow", String(part.used));
    show(cut, part.cut.length > 0);
    keyed(
      cut,
      part.cut,
      (_, i) => i,
      () =>
        h(
          "li",
          { class: "pp-notice pp-warning" },
          h("span", { class: "pp-mark", "aria-hidden": "true" }, "!"),
          h("div", { class: "pp-notice-text" }, h("span", { class: "pp-message" }), h("s", { class: "pp-cut" })),
        ),
      (node, item) => {
        const [message, text] = node.lastElementChild.children;
        setText(message, t("reading.cut", { slot: item.slot }));
        setText(text, item.text);
      },
    );
    show(notes, part.notes.length > 0);
    keyed(
      notes,
      part.notes,
      (note) => note,
      () => h("li", {}),
      setText,
    );
  };
}
