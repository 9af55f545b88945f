/* The card "What to train": method, prompt, data, numbers, and the button. */
import { begun } from "../jobs/current.js";
import { ask } from "../lib/api.js";
import { on } from "../lib/events.js";
import { count, duration, percent } from "../lib/format.js";
import { createRef, html, ref } from "../lib/lit.js";
import { noteList } from "../lib/parts.js";
import { numbers } from "../lib/inputs.js";
import { tryLearnt } from "../lib/onward.js";
import { modelLine } from "../lib/shownmodel.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { dataPart } from "./data.js";
import { filled, form, method, outline, rivalNow } from "./form.js";
import { field, selectInput, switchInput, textInput } from "./inputs.js";
import { methodCards } from "./methods.js";
import { promptPart } from "./prompt.js";
import { withoutSoft } from "./soft.js";
import { startField } from "./start.js";

/** @typedef {import("../lib/calls.d.ts").Failure} Failure */

const ID = "pp-what";
/* Errors that have a place of their own. */
const BESIDE = ["template", "verbalizer", "data"];
const FOLDED = ["batch", "evaluate_every", "patience", "schedule"];
const WHOLE = { mode: "numeric" };

/** @type {import("../lib/vendor/lit-html/directives/ref.js").Ref<HTMLDetailsElement>} */
const folded = createRef();
/** Whether a training is just being queued, and what became of that. */
const starting = { now: false, failure: /** @type {Failure | null} */ (null), lost: false };

const moreOptions = () =>
  html`<details class="pp-more-options" data-testid="more-options" ${ref(folded)}>
    <summary>${t("train.more")}</summary>
    <div class="pp-form-grid">
      ${field("batch", textInput("batch", WHOLE))} ${field("evaluate_every", textInput("evaluate_every", WHOLE))}
      ${field("patience", textInput("patience", WHOLE))}
      ${field("schedule", selectInput("schedule", form.setup.schedules))}
      ${
        method().own.includes("reparameterise")
          ? field("reparameterise", switchInput("reparameterise"), "pp-switch-field")
          : null
      }
    </div>
  </details>`;

/* What else is worth knowing before the start, and errors that are about no field. */
function notes() {
  const found = starting.failure ?? form.failure;
  /** @type {import("../lib/parts.js").Note[]} */
  const all = [...(form.outline?.notes ?? [])];
  if (starting.lost) all.push({ level: "error", message: t("calls.lost") });
  else if (found && !BESIDE.includes(found.target)) all.push({ level: "error", message: found.message });
  return noteList(all, "plan-notes");
}

function cost() {
  const { outline: known } = form;
  if (!known) return "";
  const { parameters, ledger } = known;
  const share = percent(parameters / ledger.total);
  const size = t("train.cost", { parameters: count(parameters), total: count(ledger.total), share });
  return `${duration(known.seconds)} · ${size}`;
}

/**
 * Once a page.
 * @param {string} evaluate the address of Evaluate
 */
export function formCard(evaluate) {
  const [prompt, data] = [promptPart(), dataPart(() => draw())];

  async function start() {
    Object.assign(starting, { now: true, failure: null, lost: false });
    draw();
    try {
      const answer = await ask("train_start", filled(), { patience: 60_000 });
      if (!answer) return;
      if (answer.error) {
        starting.failure = answer.error;
        // What is wrong with a text or the data is the outline's to say, beside it.
        if (BESIDE.includes(answer.error.target)) outline(0);
        return;
      }
      begun(answer.job, "train");
      document.getElementById("pp-learning")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    } catch {
      starting.lost = true;
    } finally {
      starting.now = false;
      draw();
    }
  }

  /* The prompt that the training has to beat, with a verbalizer that learns. */
  function learnt() {
    const { template, verbalizer, data } = form.value;
    const written = rivalNow() || withoutSoft(template);
    tryLearnt({ template: written, verbalizer, prompts: [] }, data, evaluate);
  }

  /** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
  function submit(event) {
    event.preventDefault();
    const wrong = /** @type {HTMLElement | null} */ (event.currentTarget.querySelector("[aria-invalid=true]"));
    if (wrong) wrong.focus();
    else if (!starting.now) start();
  }

  const { node, draw } = drawnCard(
    ID,
    () =>
      html`${cardHead(ID, t("train.title"), modelLine())}
        <form class="pp-form" novalidate @submit=${submit}>
          ${methodCards()} ${prompt()} ${data()} ${startField()}
          <div class="pp-form-grid pp-four">
            ${field("examples", textInput("examples", WHOLE))} ${field("steps", textInput("steps", WHOLE))}
            ${field("learning_rate", textInput("learning_rate"))}
            ${field("seeds", textInput("seeds", { parse: numbers, write: (seeds) => seeds.join(", ") }))}
          </div>
          ${moreOptions()}
          <p class="pp-quiet" data-testid="learnt-hint">
            ${t("train.learnt")}
            <button type="button" class="pp-link" data-testid="try-learnt" @click=${learnt}>
              ${t("search.try_learnt")}
            </button>
          </p>
          <p class="pp-quiet pp-number" data-testid="limits">${t("train.limits", { ...form.setup.limits })}</p>
          <div class="pp-start">
            ${notes()}
            <button type="submit" class="pp-primary pp-train-button" data-testid="train" ?disabled=${starting.now}>
              ${t(starting.now ? "train.starting" : "train.start")}
            </button>
            <span class="pp-quiet pp-number" aria-live="polite" data-testid="cost">${cost()}</span>
          </div>
        </form>`,
    ["train-form", "train-outline", "model", "sets"],
  );
  on("train-again", () => {
    if (!starting.now) start();
  });
  on("train-form", () => Object.assign(starting, { failure: null, lost: false }));
  on("train-outline", () => {
    // What is wrong must be in sight.
    if (folded.value && FOLDED.some((name) => form.failure?.fields[name])) folded.value.open = true;
  });
  return node;
}
