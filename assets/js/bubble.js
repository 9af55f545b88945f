/* One bubble beside whatever asks for it: explanations, and the small menus of tokens.
   Works by click, focus and hover; Escape, leaving or clicking elsewhere closes it. */
import { h } from "./dom.js";
import { t } from "./strings.js";

let bubble = null;
let owner = null;
let pinned = false;

function place() {
  const box = owner.getBoundingClientRect();
  const own = bubble.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - own.width - 8));
  const below = box.bottom + 6 + own.height <= innerHeight || box.top < own.height;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${below ? box.bottom + 6 : box.top - own.height - 6}px`;
}

/* Arrow keys go through a menu's items. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const items = [...bubble.querySelectorAll("[role=menuitem]")];
  if (!step || !items.length) return;
  event.preventDefault();
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

export function closeBubble({ refocus = false } = {}) {
  if (!owner) return;
  const was = owner;
  owner = null;
  pinned = false;
  was.setAttribute("aria-expanded", "false");
  bubble.hidden = true;
  if (refocus) was.focus();
}

export function openBubble(anchor, content, { pin = true, role = "tooltip" } = {}) {
  if (!bubble) {
    bubble = h("div", { id: "pp-bubble", class: "pp-bubble", hidden: true, data: { testid: "bubble" } });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && owner) closeBubble({ refocus: bubble.contains(document.activeElement) });
    });
    addEventListener("pointerdown", (event) => {
      if (owner && !bubble.contains(event.target) && !owner.contains(event.target)) closeBubble();
    });
    addEventListener("scroll", () => owner && place(), { passive: true, capture: true });
    bubble.addEventListener("keydown", walk);
  }
  // Inside an open dialog the bubble must be its child: a dialog lies above everything else.
  const home = anchor.closest("dialog") ?? document.querySelector(".gradio-container") ?? document.body;
  if (bubble.parentElement !== home) home.append(bubble);
  owner = anchor;
  pinned = pin;
  bubble.setAttribute("role", role);
  bubble.replaceChildren(...content);
  bubble.hidden = false;
  anchor.setAttribute("aria-expanded", "true");
  place();
}

/* A button that explains: `content()` returns text or nodes, read anew at each opening. */
export function explains(button, content) {
  const open = (pin) => {
    const found = content();
    const nodes = (Array.isArray(found) ? found : [found]).filter(Boolean);
    if (nodes.length) openBubble(button, nodes, { pin });
  };
  button.setAttribute("aria-describedby", "pp-bubble");
  button.addEventListener("click", () => (owner === button && pinned ? closeBubble() : open(true)));
  button.addEventListener("mouseenter", () => owner !== button && !pinned && open(false));
  button.addEventListener("mouseleave", () => owner === button && !pinned && closeBubble());
  button.addEventListener(
    "blur",
    () =>
      owner === button &&
      setTimeout(() => owner === button && !bubble.contains(document.activeElement) && closeBubble(), 0),
  );
  return button;
}

/* The round question mark beside a term. */
export function helpMark(term, text) {
  return explains(
    h("button", { type: "button", class: "pp-help", "aria-label": t("explain", { term }) }, "?"),
    () => text,
  );
}
