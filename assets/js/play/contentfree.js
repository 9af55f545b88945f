/* The inputs without content that contextual calibration averages over. */
import { html } from "../lib/lit.js";
import { page, setOption } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { untyped } from "./untyped.js";

/** @param {(items: string[]) => string[]} change */
const put = (change) => setOption("content_free", change([...page.state.options.content_free]));

/**
 * @param {string} item
 * @param {number} i
 * @param {boolean} only
 */
function input(item, i, only) {
  const commit = (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    put((items) => items.with(i, value));
  };
  const typed = (/** @type {InputEvent} */ event) => {
    if (!event.isComposing) commit(event);
  };
  return html`<span class="pp-word"
    ><input
      type="text"
      class="pp-small-input"
      placeholder=${t("options.content_free.empty")}
      aria-label=${t("options.content_free.item", { n: i + 1 })}
      @input=${typed}
      @compositionend=${commit}
      ${untyped(item)}
    /><button
      type="button"
      class="pp-x"
      aria-label=${t("options.content_free.remove", { n: i + 1 })}
      ?disabled=${only}
      @click=${() => put((items) => items.filter((_, k) => k !== i))}
    >
      ×
    </button></span
  >`;
}

export function contentFree() {
  /** @type {string[]} */
  const items = page.state.options.content_free;
  return html`<div class="pp-suboption" data-testid="content-free">
    <p class="pp-quiet">${t("options.content_free.help")}</p>
    <div class="pp-words">
      <div class="pp-flow">${items.map((item, i) => input(item, i, items.length < 2))}</div>
      <button
        type="button"
        class="pp-chip"
        data-testid="content-free-add"
        @click=${() => put((others) => [...others, ""])}
      >
        ${t("options.content_free.add")}
      </button>
    </div>
  </div>`;
}
