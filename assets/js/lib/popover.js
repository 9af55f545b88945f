/* One popover beside whatever asks for it: explanations, and the small menus of tokens.
   Works by click, focus and hover; Escape, leaving or clicking elsewhere closes it. */
import { Directive, directive, html, nothing, render } from "./lit.js";
import { t } from "./strings.js";

let popover = null;
let owner = null;
let pinned = false;

function place() {
  const box = owner.getBoundingClientRect();
  const own = popover.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - own.width - 8));
  const below = box.bottom + 6 + own.height <= innerHeight || box.top < own.height;
  popover.style.left = `${left}px`;
  popover.style.top = `${below ? box.bottom + 6 : box.top - own.height - 6}px`;
}

/* Arrow keys go through a menu's items. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const items = [...popover.querySelectorAll("[role=menuitem]")];
  if (!step || !items.length) return;
  event.preventDefault();
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

export function closePopover({ refocus = false } = {}) {
  if (!owner) return;
  const was = owner;
  owner = null;
  pinned = false;
  was.setAttribute("aria-expanded", "false");
  popover.hidden = true;
  if (refocus) was.focus();
}

export function openPopover(anchor, content, { pin = true, role = "tooltip" } = {}) {
  if (!popover) {
    popover = document.createElement("div");
    Object.assign(popover, { id: "pp-popover", className: "pp-popover", hidden: true });
    popover.dataset.testid = "popover";
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && owner) closePopover({ refocus: popover.contains(document.activeElement) });
    });
    addEventListener("pointerdown", (event) => {
      if (owner && !popover.contains(event.target) && !owner.contains(event.target)) closePopover();
    });
    addEventListener("scroll", () => owner && place(), { passive: true, capture: true });
    popover.addEventListener("keydown", walk);
  }
  // Inside an open dialog the popover must be its child: a dialog lies above everything else.
  const home = anchor.closest("dialog") ?? document.querySelector(".gradio-container") ?? document.body;
  if (popover.parentElement !== home) home.append(popover);
  owner = anchor;
  pinned = pin;
  popover.setAttribute("role", role);
  render(content, popover);
  popover.hidden = false;
  anchor.setAttribute("aria-expanded", "true");
  place();
}

/* A button that explains: `content()` returns what lit can draw (a text, a template, nodes, a list of these), read
   anew at each opening; nothing opens where it returns nothing. */
export function explains(button, content) {
  const open = (pin) => {
    const found = content();
    if (found) openPopover(button, found, { pin });
  };
  button.setAttribute("aria-describedby", "pp-popover");
  button.addEventListener("click", () => (owner === button && pinned ? closePopover() : open(true)));
  button.addEventListener("mouseenter", () => owner !== button && !pinned && open(false));
  button.addEventListener("mouseleave", () => owner === button && !pinned && closePopover());
  button.addEventListener(
    "blur",
    () =>
      owner === button &&
      setTimeout(() => owner === button && !popover.contains(document.activeElement) && closePopover(), 0),
  );
  return button;
}

/* In a template: html`<button ${explained(() => text)}>…</button>`. */
export const explained = directive(
  class extends Directive {
    content = () => null;

    render() {
      return nothing;
    }

    update(part, [content]) {
      const first = !this.element;
      this.content = content;
      this.element = part.element;
      if (first) explains(part.element, () => this.content());
      return this.render();
    }
  },
);

/* The round question mark beside a term, as a template. */
export const help = (term, text) =>
  html`<button type="button" class="pp-help" aria-label=${t("explain", { term })} ${explained(() => text)}>?</button>`;

/* The same as a node of its own. */
export function helpMark(term, text) {
  const host = document.createElement("span");
  render(help(term, text), host);
  return host.firstElementChild;
}
