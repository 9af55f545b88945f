/* The verbalizer card: one text, seen as a table or as it is written, and the notices about it. */
import { helpMark } from "../lib/popover.js";
import { card, segmented } from "../lib/cards.js";
import { show } from "../lib/dom.js";
import { errorLine, noticeList } from "../lib/notices.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";
import { wordTable } from "./wordtable.js";

const KEY = "pp.verbalizer";

function rememberedMode() {
  try {
    return sessionStorage.getItem(KEY) === "text" ? "text" : "table";
  } catch {
    return "table"; // storage is forbidden: the choice lasts as long as the page
  }
}

export function verbalizerCard() {
  const table = wordTable();
  const box = textbox({
    id: "pp-verbalizer",
    label: t("verbalizer.title"),
    mono: true,
    rows: 3,
    placeholder: t("verbalizer.placeholder"),
    oninput: (verbalizer) => change({ verbalizer }),
  });
  const error = errorLine(["verbalizer"]);
  const notices = noticeList();
  const choice = segmented({
    id: "pp-verbalizer-mode",
    label: t("verbalizer.mode"),
    choices: ["table", "text"].map((value) => ({ value, label: t(`verbalizer.${value}`) })),
    onchange: (mode) => {
      see(mode);
      try {
        sessionStorage.setItem(KEY, mode);
      } catch {
        // only a reload forgets it
      }
    },
  });
  function see(mode) {
    choice.set(mode);
    show(table.node, mode === "table");
    show(box.box, mode === "text");
  }
  see(rememberedMode());
  const node = card(
    "pp-verbalizer-card",
    t("verbalizer.title"),
    [helpMark(t("verbalizer.title"), t("verbalizer.help")), choice.group],
    table.node,
    box.box,
    error.line,
    notices.list,
  );
  choice.group.classList.add("pp-side");

  return {
    card: node,
    state: (state) => box.set(state.verbalizer),
    answer(answer) {
      const wrong = error.update(answer);
      box.setFault(answer.of.verbalizer === page.state.verbalizer ? wrong : null);
      table.node.classList.toggle("pp-stale", !answer.understood.verbalizer);
      if (answer.verbalizer) table.update(answer.verbalizer);
      notices.update(answer.understood.verbalizer ? answer.verbalizer.notices : []);
    },
  };
}
