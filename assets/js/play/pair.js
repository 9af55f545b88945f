/* The card "A minimal pair": an edited copy of the text, and both answers side by side. */
import { ask } from "../lib/api.js";
import { changes } from "./diff.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { collapsibleCard, question } from "../lib/collapsible.js";
import { pairBars } from "./pairbars.js";
import { on } from "../lib/events.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";

const own = (fields, name) => (Object.hasOwn(fields, name) ? fields[name] : "");
const slotNames = () => page.answer?.template?.slots ?? [];

export function pairCard() {
  let copy = null; // slot -> text; kept while the main text changes
  let failed = false;
  const rows = new Map();
  const list = h("div", { class: "pp-pair-texts" });
  const bars = pairBars();
  const message = h("p", { class: "pp-quiet", role: "status", hidden: true, data: { testid: "pair-message" } });
  const tell = (words) => {
    show(message, Boolean(words));
    setText(message, words);
  };

  /* One slot: the text as it is, and its copy to be changed. */
  function create(name) {
    const id = `pp-pair-${name}`;
    const mine = h("p", { class: "pp-pair-text", data: { testid: id } });
    const paint = (text) => changes(own(page.state.fields, name), text)[1];
    const box = textbox({
      id: `${id}-copy`,
      label: t("pair.field", { name }),
      rows: 2,
      placeholder: t("pair.empty"),
      paint,
      oninput: (text) => edited(name, text),
    });
    const label = h("label", { class: "pp-pair-side", for: `${id}-copy` });
    const title = h("span", { class: "pp-pair-side" });
    rows.set(name, { mine, box, title, label, pair: "" });
    return h("div", { class: "pp-pair-row" }, h("div", {}, title, mine), h("div", {}, label, box.box));
  }
  function edited(name, text) {
    copy = { ...copy, [name]: text };
    draw();
    again();
  }

  function draw() {
    if (!copy) return;
    const names = slotNames();
    for (const name of rows.keys()) if (!names.includes(name)) rows.delete(name);
    for (const name of names) if (!Object.hasOwn(copy, name)) copy = { ...copy, [name]: own(page.state.fields, name) };
    keyed(
      list,
      names,
      (name) => name,
      create,
      (_, name) => {
        const row = rows.get(name);
        const [text, its] = [own(page.state.fields, name), copy[name]];
        setText(row.title, names.length > 1 ? `${t("pair.text")} {${name}}` : t("pair.text"));
        setText(row.label, names.length > 1 ? `${t("pair.copy")} {${name}}` : t("pair.copy"));
        row.box.set(its);
        if (row.pair === `${text}\n${its}`) return;
        row.pair = `${text}\n${its}`;
        const runs = changes(text, its)[0];
        row.mine.replaceChildren(
          ...(text
            ? runs.map((run) => h("span", { class: `pp-run-${run.kind}` }, run.text))
            : [h("span", { class: "pp-quiet" }, t("pair.empty"))]),
        );
        row.box.repaint();
      },
    );
  }

  const same = () => slotNames().every((name) => own(page.state.fields, name) === copy[name]);

  async function look() {
    draw();
    const fields = copy;
    bars.wait();
    try {
      const answer = await ask("pair", { state: question(), fields }, { latest: true });
      if (!answer) return;
      failed = Boolean(answer.error);
      const labels = answer.labels ?? [];
      bars.update(labels);
      if (failed) tell(answer.error.message);
      else if (!slotNames().length) tell(t("pair.slots"));
      else if (!labels.length) tell(t("pair.labels"));
      else if (same()) tell(t("pair.same"));
      else tell(answer.cut.includes(true) ? t("pair.cut") : "");
    } catch {
      tell(t("calls.lost"));
    }
  }

  const copyAgain = () => {
    copy = Object.fromEntries(slotNames().map((name) => [name, own(page.state.fields, name)]));
    again(true);
  };
  const swap = () => {
    const mine = Object.fromEntries(slotNames().map((name) => [name, own(page.state.fields, name)]));
    const its = copy;
    copy = mine;
    change({ fields: { ...page.state.fields, ...its } }, { discrete: true });
    again(true);
  };
  const button = (name, onclick, title = null) =>
    h(
      "button",
      { type: "button", class: "pp-chip", title, onclick, data: { testid: `pair-${name}` } },
      t(`pair.${name}`),
    );
  const { node, body, again } = collapsibleCard("pair", { look, opened: () => copy ?? copyAgain() });
  on("state", draw);
  on("answer", (answer) => {
    draw();
    if (failed && !answer.error) again();
  });
  body.append(
    list,
    h("div", { class: "pp-pair-tools" }, button("swap", swap, t("pair.swap.help")), button("again", copyAgain)),
    message,
    bars.node,
  );
  return node;
}
