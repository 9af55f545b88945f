/* A card that stays folded until it is wanted; folded, it asks nothing. */
import { helpMark } from "./popover.js";
import { card } from "./cards.js";
import { h, setText, show } from "./dom.js";
import { on } from "./events.js";
import { page } from "./store.js";
import { t } from "./strings.js";

const PAUSE = 350; // after the last key: the live answer goes first

/* A card that unfolds. `name` is also the beginning of its sentences' keys; `look()` asks and draws,
   `opened()` comes before the first look. Returns the card, what to put in it, and `again(at_once)`. */
export function collapsibleCard(name, { look, opened = () => {} }) {
  const body = h("div", { class: "pp-closer-body", hidden: true, id: `pp-${name}-body` });
  const button = h(
    "button",
    {
      type: "button",
      class: "pp-chip pp-side",
      "aria-controls": body.id,
      "aria-expanded": "false",
      data: { testid: `${name}-open` },
    },
    t(`${name}.open`),
  );
  const node = card(`pp-${name}`, t(`${name}.title`), [helpMark(t(`${name}.title`), t(`${name}.help`)), button], body);
  let timer = 0;
  const again = (atOnce = false) => {
    clearTimeout(timer);
    if (!body.hidden) timer = setTimeout(look, atOnce ? 0 : PAUSE);
  };
  button.addEventListener("click", () => {
    const open = body.hidden;
    show(body, open);
    node.classList.toggle("pp-open", open);
    button.setAttribute("aria-expanded", String(open));
    setText(button, t(open ? `${name}.close` : `${name}.open`));
    if (open) opened();
    again(true);
  });
  on("state", () => again());
  return { node, body, again };
}

/* What the server needs of the page's state. */
export const question = () => {
  const { template, verbalizer, fields, model, options, prompts } = page.state;
  return { template, verbalizer, fields, model, options, prompts };
};
