/* "Make an exercise": what a teacher writes, asks and wants reached, and which parts of the page are hidden or locked, as a
   form whose draft goes into the link. */
import { exercise, LONGEST, PARTS, partsOf } from "../lib/exercise.js";
import { html, live, nothing } from "../lib/lit.js";
import { page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { GOALS, goalOf, written } from "./goal.js";

/** @typedef {import("../lib/exercise.js").Exercise} Exercise */

const USUAL = 80; // percent

/** @returns {Exercise} */
const nothingSet = () => ({ text: "", question: "", goal: "", hide: [], lock: [] });

/**
 * @param {string} shown the page
 * @param {() => void} changed
 */
export function builder(shown, changed) {
  /** @type {Exercise | null} */
  let draft = exercise();
  let goal = goalOf(draft?.goal ?? "") ?? { kind: "", name: "", number: USUAL };

  /** @param {Partial<Exercise>} patch */
  function put(patch) {
    draft = { ...(draft ?? nothingSet()), ...patch };
    changed();
  }
  /** @param {Partial<typeof goal>} patch */
  function aim(patch) {
    goal = { ...goal, ...patch };
    put({ goal: written(goal) });
  }
  const value = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;

  /**
   * @param {"text" | "question"} name
   * @param {number} rows
   */
  const box = (name, rows) =>
    html`<label class="pp-option-name" for="pp-exercise-${name}">${t(`exercise.${name}`)}</label>
      <textarea
        id="pp-exercise-${name}"
        class="pp-input pp-exercise-box"
        rows=${rows}
        maxlength=${LONGEST[name]}
        dir="auto"
        data-testid="exercise-${name}-box"
        .value=${live(draft?.[name] ?? "")}
        @input=${(/** @type {Event} */ event) => put({ [name]: value(event) })}
      ></textarea>`;

  const named = () =>
    html`<input
        type="text"
        class="pp-small-input"
        list="pp-exercise-labels"
        maxlength="60"
        aria-label=${t("exercise.goal.name")}
        placeholder=${t("exercise.goal.name")}
        data-testid="exercise-goal-name"
        .value=${live(goal.name)}
        @input=${(/** @type {Event} */ event) => aim({ name: value(event) })}
      /><datalist id="pp-exercise-labels">
        ${(page.answer?.labels?.items ?? []).map((/** @type {{ label: string }} */ { label }) => html`<option value=${label}></option>`)}
      </datalist>
      ${
        GOALS[goal.kind]
          ? html`<input
                type="number"
                class="pp-small-input"
                min="1"
                max="99"
                aria-label=${t("exercise.goal.number")}
                .value=${live(String(goal.number))}
                @input=${(/** @type {Event} */ event) => aim({ number: Number(value(event)) })}
              />%`
          : nothing
      }`;

  const goalRow = () =>
    html`<div class="pp-exercise-row">
      <label for="pp-exercise-kind" class="pp-option-name">${t("exercise.goal")}</label>
      <span class="pp-exercise-aim">
        <select
          id="pp-exercise-kind"
          class="pp-input"
          data-testid="exercise-goal-kind"
          @change=${(/** @type {Event} */ event) => aim({ kind: value(event) })}
        >
          ${["", ...Object.keys(GOALS)].map(
            (kind) =>
              html`<option value=${kind} .selected=${live(kind === goal.kind)}>
                ${t(kind ? `exercise.kind.${kind}` : "exercise.kind")}
              </option>`,
          )}
        </select>
        ${goal.kind ? named() : nothing}
      </span>
      <span class="pp-quiet" data-testid="exercise-goal-lacks" ?hidden=${!goal.kind || Boolean(goal.name.trim())}
        >${t("exercise.goal.lacks")}</span
      >
    </div>`;

  /** @param {string} name */
  function part(name) {
    const state = draft?.hide.includes(name) ? "hide" : draft?.lock.includes(name) ? "lock" : "show";
    const choose = (/** @type {Event} */ event) => {
      const chosen = value(event);
      const without = (/** @type {string[]} */ names) => names.filter((other) => other !== name);
      const [hide, lock] = [without(draft?.hide ?? []), without(draft?.lock ?? [])];
      if (chosen === "hide") hide.push(name);
      if (chosen === "lock") lock.push(name);
      put({ hide, lock });
    };
    return html`<label class="pp-exercise-part">
      <span>${t(PARTS[name].title)}</span>
      <select class="pp-input" data-testid="exercise-part-${name}" @change=${choose}>
        ${["show", "lock", "hide"]
          .filter((each) => each !== "lock" || PARTS[name].locks)
          .map(
            (each) =>
              html`<option value=${each} .selected=${live(each === state)}>${t(`exercise.state.${each}`)}</option>`,
          )}
      </select>
    </label>`;
  }

  return {
    /** The exercise as the form has it; null while nothing is in it. */
    draft() {
      const any = draft && (draft.text || draft.question || draft.goal || draft.hide.length || draft.lock.length);
      return any ? draft : null;
    },
    form: () =>
      html`<div class="pp-exercise-form">
        <p class="pp-quiet">${t("exercise.about")}</p>
        ${box("text", 3)} ${box("question", 2)} ${shown === "play" ? goalRow() : nothing}
        <span class="pp-option-name">${t("exercise.parts")}</span>
        <div class="pp-exercise-parts">${partsOf(shown).map(part)}</div>
      </div>`,
  };
}
