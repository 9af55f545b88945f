/* Which data: a set by name, what is known of it, its rows, and the way to one's own data. */
import { on } from "../lib/events.js";
import { createRef, html, nothing, ref } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { page, same } from "../lib/store.js";
import { pageLanguage, t } from "../lib/strings.js";
import { drawn } from "../lib/view.js";
import { openAdd } from "./add.js";
import { openRows } from "./browse.js";
import { facts, splitChoice, splitsOf, usualSplit } from "./facts.js";
import { inOrder } from "./fitting.js";
import { option, wrongLine } from "./parts.js";
import { cardOf, countWords, deleteSet, follow, isMine, labelsSoon, loadSets, sets } from "./sets.js";

export { cardOf, loadSets, sets, usualSplit };

/** @typedef {import("./sets.js").DataCard} DataCard */
/** @typedef {import("./sets.js").Source} Source */
/**
 * @template T
 * @typedef {import("../lib/vendor/lit-html/directives/ref.js").Ref<T>} Ref
 */

const MINE = "mine";

/** @param {DataCard} card */
const groupOf = (card) => (card.mine ? MINE : card.language);

/**
 * A group's name: the demo sets' are languages, called as the reader calls them.
 * @param {string} group
 */
const groupName = (group) =>
  group === MINE ? t("data.group.mine") : new Intl.DisplayNames([pageLanguage()], { type: "language" }).of(group);

/**
 * The select's options: mine, then by language, groups in the order in which the server names them.
 * @param {Source | null} source
 */
function options(source) {
  /** @param {Source | null} value @param {string} label */
  const line = (value, label) => option(JSON.stringify(value), label, same(value, source));
  if (!sets.list) return line(source, t("data.reading"));
  const list = sets.list;
  const groups = [...new Set(list.map(groupOf))].filter((name) => name !== null);
  groups.sort((a, b) => Number(b === MINE) - Number(a === MINE));
  return [
    cardOf(source) ? nothing : line(source, t("data.gone")),
    ...groups.map(
      (name) =>
        html`<optgroup label=${groupName(name)}>
          ${list.filter((card) => groupOf(card) === name).map((card) => line(card.source, card.name))}
        </optgroup>`,
    ),
  ];
}

/**
 * @typedef {object} Field
 * @property {() => Source | null} value the source now
 * @property {(source: Source, card: DataCard | null) => void} choose hears of another
 * @property {(() => string) | null} [split] which of its rows count now
 * @property {((split: string) => void) | null} [chooseSplit] hears of others; without it they cannot be chosen
 * @property {() => string} [verbalizer] whose labels give the set's labels their colours, where it is not Play's
 */

/**
 * The field as a node, and `fill()`: to be called when what its functions return may have changed.
 * @param {Field} of
 */
export function dataField({
  value,
  choose,
  split = null,
  chooseSplit = null,
  verbalizer = () => page.state.verbalizer,
}) {
  follow(verbalizer);
  const node = document.createElement("div");
  node.className = "pp-data-field";
  const first = /** @type {Ref<HTMLButtonElement>} */ (createRef());
  const no = /** @type {Ref<HTMLButtonElement>} */ (createRef());
  let wrong = "";
  let unsure = /** @type {Source | null} */ (null); // the set whose deletion is asked once more
  let deleting = false;

  /** @param {DataCard | null} card */
  function look(card) {
    if (!card) return;
    const names = splitsOf(card);
    const now = split?.() ?? "all";
    openRows(card, { names, split: names.includes(now) ? now : "all", labels: inOrder(card) }, node);
  }

  /** @param {Source} source */
  function take(source) {
    const card = cardOf(source);
    wrong = "";
    choose(source, card);
    if (card && chooseSplit && !splitsOf(card).includes(split?.() ?? "")) chooseSplit(usualSplit(card));
    fill();
  }

  /** @param {Event & { currentTarget: HTMLSelectElement }} event */
  const changed = (event) => take(JSON.parse(event.currentTarget.value));

  /* Deleting asks once more, in the same place. */
  function ask() {
    unsure = value();
    fill();
    queueMicrotask(() => no.value?.focus());
  }

  function keep() {
    unsure = null;
    fill();
    queueMicrotask(() => first.value?.focus());
  }

  async function remove() {
    const source = value();
    if (!source || !("upload" in source)) return;
    deleting = true;
    fill();
    const message = await deleteSet(source.upload);
    deleting = false;
    wrong = message;
    const next = sets.list?.[0];
    if (!message && next && same(source, value())) take(next.source);
    fill();
  }

  /** @param {Source | null} source @param {DataCard | null} card */
  function deeds(source, card) {
    const mine = card !== null && isMine(source);
    const asks = mine && same(unsure, source);
    return html`<div class="pp-data-deeds">
        <button type="button" class="pp-pill" data-testid="data-look" ?disabled=${!card} @click=${() => look(card)}>
          ${t("data.look")}
        </button>
        <button type="button" class="pp-pill" data-testid="data-add" @click=${() => openAdd(node, take)}>
          ${t("data.add")}
        </button>
        <button
          type="button"
          class="pp-link pp-quiet-link"
          data-testid="data-delete"
          ?hidden=${!mine || asks}
          @click=${ask}
          ${ref(first)}
        >
          ${t("data.delete")}
        </button>
      </div>
      <div class="pp-forget" role="group" aria-label=${t("data.delete")} ?hidden=${!asks}>
        <span>${t("data.delete.sure")}</span>
        <button type="button" class="pp-pill" data-testid="data-delete-yes" ?disabled=${deleting} @click=${remove}>
          ${t("data.delete.yes")}
        </button>
        <button type="button" class="pp-link" @click=${keep} ${ref(no)}>${t("data.delete.no")}</button>
      </div>`;
  }

  const fill = drawn(node, () => {
    const source = value();
    const card = cardOf(source);
    if (card) countWords(card);
    // What is told of a set comes in a moment: its room is kept, so that nothing below it jumps.
    node.classList.toggle("pp-unread", !card && !sets.error);
    return html`<div class="pp-form-label">
        <label for="pp-data">${t("data.title")}</label>${help(t("data.title"), t("data.help"))}
      </div>
      <select id="pp-data" class="pp-input" data-testid="data" @change=${changed}>
        ${options(source)}
      </select>
      ${wrongLine(wrong, "data-error")}
      <button type="button" class="pp-link" ?hidden=${!sets.error} @click=${loadSets}>${t("data.again")}</button>
      ${card ? facts(card, split?.() ?? "all", inOrder(card)) : nothing}
      ${card && chooseSplit ? splitChoice(card, split?.() ?? "", chooseSplit) : nothing} ${deeds(source, card)}`;
  }, []);
  const follows = () => {
    labelsSoon();
    fill();
  };
  on("sets", ({ error }) => {
    wrong = error;
    follows();
  });
  on("state", follows);
  on("counted", fill);
  if (!sets.list) loadSets();
  return { node, fill: follows };
}
