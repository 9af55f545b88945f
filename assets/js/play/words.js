/* Where the model's probability goes: to the label words, and past them. */
import { helpMark } from "../lib/popover.js";
import { h, setText, show } from "../lib/dom.js";
import { plot } from "../lib/plot.js";
import { t } from "../lib/strings.js";

export function wordsPart(card) {
  const chart = h("div", {
    class: "pp-plot",
    role: "img",
    "aria-label": t("words.title"),
    data: { testid: "words-plot" },
  });
  const note = h("p", { class: "pp-quiet", data: { testid: "mass-note" } });
  const message = h("p", { class: "pp-quiet", hidden: true });
  card.append(
    h("header", { class: "pp-card-head" }, h("h2", {}, t("words.title")), helpMark(t("words.title"), t("words.help"))),
    chart,
    message,
    note,
  );
  const draw = plot(chart);
  return (part) => {
    show(chart, Boolean(part.figure));
    if (part.figure) draw(part.figure);
    show(message, Boolean(part.message));
    setText(message, part.message ?? "");
    show(note, Boolean(part.mass_note));
    setText(note, part.mass_note ?? "");
  };
}
