/* A list of text boxes, one a prompt part: Enter or a paste of several lines makes more of them. */
import { html, nothing, repeat } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/templatetext.js";
import { textbox } from "../lib/textbox.js";

/** @typedef {{ id: number, text: string, box: any }} Line `box` is a textbox */
/** @typedef {import("../lib/calls.d.ts").PartOutline} PartOutline */

const MOST = 24; // boxes that can be written by hand; the server has its own limit

/**
 * A template is a line of its own; verbalizers have several lines and are told apart by an empty one.
 * @param {{ kind: "template" | "verbalizer", read: () => string[], write: (texts: string[]) => void, draw: () => void }} of
 *   `read()` gives the texts, `write(texts)` keeps them, `draw()` asks for a new drawing
 */
export function lineList({ kind, read, write, draw }) {
  const template = kind === "template";
  /** @type {Line[]} */
  let lines = [];
  let made = 0;
  /** @type {HTMLElement | null} */
  let wanted = null; // gets the caret once it is there

  const tell = () => write(lines.map(({ text }) => text));

  /** @param {string} text */
  const parts = (text) => text.split(template ? /\r?\n/ : /\r?\n\s*\r?\n/).filter((part) => part.trim());

  /**
   * @param {string} text
   * @returns {Line}
   */
  function line(text) {
    made += 1;
    /** @type {Line} */
    const own = { id: made, text, box: null };
    own.box = textbox({
      id: `pp-${kind}-${made}`,
      label: "",
      mono: true,
      rows: template ? 1 : 2,
      placeholder: t(`${kind}.placeholder`),
      ...(template ? { paint: paintTemplate } : {}),
      oninput(/** @type {string} */ typed) {
        own.text = typed;
        tell();
      },
    });
    own.box.set(text);
    own.box.area.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (!template || event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      insert(lines.indexOf(own) + 1, [""]);
    });
    own.box.area.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => paste(event, own));
    return own;
  }

  /**
   * @param {ClipboardEvent} event
   * @param {Line} own
   */
  function paste(event, own) {
    const found = parts(event.clipboardData?.getData("text") ?? "");
    if (found.length < 2) return;
    event.preventDefault();
    const at = lines.indexOf(own);
    if (own.text.trim()) return insert(at + 1, found);
    lines = lines.filter((other) => other !== own);
    insert(at, found);
  }

  /**
   * New boxes at a place; the first of them gets the caret.
   * @param {number} at
   * @param {string[]} texts
   */
  function insert(at, texts) {
    const fresh = texts.slice(0, MOST - lines.length).map(line);
    if (!fresh.length) return;
    lines = [...lines.slice(0, at), ...fresh, ...lines.slice(at)];
    wanted = fresh[0].box.area;
    tell();
    draw();
  }

  /**
   * @param {Event} event
   * @param {Line} own
   */
  function remove(event, own) {
    const list = /** @type {HTMLElement} */ (event.currentTarget).closest(".pp-line-list");
    wanted = list?.querySelector(".pp-more") ?? null;
    lines = lines.filter((other) => other !== own);
    tell();
    draw();
  }

  /* Texts that came from elsewhere. */
  function fill() {
    const texts = read();
    if (texts.length === lines.length && texts.every((text, i) => text === lines[i].text)) return;
    lines = texts.map((text, i) => (lines[i]?.text === text ? lines[i] : line(text)));
  }

  /**
   * @param {Line} own
   * @param {number} i
   * @param {string} wrong what the server says of it
   */
  function item(own, i, wrong) {
    own.box.setLabel(t(`compare.${kind}.item`, { n: i + 1 }));
    own.box.area.setAttribute("aria-invalid", String(Boolean(wrong)));
    return html`<li class="pp-line">
      <div class="pp-line-box">
        ${own.box.box}
        <button
          type="button"
          class="pp-x"
          data-testid="${kind}-remove"
          aria-label=${t(`compare.${kind}.remove`, { n: i + 1 })}
          @click=${(/** @type {Event} */ event) => remove(event, own)}
        >
          ×
        </button>
      </div>
      <p class="pp-field-error" ?hidden=${!wrong}>${wrong}</p>
    </li>`;
  }

  /** @param {PartOutline[]} outlines what the server says of each box that holds something, in their order */
  return function listed(outlines) {
    fill();
    const filled = lines.filter(({ text }) => text.trim());
    /** @param {Line} own */
    const wrong = (own) => outlines[filled.indexOf(own)]?.error ?? "";
    queueMicrotask(() => {
      wanted?.focus();
      wanted = null;
    });
    return html`<div class="pp-line-list">
      <ol class="pp-lines" data-testid="${kind}s">
        ${repeat(
          lines,
          ({ id }) => id,
          (own, i) => item(own, i, wrong(own)),
        )}
      </ol>
      ${
        lines.length < MOST
          ? html`<button
              type="button"
              class="pp-chip pp-more"
              data-testid="${kind}-add"
              @click=${() => insert(lines.length, [""])}
            >
              ${t(`compare.${kind}.add`)}
            </button>`
          : nothing
      }
    </div>`;
  };
}
