/* The result of "change one word": the template as chips, each with what dropping it does, and the bars. */
import { helpMark } from "../lib/popover.js";
import { card, segmented } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { figureMenu } from "../lib/figuremenu.js";
import { active, lineOf } from "../jobs/list.js";
import { plot } from "../lib/plot.js";
import { downloads } from "../jobs/downloads.js";
import { recordLine } from "../jobs/record.js";
import { on } from "../lib/events.js";
import { render } from "../lib/lit.js";
import { page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/textbox.js";
import { interval, whole } from "../lib/format.js";
import { read, runOf } from "./run.js";
import { start } from "./start.js";
import { statusLine } from "./status.js";
import { createChip, droppable, fillChip } from "./wordchip.js";

export function wordsCard() {
  const status = statusLine("words");
  const invitation = h("p", { class: "pp-quiet pp-invite" }, t("compare.words.invitation"));
  const chips = h("p", { class: "pp-word-chips", data: { testid: "words-template" } });
  const base = h("p", { class: "pp-quiet pp-number", data: { testid: "words-base" } });
  const legend = h(
    "p",
    { class: "pp-quiet pp-word-legend" },
    h("span", { class: "pp-word-key pp-falls" }, t("compare.falls")),
    h("span", { class: "pp-word-key pp-rises" }, t("compare.rises")),
    h("span", {}, t("compare.click_word")),
  );
  const chart = h("div", {
    class: "pp-plot",
    role: "img",
    "aria-label": t("compare.words.chart"),
    data: { testid: "words-plot" },
  });
  const draw = plot(chart);
  const rule = h("p", { class: "pp-quiet pp-rule" }, t("compare.words.rule"));
  const said = h("p", { class: "pp-notice pp-error", role: "alert", hidden: true });
  const reading = segmented({
    id: "pp-words-reading",
    label: t("compare.reading"),
    choices: ["plain", "calibrated"].map((value) => ({ value, label: t(`compare.reading.${value}`) })),
    onchange: (value) => read("words", value),
  });
  const menu = figureMenu(chart, () => t("compare.words.result"));
  const files = downloads(["summary", "record"].map((file) => ({ file, label: t(`evaluate.file.${file}`) })));
  const record = h("div", {});
  const node = card(
    "pp-words-result",
    t("compare.words.result"),
    [
      helpMark(t("compare.words.result"), t("compare.words.result.help")),
      h("div", { class: "pp-side pp-result-side" }, reading.group, menu),
    ],
    status.node,
    chips,
    invitation,
    base,
    legend,
    said,
    chart,
    rule,
    files.node,
    record,
  );

  /* Another word in the place of one, together with those that are there already. */
  async function measure(items, item, word) {
    const kept = items.filter((each) => each.replaced).map((each) => [each.index, each.replaced.by]);
    const { data } = runOf("words");
    const { template, verbalizer } = data.state ?? page.state;
    const error = await start("words", {
      template,
      verbalizer,
      replacements: { ...Object.fromEntries(kept), [item.index]: word },
    });
    show(said, Boolean(error));
    setText(said, error?.message ?? "");
  }

  /* Before the first run: the template as it is, by its parts. */
  const plain = () => paintTemplate(page.state.template).map((run) => ({ ...run, index: null }));

  function fill() {
    const { id, data } = runOf("words");
    const items = (data?.template?.length ? data.template : plain()).filter((item) => item.text.trim());
    show(status.node, Boolean(id));
    status.fill({ data });
    keyed(
      chips,
      items,
      (item, i) => `${i}/${droppable(item)}`,
      createChip,
      (chip, item) => fillChip(chip, item, (word) => measure(items, item, word)),
    );
    const measured = items.some((item) => Number.isFinite(item.change));
    show(invitation, !id);
    show(base, Boolean(data?.base));
    if (data?.base)
      setText(
        base,
        t("compare.words.base", {
          accuracy: whole(data.base.accuracy),
          interval: data.base.interval ? interval(data.base.interval, whole) : "",
        }),
      );
    show(legend, measured);
    show(chart, Boolean(data?.figure));
    show(menu, Boolean(data?.figure));
    if (data?.figure) draw(data.figure);
    show(rule, measured && Boolean(data.row) && !active(data.row));
    files.fill(lineOf(id));
    render(recordLine(data?.record), record);
    reading.set(data?.reading);
    show(reading.group, Boolean(data?.has_calibrated));
    node.dataset.state = data?.row?.state ?? "";
  }
  for (const name of ["run", "jobs", "state"]) on(name, fill);
  fill();
  return node;
}
