/* One popover beside whatever asks for it: explanations, and the small menus of tokens.
   Works by click, focus and hover; Escape, leaving or clicking elsewhere closes it. */
import { announce } from "./events.js";
import { Directive, directive, html, nothing, render } from "./lit.js";
import { t } from "./strings.js";

/** @type {HTMLElement | null} */
let made = null;
/** @type {HTMLElement | null} whoever opened it */
let owner = null;
let pinned = false;

/** @param {EventTarget | null} target */
const within = (target) => Boolean(made?.contains(/** @type {Node | null} */ (target)));

function place() {
  if (!owner || !made) return;
  const box = owner.getBoundingClientRect();
  const own = made.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - own.width - 8));
  const below = box.bottom + 6 + own.height <= innerHeight || box.top < own.height;
  made.style.left = `${left}px`;
  made.style.top = `${below ? box.bottom + 6 : box.top - own.height - 6}px`;
}

/**
 * Arrow keys go through a menu's items.
 * @param {KeyboardEvent} event
 */
function walk(event) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const items = /** @type {HTMLElement[]} */ ([...(made?.querySelectorAll("[role=menuitem]") ?? [])]);
  if (!step || !items.length) return;
  event.preventDefault();
  const now = items.findIndex((item) => item === document.activeElement);
  items[(now + step + items.length) % items.length].focus();
}

export function closePopover({ refocus = false } = {}) {
  if (!owner || !made) return;
  const was = owner;
  owner = null;
  pinned = false;
  was.setAttribute("aria-expanded", "false");
  made.hidden = true;
  if (refocus) was.focus();
}

function make() {
  const popover = document.createElement("div");
  Object.assign(popover, { id: "pp-popover", className: "pp-popover", hidden: true });
  popover.dataset.testid = "popover";
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) closePopover({ refocus: within(document.activeElement) });
  });
  addEventListener("pointerdown", (event) => {
    if (owner && !within(event.target) && !owner.contains(/** @type {Node} */ (event.target))) closePopover();
  });
  addEventListener("scroll", place, { passive: true, capture: true });
  popover.addEventListener("keydown", walk);
  return popover;
}

/**
 * @param {HTMLElement} anchor what it belongs to
 * @param {unknown} content what lit can draw
 * @param {{ pin?: boolean, role?: string }} [how] pinned, it stays when the pointer leaves
 */
export function openPopover(anchor, content, { pin = true, role = "tooltip" } = {}) {
  made ??= make();
  // Inside an open dialog the popover must be its child: a dialog lies above everything else.
  const home = anchor.closest("dialog") ?? document.querySelector(".gradio-container") ?? document.body;
  if (made.parentElement !== home) home.append(made);
  owner = anchor;
  pinned = pin;
  made.setAttribute("role", role);
  render(content, made);
  made.hidden = false;
  anchor.setAttribute("aria-expanded", "true");
  place();
}

/**
 * A button that explains: `content()` returns what lit can draw, read anew at each opening; nothing opens where it
 * returns nothing.
 * @param {HTMLElement} button
 * @param {() => unknown} content
 */
export function explains(button, content) {
  const open = (/** @type {boolean} */ pin) => {
    const found = content();
    if (found) openPopover(button, found, { pin });
  };
  const left = () => owner === button && !within(document.activeElement);
  button.setAttribute("aria-describedby", "pp-popover");
  button.addEventListener("click", () => (owner === button && pinned ? closePopover() : open(true)));
  button.addEventListener("mouseenter", () => {
    if (owner !== button && !pinned) open(false);
  });
  button.addEventListener("mouseleave", () => {
    if (owner === button && !pinned) closePopover();
  });
  button.addEventListener("blur", () => {
    if (owner === button) setTimeout(() => left() && closePopover(), 0);
  });
  return button;
}

class Explained extends Directive {
  /** @type {() => unknown} */
  content = () => null;
  /** @type {Element | null} */
  element = null;

  /** @param {() => unknown} _content */
  render(_content) {
    return nothing;
  }

  /**
   * @override
   * @param {import("./vendor/lit-html/directive.js").Part} part
   * @param {[() => unknown]} given
   */
  update(part, [content]) {
    this.content = content;
    if (!this.element && "element" in part) {
      this.element = part.element;
      explains(/** @type {HTMLElement} */ (part.element), () => this.content());
    }
    return nothing;
  }
}

/* In a template: html`<button ${explained(() => text)}>…</button>`. */
export const explained = directive(Explained);

/**
 * An explanation that leads on to the glossary.
 * @param {unknown} text
 * @param {string} id of the glossary's term
 */
export const withTerm = (text, id) => [
  html`<p>${text}</p>`,
  html`<button
    type="button"
    class="pp-link"
    data-testid="to-term"
    @click=${() => {
      closePopover();
      announce("term", id);
    }}
  >
    ${t("learn.glossary.more")}
  </button>`,
];

/**
 * The round question mark beside a term, as a template.
 * @param {string} term
 * @param {string} text
 * @param {string} [id] of the glossary's term, to which it leads
 */
export const help = (term, text, id = "") =>
  html`<button
    type="button"
    class="pp-help"
    aria-label=${t("explain", { term })}
    ${explained(() => (id ? withTerm(text, id) : text))}
  >
    ?
  </button>`;
