/* A prompt as text, each word's ground as strong as its effect on a label; one word at a time is
   pointed at, by mouse or by arrow keys, and its numbers are said below. */
import { percent, signed } from "../lib/format.js";
import { h, keyed, setText } from "../lib/dom.js";
import { t } from "../lib/strings.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/* What a word did, in words. */
function told(item, answer) {
  if (item.effect === null) return t("explain.word", { word: item.text.trim(), effect: item.reason });
  const word = t("explain.word", { word: item.text, effect: signed(item.effect, 2) });
  if (item.without === null) return word;
  return `${word} · ${t("explain.without", { label: answer.label, before: percent(answer.base), after: percent(item.without) })}`;
}

const isWord = (item) => item.effect !== null || item.reason !== null;

function fillItem(node, item, answer) {
  setText(node, item.text);
  const sign = item.effect > 0 ? "pp-for" : "pp-against";
  node.className =
    item.kind === "mask" || (item.kind !== "slot" && item.effect === null && item.reason) ? `pp-run-${item.kind}` : "";
  if (!isWord(item)) return;
  node.classList.add("pp-effect", `pp-from-${item.kind}`, item.effect === null ? "pp-untried" : sign);
  node.style.setProperty("--pp-strength", item.effect === null || !answer.max ? 0 : Math.abs(item.effect) / answer.max);
  node.setAttribute("aria-label", told(item, answer));
}

export function effectText() {
  const text = h("div", { class: "pp-effects", role: "group", data: { testid: "explain-text" } });
  const detail = h("p", { class: "pp-effect-detail", data: { testid: "explain-detail" } });
  let answer = null;
  const words = () => [...text.querySelectorAll(".pp-effect")];
  const point = (node) => {
    const item = node && answer.items[Number(node.dataset.key.slice(1))];
    setText(detail, item ? told(item, answer) : t("explain.hint"));
  };
  // One stop for the tab key: a long text must not be in the way.
  const stop = (node) => {
    for (const word of words()) word.tabIndex = word === node ? 0 : -1;
  };
  const at = (event) => event.target.closest(".pp-effect");

  text.addEventListener("mouseover", (event) => at(event) && point(at(event)));
  text.addEventListener("mouseleave", () =>
    point(text.contains(document.activeElement) ? document.activeElement : null),
  );
  text.addEventListener("focusin", (event) => {
    stop(at(event));
    point(at(event));
  });
  text.addEventListener("focusout", () => point(null));
  text.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const all = words();
    all[Math.max(0, Math.min(all.length - 1, all.indexOf(document.activeElement) + step))]?.focus();
  });

  return {
    node: h("div", {}, text, detail),
    update(next) {
      answer = next;
      text.style.setProperty("--pp-colour", `var(--pp-label-${answer.index % 8})`);
      text.setAttribute("aria-label", t("explain.text", { label: answer.label }));
      const key = (item, i) => `${isWord(item) ? "w" : "s"}${i}`;
      keyed(
        text,
        answer.items,
        key,
        (item) => (isWord(item) ? h("button", { type: "button" }) : h("span", {})),
        (node, item) => fillItem(node, item, answer),
      );
      const focused = text.contains(document.activeElement) ? document.activeElement : null;
      stop(focused ?? words()[0]);
      point(focused);
    },
  };
}
