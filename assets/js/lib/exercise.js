/* An exercise that a link sets: a teacher's text above the page, a question, a goal, and which parts of the page are hidden
   or locked. It lives in the address and in the tab, as what is typed does. Nothing of it is trusted: names are looked up
   in a table, texts stay texts, and whoever opened it may end it: a lock guides, it guards nothing. */
import { announce, remembers } from "./events.js";
import { fromLink, reloaded } from "./linked.js";
import { recall } from "./storage.js";

/** @typedef {{ text: string, question: string, goal: string, hide: string[], lock: string[] }} Exercise */
/**
 * A part of a page that can be hidden, with the key of its name; with `locks`, the parts of Play's state that stay as they
 * are, it can be locked too.
 * @typedef {{ title: string, selector: string, on: "play" | "jobs" | "all", locks?: string[] }} Part
 */

/** @type {Record<string, Part>} in the order in which a page shows them */
export const PARTS = {
  pages: { title: "pages", selector: ".pp-pages", on: "all" },
  model: { title: "train.model", selector: "#pp-model", on: "all", locks: ["model"] },
  examples: { title: "examples.title", selector: "#pp-intro .pp-chips, #pp-intro .pp-example-line", on: "play" },
  text: { title: "text.title", selector: "#pp-text", on: "play", locks: ["fields"] },
  template: { title: "template.title", selector: "#pp-template-card", on: "play", locks: ["template", "prompts"] },
  verbalizer: { title: "verbalizer.title", selector: "#pp-verbalizer-card", on: "play", locks: ["verbalizer"] },
  options: { title: "options.title", selector: "#pp-options", on: "play", locks: ["options"] },
  sentence: { title: "sentence.title", selector: "#pp-sentence", on: "play" },
  labels: { title: "labels.title", selector: "#pp-labels", on: "play" },
  words: { title: "words.title", selector: "#pp-words", on: "play" },
  closer: { title: "exercise.part.closer", selector: "#pp-closer", on: "play" },
  vocabulary: { title: "vocabulary.title", selector: "#pp-vocabulary", on: "play" },
  steps: { title: "steps.title", selector: "#pp-steps", on: "play" },
  reading: { title: "reading.title", selector: "#pp-reading", on: "play" },
  form: { title: "exercise.part.form", selector: ".pp-job-forms > .pp-job-kind", on: "jobs", locks: [] },
  jobs: { title: "jobs.title", selector: "#pp-jobs", on: "jobs" },
};

/**
 * The parts that a page has.
 * @param {string} page
 */
export const partsOf = (page) =>
  Object.keys(PARTS).filter((name) => ["all", page === "play" ? "play" : "jobs"].includes(PARTS[name].on));

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
