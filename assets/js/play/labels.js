/* The answer: how probable each label is, readable from the back of the room. */
import { h, setText, show } from "../lib/dom.js";
import { errorLine } from "../lib/notices.js";
import { plot } from "../lib/plot.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";

const QUIET = 700; // a screen reader hears the result of the typing, not each key

export function labelsPart(card) {
  const time = h("span", { class: "pp-quiet pp-side", data: { testid: "milliseconds" } });
  const chart = h("div", { class: "pp-plot", role: "img", data: { testid: "labels-plot" } });
  const message = h("p", { class: "pp-invitation", hidden: true, data: { testid: "labels-message" } });
  const spoken = h("div", { class: "pp-hidden", "aria-live": "polite", data: { testid: "top-label" } });
  const error = errorLine(["model"]);
  card.append(
    h("header", { class: "pp-card-head" }, h("h2", {}, t("labels.title")), time),
    error.line,
    chart,
    message,
    spoken,
  );
  const draw = plot(chart);
  let timer = 0;
  on("answer", (answer) => {
    error.update(answer);
    if (Number.isFinite(answer.milliseconds)) setText(time, t("labels.time", { ms: Math.round(answer.milliseconds) }));
  });

  return (part) => {
    show(message, Boolean(part.message));
    setText(message, part.message ?? "");
    show(chart, Boolean(part.figure));
    if (part.figure) draw(part.figure);
    const all = part.items.map((item) => `${item.label} ${item.share}`).join(", ");
    chart.setAttribute("aria-label", t("labels.chart", { all }));
    const top = part.items.reduce((best, item) => (!best || item.probability > best.probability ? item : best), null);
    clearTimeout(timer);
    timer = setTimeout(
      () => setText(spoken, top ? t("labels.top", { label: top.label, percent: top.share }) : (part.message ?? "")),
      QUIET,
    );
  };
}
