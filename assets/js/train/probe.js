/* The card "Your text while the prompt learns": the labels of Play's text at every checkpoint. */
import { labelBars } from "../lib/bars.js";
import { percent } from "../lib/format.js";
import { helpMark } from "../lib/popover.js";
import { ask } from "../lib/api.js";
import { card, segmented } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { page, setField } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";
import { chooseSeed, chooseStep, rowOf, run, seedNow, stepNow } from "./run.js";

const PAUSE = 350;
const own = (fields, name) => (Object.hasOwn(fields, name) ? fields[name] : "");

/* The fields of the job's template, with Play's texts. */
function texts() {
  const boxes = new Map();
  const list = h("div", { class: "pp-fields pp-probe-fields" });
  const create = (name) => {
    const id = `pp-probe-${name}`;
    const box = textbox({
      id,
      label: t("text.field", { name }),
      placeholder: t("text.placeholder"),
      oninput: (text) => setField(name, text),
    });
    boxes.set(name, box);
    return h("div", { class: "pp-field" }, h("label", { for: id, class: "pp-slot-name" }, `{${name}}`), box.box);
  };
  return {
    list,
    fill(names) {
      keyed(
        list,
        names,
        (name) => name,
        create,
        () => {},
      );
      for (const name of boxes.keys()) if (!names.includes(name)) boxes.delete(name);
      list.classList.toggle("pp-one-field", names.length === 1);
      for (const [name, box] of boxes) box.set(own(page.state.fields, name));
    },
  };
}

function slider() {
  const range = h("input", {
    type: "range",
    class: "pp-range",
    min: "0",
    step: "1",
    "aria-label": t("probe.slider"),
    data: { testid: "checkpoints" },
  });
  const now = h("output", { class: "pp-number pp-range-now", data: { testid: "checkpoint" } });
  const follow = h(
    "button",
    { type: "button", class: "pp-link", hidden: true, onclick: () => chooseStep(null) },
    t("probe.follow"),
  );
  let steps = [];
  range.addEventListener("input", () => chooseStep(steps[Number(range.value)]));
  return {
    node: h(
      "div",
      { class: "pp-range-line" },
      range,
      h("div", { class: "pp-range-words" }, h("span", { class: "pp-quiet pp-number" }, t("probe.start")), now, follow),
    ),
    fill(found, step, best) {
      steps = found;
      const last = Math.max(0, steps.length - 1);
      range.max = String(last);
      range.value = String(Math.max(0, steps.indexOf(step)));
      range.disabled = last === 0;
      range.style.setProperty("--pp-at", `${last ? (100 * Number(range.value)) / last : 0}%`);
      const text = t(step === best ? "probe.best" : "probe.step", { step });
      range.setAttribute("aria-valuetext", text);
      setText(now, text);
      show(follow, run.step !== null);
    },
  };
}

export function probeCard() {
  const fields = texts();
  const bars = labelBars();
  const line = slider();
  const seeds = h("div", { class: "pp-side" });
  const message = h("p", { class: "pp-quiet", role: "status", hidden: true, data: { testid: "probe-message" } });
  const spoken = h("div", { class: "pp-hidden", "aria-live": "polite" });
  const node = card(
    "pp-probe",
    t("probe.title"),
    [helpMark(t("probe.title"), t("probe.help")), seeds],
    fields.list,
    bars.list,
    line.node,
    message,
    spoken,
  );
  let picker = null;
  let known = "";
  let asked = "";
  let answer = null;
  let timer = 0;

  function fillSeeds() {
    const found = (run.data?.seeds ?? []).filter((each) => each.steps.length).map(({ seed }) => seed);
    if (JSON.stringify(found) !== known) {
      known = JSON.stringify(found);
      picker =
        found.length > 1
          ? segmented({
              id: "pp-seed",
              label: t("train.seeds"),
              choices: found.map((seed) => ({ value: String(seed), label: t("probe.seed", { seed }) })),
              onchange: (seed) => chooseSeed(Number(seed)),
            })
          : null;
      seeds.replaceChildren(...(picker ? [picker.group] : []));
    }
    picker?.set(String(seedNow()?.seed));
  }

  function drawBars() {
    const step = stepNow();
    const at = answer?.steps.indexOf(step) ?? -1;
    if (at < 0) return;
    const items = answer.labels.map(({ label, index }, i) => ({
      label,
      index,
      probability: answer.probabilities[at][i],
    }));
    bars.update(items);
    const top = items.reduce((best, item) => (item.probability > best.probability ? item : best));
    setText(spoken, t("labels.top", { label: top.label, percent: percent(top.probability) }));
  }

  /* Ask where the text, the job, the seed or its checkpoints are others than last time. */
  function probe(pause) {
    const seed = seedNow();
    const question = JSON.stringify([run.id, seed?.seed, seed?.steps.length, page.state.fields]);
    if (!seed || question === asked) return;
    asked = question;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const { id } = run;
      try {
        const found = await ask(
          "probe",
          { job: id, seed: seed.seed, fields: page.state.fields },
          { latest: true, patience: 60_000 },
        );
        if (!found || run.id !== id) return;
        show(message, Boolean(found.error));
        setText(message, found.error?.message ?? "");
        if (found.error) return;
        answer = found;
        drawBars();
      } catch {
        asked = ""; // the next report asks again
      }
    }, pause);
  }

  function fill(pause = 0) {
    const seed = seedNow();
    show(node, Boolean(seed));
    if (!seed) return;
    node.dataset.job = run.id;
    fields.fill(run.data.slots ?? Object.keys(page.state.fields));
    fillSeeds();
    line.fill(seed.steps, stepNow(), seed.best);
    drawBars();
    probe(pause);
  }
  on("run", () => {
    if (!run.data) answer = null;
    fill();
  });
  on("moment", () => fill());
  on("jobs", () => rowOf(run.id) && fill());
  on("state", () => fill(PAUSE));
  return node;
}
