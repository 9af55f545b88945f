/* One part of the template in "change one word": a word with what dropping it did, or a slot, or the mask. */
import { closePopover, openPopover } from "../lib/popover.js";
import { h, setText, show } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { interval, points } from "../lib/format.js";
import { probability } from "./cell.js";

const FULL = 0.2; // a change of so many points has the strongest colour
const CHANCE = 0.05; // of McNemar's test, as for the bars' hatching and the sentence
const STRONGEST = 45; // percent of colour in the ground: the letters stay readable

export const droppable = (item) => item.index !== null && item.index !== undefined;

/* The box that asks for another word; `measure(word)` starts the run. */
function askReplacement(anchor, item, measure) {
  const input = h("input", {
    type: "text",
    class: "pp-small-input",
    value: item.replaced?.by ?? "",
    "aria-label": t("compare.replacement", { word: item.text }),
    data: { testid: "replacement" },
  });
  const button = h(
    "button",
    { type: "submit", class: "pp-primary", data: { testid: "replace" } },
    t("compare.replace"),
  );
  const form = h(
    "form",
    { class: "pp-replace" },
    h("label", {}, t("compare.replacement", { word: item.text })),
    input,
    button,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const word = input.value.trim();
    if (!word || word === item.text) return;
    closePopover({ refocus: true });
    measure(word);
  });
  openPopover(anchor, [form], { role: "dialog" });
  input.focus();
  input.select();
}

/* What a change did, in words; nothing while nobody knows. */
function told(name, found) {
  if (!Number.isFinite(found?.change)) return "";
  const parts = [`${name}: ${t("compare.points", { points: points(found.change) })}`];
  if (found.interval) parts.push(`(${interval(found.interval, points)})`);
  if (Number.isFinite(found.p)) parts.push(probability(found.p));
  return parts.join(" ");
}

const change = (found) => (Number.isFinite(found?.change) ? points(found.change) : found?.error ? "–" : "…");

export function createChip(item) {
  const text = h("span", { class: "pp-chip-text" });
  const by = h("span", { class: "pp-chip-by" });
  const number = h("span", { class: "pp-chip-change pp-number" });
  const props = { class: "pp-word-chip" };
  return droppable(item)
    ? h("button", { type: "button", ...props, data: { testid: "word" } }, text, number, by)
    : h("span", props, text);
}

export function fillChip(node, item, measure) {
  const [text, number, by] = node.children;
  setText(text, item.text.trim());
  node.className = `pp-word-chip pp-run-${item.kind}`;
  if (!droppable(item)) return;
  const { dropped, replaced } = item;
  const known = Number.isFinite(dropped?.change);
  setText(number, change(dropped));
  show(by, Boolean(replaced));
  setText(by, replaced ? `→ ${replaced.by} ${change(replaced)}` : "");
  const strength = known ? Math.min(1, Math.abs(dropped.change) / FULL) * STRONGEST : 0;
  node.style.setProperty("--pp-strength", `${strength.toFixed(0)}%`);
  node.className = `pp-word-chip pp-droppable ${known && dropped.change > 0 ? "pp-rises" : "pp-falls"}`;
  node.classList.toggle("pp-clear", Number.isFinite(dropped?.p) && dropped.p < CHANCE);
  const words = [
    told(t("compare.without", { word: item.text }), dropped),
    told(`${item.text} → ${replaced?.by}`, replaced),
  ].filter(Boolean);
  node.title = [...words, dropped?.error, replaced?.error].filter(Boolean).join("\n");
  node.setAttribute("aria-label", [words.length ? words.join("; ") : item.text, t("compare.replace_it")].join(". "));
  node.setAttribute("aria-haspopup", "dialog");
  node.onclick = () => askReplacement(node, item, measure);
}
