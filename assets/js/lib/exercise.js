/* An exercise that a link sets: a teacher's text above the page, a question, a goal, and which parts of the page are hidden
   or locked. It lives in the address and in the tab, as what is typed does. Nothing of it is trusted: names are looked up
   in a table, texts stay texts, and whoever opened it may end it: a lock guides, it guards nothing. */
import { announce, remembers } from "./events.js";
import { fromLink, reloaded } from "./linked.js";
import { recall } from "./storage.js";

/** @typedef {{ text: string, question: string, goal: string, hide: string[], lock: string[] }} Exercise */
/** @typedef {{ title: string, selector: string, pages: string[], locks?: string[] }} Part of a page that can be hidden, and the key
 *   of its name; with `locks`, the
 *   parts of Play's state that stay as they are, it can be locked too */

const JOBS = ["train", "evaluate", "compare"];
const PLAY = ["play"];

/** @type {Record<string, Part>} in the order in which a page shows them */
export const PARTS = {
  pages: { title: "pages", selector: ".pp-pages", pages: [...PLAY, ...JOBS] },
  model: { title: "train.model", selector: "#pp-model", pages: [...PLAY, ...JOBS], locks: ["model"] },
  examples: { title: "examples.title", selector: "#pp-intro .pp-chips, #pp-intro .pp-example-line", pages: PLAY },
  text: { title: "text.title", selector: "#pp-text", pages: PLAY, locks: ["fields"] },
  template: { title: "template.title", selector: "#pp-template-card", pages: PLAY, locks: ["template", "prompts"] },
  verbalizer: { title: "verbalizer.title", selector: "#pp-verbalizer-card", pages: PLAY, locks: ["verbalizer"] },
  options: { title: "options.title", selector: "#pp-options", pages: PLAY, locks: ["options"] },
  sentence: { title: "sentence.title", selector: "#pp-sentence", pages: PLAY },
  labels: { title: "labels.title", selector: "#pp-labels", pages: PLAY },
  words: { title: "words.title", selector: "#pp-words", pages: PLAY },
  closer: { title: "exercise.part.closer", selector: "#pp-closer", pages: PLAY },
  vocabulary: { title: "vocabulary.title", selector: "#pp-vocabulary", pages: PLAY },
  steps: { title: "steps.title", selector: "#pp-steps", pages: PLAY },
  reading: { title: "reading.title", selector: "#pp-reading", pages: PLAY },
  form: { title: "exercise.part.form", selector: ".pp-job-forms > .pp-job-kind", pages: JOBS, locks: [] },
  jobs: { title: "jobs.title", selector: "#pp-jobs", pages: JOBS },
};

export const LONGEST = { text: 2000, question: 500, goal: 200 };
const LIKE = { text: "", question: "", goal: "", hide: [""], lock: [""] };
const PART = "exercise";

/**
 * What a link says, made safe; null where it sets none.
 * @param {URLSearchParams} query
 * @returns {Exercise | null}
 */
export function exerciseOf(query) {
  const found = fromLink(PART, LIKE, query);
  if (!found) return null;
  const known = (/** @type {string[] | undefined} */ names) => [
    ...new Set((names ?? []).filter((name) => Object.hasOwn(PARTS, name))),
  ];
  const hide = known(found.hide);
  return {
    text: (found.text ?? "").slice(0, LONGEST.text),
    question: (found.question ?? "").slice(0, LONGEST.question),
    goal: (found.goal ?? "").slice(0, LONGEST.goal),
    hide,
    lock: known(found.lock).filter((name) => PARTS[name].locks && !hide.includes(name)),
  };
}

/**
 * An exercise as a link has it; nothing where there is none.
 * @param {Exercise | null} it
 * @returns {[string, string][]}
 */
export function exerciseParameters(it) {
  if (!it) return [];
  const texts = /** @type {("text" | "question" | "goal")[]} */ (["text", "question", "goal"]).filter(
    (name) => it[name],
  );
  return [
    ...texts.map((name) => /** @type {[string, string]} */ ([`${PART}.${name}`, it[name]])),
    ...it.hide.map((name) => /** @type {[string, string]} */ ([`${PART}.hide`, name])),
    ...it.lock.map((name) => /** @type {[string, string]} */ ([`${PART}.lock`, name])),
  ];
}

/* An address that somebody opened wins over what this tab remembers; one that was too long to be written says nothing. */
function begun() {
  const query = location.search.replace(/^\?/, "");
  const kept = recall("pp.state");
  const same = kept && (reloaded() || kept.query === query || !query);
  return exerciseOf(new URLSearchParams(query)) ?? (same ? exerciseOf(new URLSearchParams(kept.exercise ?? "")) : null);
}

/** @type {Exercise | null} */
let now = typeof location === "undefined" ? null : begun();

export const exercise = () => now;
remembers("exercise", () => now);

/** Whoever opened it has had enough: everything is shown. */
export function endExercise() {
  now = null;
  announce("exercise", null);
}

/**
 * A change of Play's state without what an exercise keeps as it is, whoever asks for it.
 * @template {object} T
 * @param {T} patch
 * @param {Exercise | null} [it]
 * @returns {T}
 */
export function allowed(patch, it = now) {
  const kept = (it?.lock ?? []).flatMap((name) => PARTS[name].locks ?? []);
  if (!kept.some((name) => name in patch)) return patch;
  return /** @type {T} */ (Object.fromEntries(Object.entries(patch).filter(([name]) => !kept.includes(name))));
}
