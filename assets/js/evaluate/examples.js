/* The card "Examples": what the model made of each, the most confidently wrong first. */
import { jobOf } from "../jobs/evaluations/sight.js";
import { query } from "../lib/address.js";
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";
import { html, live } from "../lib/lit.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { change } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { evaluation } from "./evaluation.js";
import { exampleItem } from "./example.js";

/** @typedef {import("../lib/calls.d.ts").ExampleAnswer} ExampleAnswer */
/** @typedef {import("../lib/calls.d.ts").ExamplesAsked} ExamplesAsked */
/** @typedef {"gold" | "predicted"} Side */

const ID = "pp-examples";
const SHOWS = /** @type {const} */ (["wrong", "right", "unsure", "all"]);

/** Which examples are listed, of which labels; null: of any. */
const filter = /** @type {Pick<ExamplesAsked, "show" | Side>} */ ({ show: "wrong", gold: null, predicted: null });
/** Those that are there: how many there are in all (null: nobody knows yet), and what went wrong. */
const listed = {
  examples: /** @type {ExampleAnswer[]} */ ([]),
  count: /** @type {number | null} */ (null),
  message: "",
};
let asked = ""; // what the list was asked for last

/** @param {Partial<typeof filter>} patch */
function choose(patch) {
  Object.assign(filter, patch);
  announce("examples");
}

/**
 * From the confusion matrix: the examples of one true label that were called one other.
 * @param {string} gold
 * @param {string} predicted
 */
export function showCell(gold, predicted) {
  choose({ show: gold === predicted ? "right" : "wrong", gold, predicted });
  document.getElementById(ID)?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

/** @param {number} start how many are there already */
async function load(start) {
  const job = jobOf("evaluate");
  if (!job) return;
  try {
    const { reading = null } = evaluation();
    const answer = await ask("evaluate_examples", { job, reading, ...filter, start }, { latest: true });
    if (!answer || jobOf("evaluate") !== job) return;
    if (answer.error) listed.message = answer.error.message;
    else {
      const examples = start ? [...listed.examples, ...answer.examples] : answer.examples;
      Object.assign(listed, { examples, count: answer.count, message: "" });
    }
  } catch {
    asked = ""; // the next change asks again
    return;
  }
  announce("examples");
}

/* Ask where the job, its reading or the filter are others than last time. */
function consider() {
  const { figures, labels = [], reading } = evaluation();
  if (!figures) {
    asked = "";
    return;
  }
  const names = labels.map(({ label }) => label);
  for (const side of /** @type {const} */ (["gold", "predicted"]))
    if (!names.includes(filter[side] ?? "")) filter[side] = null;
  const question = JSON.stringify([jobOf("evaluate"), reading, filter]);
  if (question === asked) return;
  asked = question;
  load(0);
}

/**
 * @param {Side} side
 * @param {string[]} labels
 */
const labelChoice = (side, labels) =>
  html`<label class="pp-filter">
    <span class="pp-quiet">${t(`evaluate.filter.${side}`)}</span>
    <select
      class="pp-select"
      aria-label=${t(`evaluate.filter.${side}`)}
      data-testid="filter-${side}"
      @change=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ { currentTarget }) =>
        choose({ [side]: currentTarget.value || null })}
    >
      ${["", ...labels].map(
        (label) =>
          html`<option value=${label} .selected=${live(label === (filter[side] ?? ""))}>
            ${label || t("evaluate.filter.any")}
          </option>`,
      )}
    </select>
  </label>`;

function filters() {
  const labels = (evaluation().labels ?? []).map(({ label }) => label);
  return html`<div class="pp-filters">
    ${segmented({
      id: "pp-examples-show",
      label: t("evaluate.show"),
      value: filter.show,
      choices: SHOWS.map((value) => ({ value, label: t(`evaluate.show.${value}`) })),
      onchange: (value) => choose({ show: /** @type {typeof SHOWS[number]} */ (value) }),
    })}
    ${labelChoice("gold", labels)} ${labelChoice("predicted", labels)}
    <button
      type="button"
      class="pp-link"
      data-testid="filter-clear"
      ?hidden=${!filter.gold && !filter.predicted}
      @click=${() => choose({ gold: null, predicted: null })}
    >
      ${t("evaluate.filter.clear")}
    </button>
  </div>`;
}

/* Why there is nothing in the list. */
function emptiness() {
  if (listed.message) return listed.message;
  if (listed.count !== 0) return "";
  return t(filter.gold || filter.predicted || filter.show !== "wrong" ? "evaluate.none" : "evaluate.no_errors");
}

/**
 * Once a page.
 * @param {string} play the address of Play
 */
export function examplesCard(play) {
  /** @param {ExampleAnswer} example */
  function open({ state }) {
    change(state, { discrete: true });
    const text = query();
    location.href = play + (text ? `?${text}` : "");
  }
  for (const name of /** @type {const} */ (["current", "examples"])) on(name, consider);
  consider();

  return drawnCard(ID, () => {
    if (!evaluation().figures) return null;
    const { examples, count } = listed;
    const told = emptiness();
    const title = t("evaluate.examples_title");
    const side = html`${help(title, t("evaluate.examples.help"))}<span
        class="pp-quiet pp-number pp-side"
        role="status"
        data-testid="examples-count"
        >${count === null ? "" : t("evaluate.found", { n: count })}</span
      >`;
    return html`${cardHead(ID, title, side)} ${filters()}
      <ol class="pp-examples" data-testid="examples">
        ${examples.map((example) => exampleItem(example, open))}
      </ol>
      <p class="pp-quiet" role="status" ?hidden=${!told}>${told}</p>
      <button
        type="button"
        class="pp-pill"
        data-testid="examples-more"
        ?hidden=${examples.length >= (count ?? 0)}
        @click=${() => load(examples.length)}
      >
        ${t("evaluate.more")}
      </button>`;
  }, ["current", "examples"]).node;
}
