/* The card "Data": which rows to ask, how many, and the button. */
import { suggestion } from "../data/suggestion.js";
import { dataField } from "../data/picker.js";
import { named, numberBox } from "../jobs/evaluations/fields.js";
import { number } from "../lib/inputs.js";
import { foot, starter } from "../jobs/evaluations/foot.js";
import { on } from "../lib/events.js";
import { duration } from "../lib/format.js";
import { html } from "../lib/lit.js";
import { segmented } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { form, outline, put, start } from "./form.js";

const ID = "pp-evaluate-data";
const USUAL = 200; // rows of a first sample
const BESIDE = ["template", "verbalizer", "prompt"]; // errors with a place of their own

/** @param {"sample" | "seed"} name */
const box = (name) =>
  numberBox({
    id: `evaluate-${name}`,
    classes: "pp-count",
    label: t(`evaluate.${name}`),
    value: String(form.value[name] ?? ""),
    wrong: form.failure?.fields[name],
    oninput: (text) => put({ [name]: number(text) }),
  });

/* All rows, or so many drawn by chance. */
function rowsField() {
  const { sample } = form.value;
  const wrong = form.failure?.fields.sample ?? form.failure?.fields.seed ?? "";
  return html`<div class="pp-inline-field">
    <span class="pp-form-label">${named(t("evaluate.rows"), t("evaluate.rows.help"))}</span>
    ${segmented({
      id: "pp-evaluate-rows",
      label: t("evaluate.rows"),
      value: sample === null ? "all" : "sample",
      choices: ["all", "sample"].map((value) => ({ value, label: t(`evaluate.rows.${value}`) })),
      onchange: (value) => put({ sample: value === "all" ? null : USUAL }),
    })}
    <span class="pp-sample" ?hidden=${sample === null}>
      ${box("sample")}<label for="pp-evaluate-seed">${t("evaluate.seed")}</label>${box("seed")}
    </span>
    <p class="pp-field-error" data-testid="field-error-sample" ?hidden=${!wrong}>${wrong}</p>
  </div>`;
}

/** @returns {import("../lib/parts.js").Note[]} */
function notes() {
  const { missing = [], notes: found = [] } = form.outline ?? {};
  if (!missing.length) return found;
  const message = t("evaluate.missing", { labels: missing.join(t("evaluate.comma")) });
  return [{ level: "warning", message }, ...found];
}

function cost() {
  if (!form.outline) return "";
  const { seconds, examples } = form.outline;
  const size = t("evaluate.examples", { n: examples });
  return seconds === null ? size : `${duration(seconds)} · ${size}`;
}

/** Once a page. */
export function dataCard() {
  const data = dataField({
    value: () => form.value.data,
    choose: (source) => put({ data: source }),
    split: () => form.value.split,
    chooseSplit: (split) => put({ split }),
  });
  on("evaluate-form", data.fill);
  const starting = starter({
    kind: "evaluate",
    question: start,
    draw: () => draw(),
    done(failure) {
      // What is wrong with a text is the outline's to say, beside it.
      if (failure && BESIDE.includes(failure.target)) outline(0);
      if (!failure) document.getElementById("pp-numbers")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    },
  });
  const fit = suggestion({ source: () => form.value.data, testid: "demo-prompt", draw: () => draw() });
  on("evaluate-outline", () => {
    starting.failure = null;
  });

  const { node, draw } = drawnCard(
    ID,
    () =>
      html`${cardHead(ID, t("evaluate.data"))}
        <form class="pp-form" novalidate @submit=${starting.submit}>
          ${data.node} ${fit.template()}
          <p class="pp-quiet">${t("evaluate.split.hint")}</p>
          ${rowsField()}
          ${foot({
            ids: { notes: "outline-notes", button: "evaluate", cost: "cost" },
            notes: notes(),
            failure: starting.failure ?? form.failure,
            beside: BESIDE,
            busy: starting.busy,
            label: t("evaluate.start"),
            cost: cost(),
          })}
        </form>`,
    ["evaluate-form", "evaluate-outline", "state", "sets"],
  );
  return node;
}
