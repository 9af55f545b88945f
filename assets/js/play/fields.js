/* The text card: one box a slot of the template, and undo, redo, reset. */
import { on } from "../lib/events.js";
import { html, repeat } from "../lib/lit.js";
import { errorAt, errorNote } from "../lib/notices.js";
import { help } from "../lib/popover.js";
import { change, page, setField } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { canRedo, canUndo, redo, undo } from "./history.js";

/**
 * A slot may be called `constructor`: only what a person typed counts.
 * @param {Record<string, string>} fields
 * @param {string} name
 */
export const own = (fields, name) => (Object.hasOwn(fields, name) ? fields[name] : "");

/** @returns {string[]} the slots of the last template that could be read */
export const slotNames = () => page.answer?.template?.slots ?? [];

function reset() {
  const { template, verbalizer, fields, options, prompts } = page.defaults;
  change({ template, verbalizer, fields, options, prompts }, { discrete: true });
}

/** @param {{ id: string, label: string, sign: string, can?: boolean, deed: () => void }} of */
const tool = ({ id, label, sign, can = true, deed }) =>
  html`<button
    type="button"
    id=${id}
    class="pp-tool"
    title=${label}
    aria-label=${label}
    data-testid=${id}
    ?disabled=${!can}
    @click=${deed}
  >
    ${sign}
  </button>`;

const tools = () =>
  html`<div class="pp-tools">
    ${tool({ id: "pp-undo", label: t("undo"), sign: "↶", can: canUndo(), deed: undo })}
    ${tool({ id: "pp-redo", label: t("redo"), sign: "↷", can: canRedo(), deed: redo })}
    ${tool({ id: "pp-reset", label: t("reset"), sign: "⟲", deed: reset })}
  </div>`;

const idOf = (/** @type {string} */ name) => `pp-field-${name}`;

export function fieldsCard() {
  /** @type {Map<string, ReturnType<typeof textbox>>} */
  const boxes = new Map();

  /** @param {string} name */
  function boxOf(name) {
    const found = boxes.get(name);
    if (found) return found;
    const made = textbox({
      id: idOf(name),
      label: t("text.field", { name }),
      rows: 2,
      placeholder: t("text.placeholder"),
      oninput: (text) => setField(name, text),
    });
    boxes.set(name, made);
    return made;
  }

  /* The boxes of these slots and no others, with what was typed. */
  function fill() {
    const names = slotNames();
    for (const name of boxes.keys()) if (!names.includes(name)) boxes.delete(name);
    for (const name of names) {
      const box = boxOf(name);
      box.setRows(names.length > 1 ? 1 : 2);
      box.set(own(page.state.fields, name));
    }
    node.classList.toggle("pp-one-field", names.length === 1);
  }

  const field = (/** @type {string} */ name) =>
    html`<div class="pp-field">
      <label for=${idOf(name)} class="pp-slot-name">${`{${name}}`}</label>
      ${boxOf(name).box}
    </div>`;
  const { node } = drawnCard(
    "pp-text",
    () => {
      const names = slotNames();
      return html`${cardHead("pp-text", t("text.title"), [help(t("text.title"), t("text.help"), "slot"), tools()])}
        <div class="pp-fields">${repeat(names, (name) => name, field)}</div>
        <p class="pp-quiet" ?hidden=${names.length > 0}>${t("text.none")}</p>
        ${errorNote(errorAt(page.answer, ["fields"]), "fields")}`;
    },
    ["answer", "history"],
  );
  on("state", fill);
  on("answer", fill);
  fill();
  return node;
}
