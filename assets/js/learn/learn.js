/* The Learn panel's state and deeds: which lesson and step, what was guessed, what the model said. Draws nothing. */
import { ask } from "../lib/api.js";
import { question } from "../lib/collapsible.js";
import { announce, on } from "../lib/events.js";
import { planner } from "../lib/planner.js";
import { change, page } from "../lib/store.js";
import { pageLanguage, t } from "../lib/strings.js";
import { note, progress, stand, standing } from "./progress.js";

/** @typedef {import("../lib/calls.d.ts").Shelf} Shelf */
/** @typedef {import("../lib/calls.d.ts").LessonView} LessonView */
/** @typedef {import("../lib/calls.d.ts").Revealed} Revealed */
/** @typedef {import("../lib/calls.d.ts").Goals} Goals */
/** @typedef {import("../lib/calls.d.ts").GlossaryTerm} GlossaryTerm */
/** @typedef {import("../lib/calls.d.ts").PromptState} PromptState */

const PATIENCE = 60_000;

export const learn = {
  place: /** @type {import("./progress.js").Place} */ (/** @type {unknown} */ (null)), // until `startLearn`
  shelf: /** @type {Shelf | null} */ (null),
  lesson: /** @type {LessonView | null} */ (null),
  terms: /** @type {GlossaryTerm[]} */ ([]),
  term: /** @type {string | null} */ (null), // the one that somebody asked for
  guess: /** @type {number | null} */ (null), // chosen or typed, not asked yet
  typed: "", // where a number is asked for, as it stands in the box
  asking: false,
  revealed: /** @type {Revealed | null} */ (null),
  goals: /** @type {Goals | null} */ (null),
  message: "",
};

export const key = (id = learn.place.lesson) => `${pageLanguage()}/${id}`;
/** The step one is at, or null at the task. */
export const step = () => learn.lesson?.steps[learn.place.at] ?? null;
export const atTask = () => Boolean(learn.lesson && learn.place.at >= learn.lesson.steps.length);
const inLesson = () => learn.place.open && learn.place.view === "lesson" && Boolean(learn.lesson);

/** Until the guess is made nothing on the page may tell the answer. */
export const covered = () => inLesson() && !atTask() && !learn.revealed;

function changed() {
  stand(learn.place);
  announce("learn");
}

/** @param {Partial<import("./progress.js").Place>} more */
export function go(more) {
  learn.place = { ...learn.place, ...more, language: pageLanguage() };
  changed();
}

/**
 * What the server says to a question, or null where it says why not.
 * @template {keyof import("../lib/calls.d.ts").Calls} Name
 * @param {Name} name
 * @param {import("../lib/calls.d.ts").Calls[Name]["takes"]} payload
 */
async function told(name, payload) {
  try {
    const answer = await ask(name, payload, { patience: PATIENCE });
    learn.message = answer?.error?.message ?? "";
    return answer && !answer.error ? answer : null;
  } catch {
    learn.message = t("calls.lost");
    return null;
  }
}

/**
 * Set the page as an example does; how many tokens are listed is the reader's.
 * @param {PromptState} state
 */
export function apply({ template, verbalizer, fields, options }) {
  if (!page.state) return; // the page is still being put together
  change(
    {
      template,
      verbalizer,
      fields: { ...page.state.fields, ...fields },
      options: { ...options, top_k: page.state.options.top_k },
      prompts: [],
    },
    { discrete: true },
  );
}

export async function loadShelf() {
  const found = await told("shelf", {});
  if (found) learn.shelf = found;
  changed();
}

async function loadTerms() {
  if (learn.terms.length) return;
  const found = await told("glossary", {});
  if (found) learn.terms = found.terms;
  changed();
}

const plan = planner(
  () =>
    inLesson() && atTask() && page.state
      ? /** @type {const} */ (["goals", { lesson: learn.place.lesson ?? "", state: question() }])
      : null,
  (answer) => {
    if (!inLesson() || !atTask()) return;
    learn.message = answer.error?.message ?? "";
    if (!answer.error) {
      learn.goals = answer;
      if (answer.done) solve(answer);
    }
    changed();
  },
);

/** @param {Goals} found */
function solve(found) {
  const { template, verbalizer, fields } = page.state;
  if (!learn.lesson || progress().lessons[key()]?.solved) return;
  note(key(), {
    title: learn.lesson.title,
    solved: {
      goals: found.goals.map(({ what, found: value }) =>
        !value || what.includes(value) ? what : `${what} (${value})`,
      ),
      template,
      verbalizer,
      fields: Object.fromEntries(Object.keys(learn.lesson.task.state.fields).map((name) => [name, fields[name] ?? ""])),
      model: page.model?.name ?? "",
      on: new Date().toISOString(),
    },
  });
}

/**
 * Go to a step of the lesson; its controls are set unless the page is as one left it.
 * @param {number} at
 * @param {{ set?: boolean }} [how]
 */
export function toStep(at, { set = true } = {}) {
  if (!learn.lesson) return;
  Object.assign(learn, { guess: null, typed: "", revealed: null, goals: null, message: "" });
  note(key(), { title: learn.lesson.title, at });
  go({ at, view: "lesson" });
  if (set) apply((step() ?? learn.lesson.task).state);
  const before = progress().lessons[key()]?.guesses[at];
  // What was guessed before is asked of the model once more.
  if (before) reveal(before.value);
  if (atTask()) plan(0);
}

/**
 * @param {string} id
 * @param {{ at?: number, set?: boolean }} [how]
 */
export async function openLesson(id, { at = 0, set = true } = {}) {
  learn.lesson = await told("lesson", { lesson: id }); // anew: its author may be at work on it
  if (!learn.lesson) return go({ view: "shelf", lesson: null });
  while (!page.state) await new Promise((resolve) => setTimeout(resolve, 20)); // the page may still be put together
  learn.place.lesson = id;
  toStep(Math.min(at, learn.lesson.steps.length), { set });
}

/** @param {number} value the place of an answer, or a number */
export async function reveal(value) {
  const now = step();
  const { lesson, at } = learn.place;
  if (!now || !lesson) return;
  learn.guess = value;
  learn.asking = true;
  changed();
  const found = await told("guess", { lesson, step: at, guess: value, model: page.state?.model ?? "" });
  learn.asking = false;
  if (found && lesson === learn.place.lesson && at === learn.place.at && learn.lesson) {
    learn.revealed = found;
    // The picture beside must be of what was asked.
    apply(now.state);
    const { guess, answer, right } = found;
    const guesses = {
      ...progress().lessons[key()]?.guesses,
      [at]: { question: now.question, value, guess, answer, right },
    };
    note(key(), { title: learn.lesson.title, guesses });
  }
  changed();
}

/** @param {boolean} open */
export function openPanel(open) {
  go({ open, folded: false });
  if (!open) return;
  loadShelf();
  loadTerms();
}

/** Once a page. */
export function startLearn() {
  learn.place = standing(pageLanguage());
  on("state", () => plan());
  on("term", async (id) => {
    learn.term = id;
    go({ open: true, folded: false, view: "glossary" });
    await loadTerms();
    if (!learn.shelf) loadShelf();
  });
  const { open, lesson, at, view, language } = learn.place;
  if (!open) return;
  loadShelf();
  loadTerms();
  // Another language's lesson is another file: it sets its own text, from its beginning.
  const same = language === pageLanguage();
  if (lesson && view === "lesson") openLesson(lesson, same ? { at, set: false } : {});
}
