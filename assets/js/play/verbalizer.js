/* The verbalizer card: one text, seen as a table or as it is written, and the notices about it. */
import { on } from "../lib/events.js";
import { fromLink, linked } from "../lib/linked.js";
import { html } from "../lib/lit.js";
import { errorAt, errorNote, noticeList } from "../lib/notices.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { recall, remember } from "../lib/storage.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { wordTable } from "./wordtable.js";

const KEY = "pp.verbalizer";
const MODES = ["table", "text"];

export function verbalizerCard() {
  const given = fromLink("look.verbalizer", { mode: "" })?.mode;
  let mode = (given ?? recall(KEY)) === "text" ? "text" : "table";
  linked("look.verbalizer", () => ({ mode: mode === "text" ? mode : null }));
  const box = textbox({
    id: "pp-verbalizer",
    label: t("verbalizer.title"),
    mono: true,
    rows: 3,
    placeholder: t("verbalizer.placeholder"),
    oninput: (verbalizer) => change({ verbalizer }),
  });
  const see = (/** @type {string} */ next) => {
    mode = next;
    remember(KEY, mode);
    draw();
  };
  const choice = () =>
    html`<div class="pp-side">
      ${segmented({
        id: "pp-verbalizer-mode",
        label: t("verbalizer.mode"),
        value: mode,
        choices: MODES.map((value) => ({ value, label: t(`verbalizer.${value}`) })),
        onchange: see,
      })}
    </div>`;
  const { node, draw } = drawnCard(
    "pp-verbalizer-card",
    () => {
      const { answer } = page;
      const stale = !answer?.understood.verbalizer;
      const head = [help(t("verbalizer.title"), t("verbalizer.help"), "verbalizer"), choice()];
      box.box.hidden = mode !== "text";
      return html`${cardHead("pp-verbalizer-card", t("verbalizer.title"), head)}
      ${wordTable(answer?.verbalizer?.labels ?? [], { hidden: mode !== "table", stale })}${box.box}
      ${errorNote(errorAt(answer, ["verbalizer"]), "verbalizer")} ${noticeList(answer?.offers?.verbalizer ?? [])}
      ${noticeList(stale ? [] : answer.verbalizer.notices)}`;
    },
    ["answer"],
  );

  on("state", () => box.set(page.state.verbalizer));
  box.set(page.state.verbalizer);
  on("answer", (answer) => {
    box.setFault(answer.of.verbalizer === page.state.verbalizer ? errorAt(answer, ["verbalizer"]) : null);
  });
  return node;
}
