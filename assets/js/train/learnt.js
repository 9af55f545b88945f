/* The card "What the soft tokens are near to": words around each learnt vector, and a map. */
import { helpMark } from "../lib/popover.js";
import { ask } from "../lib/api.js";
import { card, segmented } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { plot } from "../lib/plot.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { fixed } from "../lib/format.js";
import { run, seedNow, stepNow } from "./run.js";

const PAUSE = 250;
let measure = "cosine";

function fillWord(node, { word, value }) {
  setText(node, word);
  node.title = `${word}: ${fixed(value, 2)}`;
}

function createToken() {
  return h(
    "tr",
    {},
    h("td", {}, h("span", { class: "pp-soft-name" })),
    h("td", {}),
    h("td", {}, h("ul", { class: "pp-near" })),
    h("td", { class: "pp-number" }),
  );
}

function fillToken(row, token) {
  const [name, start, near, moved] = row.children;
  setText(name.firstElementChild, token.name);
  setText(start, token.start ?? "–");
  keyed(
    near.firstElementChild,
    token[measure] ?? [],
    (_, i) => i,
    () => h("li", {}),
    fillWord,
  );
  setText(moved, Number.isFinite(token.moved) ? fixed(token.moved, 2) : "–");
}

export function learntCard() {
  const body = h("tbody", {});
  const table = h(
    "table",
    { class: "pp-steps pp-learnt", data: { testid: "learnt" } },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...["token", "start", "near", "moved"].map((name) =>
          h("th", { scope: "col", class: name === "moved" ? "pp-number" : null }, t(`learnt.${name}`)),
        ),
      ),
    ),
    body,
  );
  const map = h("div", {
    class: "pp-plot",
    role: "img",
    "aria-label": t("learnt.map"),
    data: { testid: "learnt-map" },
  });
  const draw = plot(map);
  const message = h("p", { class: "pp-quiet", hidden: true, data: { testid: "learnt-message" } });
  const toggle = segmented({
    id: "pp-measure",
    label: t("learnt.measure"),
    choices: ["cosine", "euclidean"].map((value) => ({ value, label: t(`learnt.${value}`) })),
    onchange: (value) => {
      measure = value;
      fill();
    },
  });
  toggle.set(measure);
  toggle.group.classList.add("pp-side");
  const caption = h("p", { class: "pp-quiet" }, t("learnt.map.help"));
  const figure = h("div", { class: "pp-learnt-map" }, map, caption);
  const both = h("div", { class: "pp-learnt-both" }, h("div", { class: "pp-scroll" }, table), figure);
  const node = card(
    "pp-learnt",
    t("learnt.title"),
    [helpMark(t("learnt.title"), t("learnt.help")), toggle.group],
    message,
    both,
  );
  show(node, false);
  const answers = new Map();
  let answer = null;
  let asked = "";
  let timer = 0;

  function fill() {
    const tokens = answer?.tokens ?? [];
    show(both, tokens.length > 0);
    show(toggle.group, tokens.length > 0);
    keyed(body, tokens, (token) => token.name, createToken, fillToken);
    show(figure, Boolean(answer?.figure));
    both.classList.toggle("pp-alone", !answer?.figure);
    if (answer?.figure) draw(answer.figure);
    const text = answer?.error?.message ?? answer?.message ?? "";
    show(message, Boolean(text));
    setText(message, text);
  }

  function look() {
    const [seed, step] = [seedNow()?.seed, stepNow()];
    show(node, step !== null);
    if (step === null) return;
    const key = JSON.stringify([run.id, seed, step]);
    if (key === asked) return; // its answer is shown, or on its way
    asked = key;
    clearTimeout(timer);
    if (answers.has(key)) {
      answer = answers.get(key);
      fill();
      return;
    }
    timer = setTimeout(async () => {
      try {
        const found = await ask("learnt", { job: run.id, seed, step }, { latest: true, patience: 60_000 });
        if (!found) return;
        if (!found.error) answers.set(key, found);
        if (key !== asked) return;
        answer = found;
        fill();
      } catch {
        asked = ""; // the next report asks again
      }
    }, PAUSE);
  }
  on("run", look);
  on("moment", look);
  return node;
}
