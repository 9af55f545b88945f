/* The card "What to train": method, prompt, data, numbers, and the button. */
import { ask } from "../lib/api.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { dataPart } from "./data.js";
import { filled, form, plan } from "./form.js";
import { field, numbers, selectInput, switchInput, textInput } from "./inputs.js";
import { methodCards } from "./method.js";
import { count, duration, percent } from "../lib/format.js";
import { modelLine, promptPart } from "./prompt.js";
import { begun } from "./run.js";
import { startField } from "./startfield.js";

/* Errors that have a place of their own. */
const BESIDE = ["template", "verbalizer", "data"];
const WHOLE = { mode: "numeric" };
const among = (name, values) =>
  selectInput(
    name,
    values.map((value) => ({ value, label: t(`train.${name}.${value}`) })),
  );

function moreOptions() {
  const reparameterise = field("reparameterise", switchInput("reparameterise"));
  reparameterise.classList.add("pp-switch-field");
  const details = h(
    "details",
    { class: "pp-more-options", data: { testid: "more-options" } },
    h("summary", {}, t("train.more")),
    h(
      "div",
      { class: "pp-form-grid" },
      field("batch", textInput("batch", WHOLE)),
      field("evaluate_every", textInput("evaluate_every", WHOLE)),
      field("patience", textInput("patience", WHOLE)),
      field("schedule", among("schedule", ["constant", "linear", "cosine"])),
      reparameterise,
    ),
  );
  const fill = () => show(reparameterise, form.value.method === "prefix");
  on("form", fill);
  fill();
  // What is wrong must be in sight.
  on("plan", ({ fields_errors: errors }) => {
    if (["batch", "evaluate_every", "patience", "schedule"].some((name) => errors?.[name])) details.open = true;
  });
  return details;
}

/* What else is worth knowing before the start, and errors that are about no field. */
function planNotes() {
  const list = h("ul", { class: "pp-notices", hidden: true, data: { testid: "plan-notes" } });
  return {
    list,
    show({ notes = [], error }) {
      const all = [
        ...notes,
        ...(error && !BESIDE.includes(error.target) ? [{ level: "error", message: error.message }] : []),
      ];
      show(list, all.length > 0);
      keyed(
        list,
        all,
        (note) => note.message,
        () =>
          h("li", {}, h("span", { class: "pp-mark", "aria-hidden": "true" }), h("div", { class: "pp-notice-text" })),
        (node, note) => {
          node.className = `pp-notice pp-${note.level}`;
          setText(node.firstElementChild, note.level === "info" ? "i" : "!");
          setText(node.lastElementChild, note.message);
        },
      );
    },
  };
}

export function formCard() {
  const data = dataPart();
  const notes = planNotes();
  const button = h(
    "button",
    { type: "submit", class: "pp-primary pp-train-button", data: { testid: "train" } },
    t("train.start"),
  );
  const cost = h("span", { class: "pp-quiet pp-number", "aria-live": "polite", data: { testid: "cost" } });
  const body = h(
    "form",
    { class: "pp-form", novalidate: true },
    methodCards(),
    promptPart(),
    data,
    startField(),
    h(
      "div",
      { class: "pp-form-grid pp-four" },
      field("examples", textInput("examples", WHOLE)),
      field("steps", textInput("steps", WHOLE)),
      field("learning_rate", textInput("learning_rate")),
      field("seeds", textInput("seeds", { parse: numbers, write: (seeds) => seeds.join(", ") })),
    ),
    moreOptions(),
    h("div", { class: "pp-start" }, notes.list, button, cost),
  );

  on("plan", (answer) => {
    notes.show(answer);
    const known = Number.isFinite(answer.parameters) && answer.ledger;
    const parts = known
      ? t("train.cost", {
          parameters: count(answer.parameters),
          total: count(answer.ledger.total),
          share: percent(answer.parameters / answer.ledger.total),
        })
      : "";
    setText(cost, [Number.isFinite(answer.seconds) ? duration(answer.seconds) : "", parts].filter(Boolean).join(" · "));
  });

  async function start() {
    button.disabled = true;
    setText(button, t("train.starting"));
    try {
      const answer = await ask("start", { form: filled() }, { patience: 60_000 });
      notes.show({ notes: form.plan?.notes, error: answer.error });
      if (answer.error) {
        // What is wrong with a text or the data is the plan's to say, beside it.
        if (BESIDE.includes(answer.error.target)) plan(0);
        return;
      }
      begun(answer.job);
      document.getElementById("pp-learning")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    } catch {
      notes.show({ notes: form.plan?.notes, error: { target: "calls", message: t("calls.lost") } });
    } finally {
      button.disabled = false;
      setText(button, t("train.start"));
    }
  }
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = body.querySelector("[aria-invalid=true]");
    if (wrong) wrong.focus();
    else if (!button.disabled) start();
  });
  return card("pp-what", t("train.title"), [modelLine()], body);
}
