/* Which data: a set by name, what is known of it, its rows, and the way to one's own data. */
import { helpMark } from "../lib/popover.js";
import { h, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { page, same } from "../lib/store.js";
import { pageLanguage, t } from "../lib/strings.js";
import { openAdd } from "./add.js";
import { openRows } from "./browse.js";
import { facts, splitChoice, splitsOf, usualSplit } from "./facts.js";
import { inOrder } from "./fitting.js";
import { complaint } from "./modal.js";
import { cardOf, deleteSet, isMine, loadSets, sets } from "./sets.js";

export { cardOf, loadSets, sets, usualSplit };

const MINE = "mine";
const groupOf = (card) => (card.mine ? MINE : card.language);

/* A group's name: the demo sets' are languages, called as the reader calls them. */
const groupName = (group) =>
  group === MINE ? t("data.group.mine") : new Intl.DisplayNames([pageLanguage()], { type: "language" }).of(group);

const option = (source, label) => h("option", { value: JSON.stringify(source) }, label);

/* The select's options: mine, then by language, groups in the order in which the server names them. */
function options(source) {
  const groups = [...new Set(sets.list.map(groupOf))].sort((a, b) => Number(b === MINE) - Number(a === MINE));
  const nodes = groups
    .filter(Boolean)
    .map((name) =>
      h(
        "optgroup",
        { label: groupName(name) },
        ...sets.list.filter((card) => groupOf(card) === name).map((card) => option(card.source, card.name)),
      ),
    );
  return cardOf(source) ? nodes : [option(source, t("data.gone")), ...nodes];
}

/* Deleting asks once more, in the same place. */
function deleting(value, chooseFirst, tell) {
  const first = h(
    "button",
    { type: "button", class: "pp-link pp-quiet-link", data: { testid: "data-delete" } },
    t("data.delete"),
  );
  const yes = h(
    "button",
    { type: "button", class: "pp-pill", data: { testid: "data-delete-yes" } },
    t("data.delete.yes"),
  );
  const no = h("button", { type: "button", class: "pp-link" }, t("data.delete.no"));
  const question = h(
    "div",
    { class: "pp-forget", role: "group", "aria-label": t("data.delete"), hidden: true },
    h("span", {}, t("data.delete.sure")),
    yes,
    no,
  );
  const open = (wanted) => {
    show(question, wanted);
    show(first, !wanted);
  };
  first.addEventListener("click", () => (open(true), no.focus()));
  no.addEventListener("click", () => (open(false), first.focus()));
  yes.addEventListener("click", async () => {
    const source = value();
    yes.disabled = true;
    const wrong = await deleteSet(source);
    yes.disabled = false;
    tell(wrong);
    if (!wrong && same(source, value())) chooseFirst();
  });
  return { first, question, fill: (mine) => (open(false), show(first, mine)) };
}

/* `value()` is the source now; `choose(source, card)` hears of another. With `chooseSplit`, which of its
   rows count can be chosen, too. Labels have the colours of `verbalizer()`. */
export function dataField({
  value,
  choose,
  split = null,
  chooseSplit = null,
  verbalizer = () => page.state.verbalizer,
}) {
  const select = h("select", { id: "pp-data", class: "pp-input", data: { testid: "data" } });
  const known = facts();
  const rows = h(
    "button",
    { type: "button", class: "pp-pill", data: { testid: "data-look" }, onclick: () => look(cardOf(value())) },
    t("data.look"),
  );
  const add = h(
    "button",
    { type: "button", class: "pp-pill", data: { testid: "data-add" }, onclick: () => openAdd(select, take) },
    t("data.add"),
  );
  const again = h("button", { type: "button", class: "pp-link", onclick: loadSets }, t("data.again"));
  const wrong = complaint("data-error");
  const chooser = chooseSplit ? splitChoice(split, chooseSplit) : null;
  const remove = deleting(value, () => take(sets.list[0].source), wrong.say);

  function look(card) {
    const names = splitsOf(card);
    openRows(
      card,
      { names, split: names.includes(split?.()) ? split() : "all", labels: inOrder(card, verbalizer()) },
      select,
    );
  }

  function take(source) {
    const card = cardOf(source);
    wrong.say("");
    choose(source, card);
    if (chooseSplit && !splitsOf(card).includes(split())) chooseSplit(usualSplit(card));
    fill();
  }

  let drawn = null; // the list and the source that stand there: a select that is open must not be rebuilt

  function fill() {
    const source = value();
    const card = cardOf(source);
    if (!same(drawn, [sets.list, source])) {
      drawn = structuredClone([sets.list, source]);
      select.replaceChildren(...(sets.list ? options(source) : [option(source, t("data.reading"))]));
      remove.fill(Boolean(card) && isMine(source));
    }
    select.value = JSON.stringify(source);
    show(known.node, Boolean(card));
    if (card) known.fill(card, split?.() ?? "all", inOrder(card, verbalizer()));
    chooser?.fill(card);
    rows.disabled = !card;
  }

  select.addEventListener("change", () => take(JSON.parse(select.value)));
  on("sets", ({ error }) => {
    wrong.say(error);
    show(again, Boolean(error));
    fill();
  });
  on("state", fill);
  show(again, false);
  if (!sets.list) loadSets();
  fill();
  const label = h(
    "div",
    { class: "pp-form-label" },
    h("label", { for: select.id }, t("data.title")),
    helpMark(t("data.title"), t("data.help")),
  );
  const deeds = h("div", { class: "pp-data-deeds" }, rows, add, remove.first);
  const node = h(
    "div",
    { class: "pp-data-field" },
    label,
    select,
    wrong.node,
    again,
    known.node,
    ...(chooser ? [chooser.node] : []),
    deeds,
    remove.question,
  );
  return { node, fill };
}
