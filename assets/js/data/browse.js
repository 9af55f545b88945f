/* A set's rows, fifty at a time. */
import { ask } from "../lib/api.js";
import { segmented } from "../lib/cards.js";
import { h, setText, show, swatch } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { complaint, modal } from "./modal.js";

const PAGE = 50;
let view = null;

/* The rows dialog, made at its first opening. */
function build() {
  const now = { card: null, labels: [], split: "all", from: 0, count: 0 };
  const splits = h("div", {});
  const head = h("tr", {});
  const body = h("tbody", { data: { testid: "data-rows" } });
  const wrong = complaint("data-rows-error");
  const back = h(
    "button",
    { type: "button", class: "pp-pill", onclick: () => turn(-PAGE), data: { testid: "data-rows-back" } },
    t("data.rows.back"),
  );
  const more = h(
    "button",
    { type: "button", class: "pp-pill", onclick: () => turn(PAGE), data: { testid: "data-rows-more" } },
    t("data.rows.more"),
  );
  const where = h("span", { class: "pp-quiet pp-number", role: "status" });
  const scroll = h(
    "div",
    { class: "pp-scroll pp-rows-scroll", tabindex: "0", role: "region", "aria-label": t("data.rows") },
    h("table", { class: "pp-data-table pp-rows-table" }, h("thead", {}, head), body),
  );
  const { dialog, title, open } = modal(
    "pp-data-rows",
    h("div", { class: "pp-rows-head" }, splits, where),
    wrong.node,
    scroll,
    h("div", { class: "pp-rows-foot" }, back, more),
  );

  function draw({ rows, count }) {
    const { slots } = now.card;
    now.count = count;
    head.replaceChildren(
      ...[...slots, t("data.rows.label"), t("data.rows.split")].map((name) => h("th", { scope: "col" }, name)),
    );
    body.replaceChildren(
      ...rows.map((row) =>
        h(
          "tr",
          {},
          ...slots.map((name) => h("td", {}, row.fields[name] ?? "")),
          h("td", { class: "pp-rows-label" }, swatch(now.labels.indexOf(row.label)), row.label),
          h("td", { class: "pp-quiet" }, row.split ? t(`data.split.${row.split}`) : ""),
        ),
      ),
    );
    setText(
      where,
      count ? t("data.rows.where", { first: now.from + 1, last: now.from + rows.length, count }) : t("data.rows.none"),
    );
    back.disabled = now.from === 0;
    more.disabled = now.from + PAGE >= count;
    show(back.parentElement, count > PAGE);
    scroll.scrollTop = 0;
  }

  async function load() {
    const asked = { source: now.card.source, split: now.split, from: now.from };
    try {
      const answer = await ask("data_rows", asked, { latest: true });
      if (!answer || asked.source !== now.card.source || asked.split !== now.split || asked.from !== now.from) return;
      wrong.say(answer.error?.message);
      if (!answer.error) draw(answer);
    } catch {
      wrong.say(t("calls.lost"));
    }
  }

  function turn(step) {
    now.from = Math.max(0, now.from + step);
    load();
  }

  return (card, { names, split, labels }, asker) => {
    Object.assign(now, { card, labels, split, from: 0 });
    setText(title, t("data.rows.of", { name: card.name }));
    body.replaceChildren();
    head.replaceChildren();
    setText(where, t("data.reading"));
    show(back.parentElement, false);
    const choices = names.map((value) => ({ value, label: t(`data.split.${value}`) }));
    const filter = segmented({
      id: "pp-rows-split",
      label: t("data.split"),
      choices,
      onchange: (value) => (Object.assign(now, { split: value, from: 0 }), load()),
    });
    filter.set(split);
    splits.replaceChildren(filter.group);
    show(splits, names.length > 1);
    open(asker);
    load();
    return dialog;
  };
}

/* `names` are the splits to filter by, `split` the one to begin with, `labels` the set's in the order of their colours. */
export function openRows(card, how, asker) {
  view ??= build();
  view(card, how, asker);
}
