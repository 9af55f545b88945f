/* The card "A minimal pair": an edited copy of the text, and both answers side by side. */
import { ask } from "../lib/api.js";
import { collapsibleCard, lookedAt, question } from "../lib/collapsible.js";
import { on } from "../lib/events.js";
import { html, repeat } from "../lib/lit.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";
import { changes } from "./diff.js";
import { own, slotNames } from "./fields.js";
import { pairBars } from "./pairbars.js";

/** @typedef {import("../lib/calls.d.ts").PairLabel} PairLabel */
/** @typedef {{ box: ReturnType<typeof textbox>, pair: string }} Copy */

const idOf = (/** @type {string} */ name) => `pp-pair-${name}`;
const textOf = (/** @type {string} */ name) => own(page.state.fields, name);
const texts = () => Object.fromEntries(slotNames().map((name) => [name, textOf(name)]));

/* The text as it is, what the copy has otherwise marked; its spaces count. */
function mine(/** @type {string} */ name, /** @type {string} */ its) {
  const text = textOf(name);
  const runs = changes(text, its)[0].map((run) => html`<span class="pp-run-${run.kind}">${run.text}</span>`);
  const shown = text ? runs : html`<span class="pp-quiet">${t("pair.empty")}</span>`;
  return html`<p class="pp-pair-text" data-testid=${idOf(name)}>${shown}</p>`;
}

/**
 * A copy as a link has it: names of slots, each before its text.
 * @param {string[]} words
 */
const copied = (words) =>
  words.length > 1
    ? Object.fromEntries(words.flatMap((name, i) => (i % 2 || i + 1 === words.length ? [] : [[name, words[i + 1]]])))
    : null;

export function pairCard() {
  /** @type {Record<string, string> | null} slot -> text; kept while the main text changes */
  let copy = copied(lookedAt("pair", { copy: [""] })?.copy ?? []);
  /** @type {PairLabel[]} */
  let labels = [];
  let failed = false;
  let asking = false;
  let message = "";
  /** @type {Map<string, Copy>} */
  const copies = new Map();

  /** @param {string} name */
  function make(name) {
    const box = textbox({
      id: `${idOf(name)}-copy`,
      label: t("pair.field", { name }),
      rows: 2,
      placeholder: t("pair.empty"),
      paint: (text) => changes(textOf(name), text)[1],
      oninput: (text) => {
        copy = { ...copy, [name]: text };
        fill();
        again();
      },
    });
    const made = { box, pair: "" };
    copies.set(name, made);
    return made;
  }

  /* A box a slot, with its copy's text. */
  function fill() {
    if (!copy) return;
    const names = slotNames();
    for (const name of copies.keys()) if (!names.includes(name)) copies.delete(name);
    for (const name of names) {
      if (!Object.hasOwn(copy, name)) copy = { ...copy, [name]: textOf(name) };
      const row = copies.get(name) ?? make(name);
      row.box.set(copy[name]);
      const pair = `${textOf(name)}\n${copy[name]}`;
      if (row.pair !== pair) row.box.repaint();
      row.pair = pair;
    }
    draw();
  }

  const same = () => slotNames().every((name) => textOf(name) === copy?.[name]);

  /** @param {boolean[]} cut */
  function remark(cut) {
    if (!slotNames().length) return t("pair.slots");
    if (!labels.length) return t("pair.labels");
    if (same()) return t("pair.same");
    return cut.includes(true) ? t("pair.cut") : "";
  }

  async function look() {
    fill();
    asking = true;
    draw();
    try {
      const answer = await ask("pair", { state: question(), fields: copy ?? {} }, { latest: true });
      if (!answer) return;
      asking = false;
      failed = Boolean(answer.error);
      labels = answer.error ? [] : answer.labels;
      message = answer.error ? answer.error.message : remark(answer.cut);
    } catch {
      message = t("calls.lost");
    }
    draw();
  }

  const copyAgain = () => {
    copy = texts();
    again(true);
  };
  const swap = () => {
    const its = copy;
    copy = texts();
    change({ fields: { ...page.state.fields, ...its } }, { discrete: true });
    again(true);
  };

  /** @param {string} name */
  function row(name) {
    const side = (/** @type {string} */ which) => {
      const word = t(`pair.${which}`);
      return slotNames().length > 1 ? `${word} {${name}}` : word;
    };
    return html`<div class="pp-pair-row">
      <div><span class="pp-pair-side">${side("text")}</span>${mine(name, copy?.[name] ?? "")}</div>
      <div>
        <label class="pp-pair-side" for="${idOf(name)}-copy">${side("copy")}</label>${copies.get(name)?.box.box}
      </div>
    </div>`;
  }

  const tool = (/** @type {string} */ name, /** @type {() => void} */ deed, title = "") =>
    html`<button type="button" class="pp-chip" title=${title} data-testid="pair-${name}" @click=${deed}>
      ${t(`pair.${name}`)}
    </button>`;

  const { node, draw, again } = collapsibleCard(
    "pair",
    () =>
      html`<div class="pp-pair-texts">
          ${repeat(copy ? slotNames().filter((name) => copies.has(name)) : [], (name) => name, row)}
        </div>
        <div class="pp-pair-tools">${tool("swap", swap, t("pair.swap.help"))}${tool("again", copyAgain)}</div>
        <p class="pp-quiet" role="status" data-testid="pair-message" ?hidden=${!message}>${message}</p>
        ${pairBars(labels, asking)}`,
    {
      look,
      opened: () => copy ?? copyAgain(),
      tell: () => ({ copy: slotNames().flatMap((name) => [name, copy?.[name] ?? ""]) }),
    },
  );
  on("state", fill);
  on("answer", (answer) => {
    fill();
    if (failed && !answer.error) again();
  });
  return node;
}
