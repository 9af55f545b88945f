/* The cell in sight: its prompt, its numbers, how far it is from the best, and the ways on. */
import { query } from "../lib/address.js";
import { ask } from "../lib/api.js";
import { h, setText, show } from "../lib/dom.js";
import { change, page } from "../lib/store.js";
import { remember } from "../lib/storage.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/textbox.js";
import { fixed, interval, points, whole } from "../lib/format.js";
import { form } from "./form.js";

/* The same rows for the Evaluate page, which remembers them under this name (evaluate/form.js). */
function takeData() {
  const { data, split } = form.value;
  remember("pp.evaluate", { data, split, sample: null, seed: 1 });
}

/* A page's address with the state as it is now. */
function open(href) {
  const text = query();
  location.href = href + (text ? `?${text}` : "");
}

export const probability = (p) => (p < 0.001 ? t("compare.p_small") : t("compare.p", { p: fixed(p, p < 0.1 ? 3 : 2) }));

const between = ([low, high]) => interval([low, high], points);

/* The facts of a cell as pairs of name and text. */
function facts(cell, more) {
  const found = { ...cell, ...more };
  const pairs = [];
  const say = (key, text) => pairs.push([t(`compare.fact.${key}`), text]);
  if (Number.isFinite(found.right))
    say("right", t("compare.fact.of", { right: found.right, examples: found.examples }));
  if (Number.isFinite(found.macro_f1)) say("macro_f1", fixed(found.macro_f1, 2));
  if (Number.isFinite(found.spread)) say("spread", `± ${fixed(100 * found.spread)}`);
  if (Number.isFinite(found.difference) && !found.best) {
    const range = found.difference_interval ? ` (${between(found.difference_interval)})` : "";
    say("difference", points(found.difference) + range);
  }
  if (Number.isFinite(found.p) && !found.best) say("p", probability(found.p));
  return pairs;
}

/* `home` and `evaluate` are the addresses of Play and Evaluate. */
export function cellPart(home, evaluate) {
  const code = h("code", { class: "pp-preview" });
  const verbalizer = h("span", { class: "pp-quiet" });
  const accuracy = h("strong", { class: "pp-cell-accuracy pp-number", data: { testid: "cell-accuracy" } });
  const range = h("span", { class: "pp-quiet pp-number" });
  const mark = h("span", { class: "pp-tag", data: { testid: "cell-mark" } });
  const list = h("dl", { class: "pp-cell-facts" });
  const message = h("p", { class: "pp-quiet", role: "status" });
  const button = (key, href, primary) =>
    h(
      "button",
      {
        type: "button",
        class: primary ? "pp-primary" : "pp-pill",
        data: { testid: `cell-${key}` },
        onclick: () => go(href),
      },
      t(`compare.${key}`),
    );
  const deeds = h("div", { class: "pp-cell-deeds" }, button("play", home, true), button("evaluate", evaluate));
  const node = h(
    "div",
    { class: "pp-cell-part", hidden: true, data: { testid: "cell-part" } },
    h("div", { class: "pp-cell-prompt" }, code, verbalizer),
    h("div", { class: "pp-cell-numbers", "aria-live": "polite" }, h("div", {}, accuracy, mark, range), list),
    message,
    deeds,
  );
  let asked = null;
  let state = null;

  function go(href) {
    if (!state) return;
    // A cell is about no text of its own: the one in Play stays.
    change({ ...state, fields: page.state.fields }, { discrete: true });
    if (href === evaluate) takeData();
    open(href);
  }

  function fill(cell, more, place) {
    const known = Number.isFinite(cell.accuracy);
    code.replaceChildren(
      ...paintTemplate(place.template).map((run) => h("span", { class: `pp-run pp-run-${run.kind}` }, run.text)),
    );
    setText(verbalizer, [place.column, place.model].filter(Boolean).join(" · "));
    setText(accuracy, known ? whole(cell.accuracy) : "–");
    setText(range, cell.interval ? interval(cell.interval, whole) : "");
    const kind = cell.best ? "best" : cell.tied ? "tied" : "";
    show(mark, Boolean(kind));
    setText(mark, kind ? t(`compare.${kind}`) : "");
    list.replaceChildren(
      ...facts(cell, more).map(([name, text]) =>
        h("div", {}, h("dt", {}, name), h("dd", { class: "pp-number" }, text)),
      ),
    );
    setText(message, known ? "" : (cell.error ?? ""));
    show(message, !known);
  }

  return {
    node,
    /* `place` is {job, reading, model (index), row, column, names…}; null hides the part. */
    async show(cell, place) {
      show(node, Boolean(cell));
      if (!cell) return;
      const key = JSON.stringify([place.job, place.reading, place.index, place.row, place.at, cell]);
      if (key === asked) return;
      asked = key;
      state = null;
      fill(cell, null, place);
      show(deeds, !place.ensemble);
      for (const each of deeds.children) each.disabled = true;
      if (place.ensemble) return;
      const answer = await ask(
        "grid_cell",
        { job: place.job, reading: place.reading, model: place.index, row: place.row, column: place.at },
        { latest: true },
      ).catch(() => ({ error: { message: t("calls.lost") } }));
      if (!answer || key !== asked) return;
      if (answer.error) {
        setText(message, answer.error.message);
        show(message, true);
        return;
      }
      state = answer.state;
      fill(cell, answer.numbers, place);
      for (const each of deeds.children) each.disabled = !state;
    },
  };
}
