/* What a student did and found, kept in this browser, and where this tab stands in a lesson. Nothing is judged by it: what
   is shown as right is asked of the model each time. */
import { keep, kept, recall, remember } from "../lib/storage.js";

/**
 * A guess: `value` is the place of an answer or the number typed; the texts are for the summary.
 * @typedef {{ question: string, value: number, guess: string, answer: string, right: boolean }} Guess
 */
/**
 * @typedef {object} Done of one lesson
 * @property {string} title
 * @property {number} at the step one was at; as many as there are steps: the task
 * @property {Record<string, Guess>} guesses by step
 * @property {Solved | null} solved
 */
/**
 * @typedef {{ goals: string[], template: string, verbalizer: string, fields: Record<string, string>, model: string, on: string }} Solved
 */
/** @typedef {{ name: string, lessons: Record<string, Done> }} Progress */
/** @typedef {"shelf" | "lesson" | "glossary" | "summary"} View */
/** @typedef {{ open: boolean, folded: boolean, view: View, lesson: string | null, at: number, language: string }} Place */

const VIEWS = ["shelf", "lesson", "glossary", "summary"];

/** @param {unknown} value */
const record = (value) =>
  /** @type {Record<string, any>} */ (value && typeof value === "object" && !Array.isArray(value) ? value : {});

/** @returns {Progress} */
function read() {
  try {
    const { name, lessons } = record(JSON.parse(kept("pp.learn") ?? "null"));
    const known = Object.entries(record(lessons)).filter(([, its]) => typeof record(its).title === "string");
    return {
      name: typeof name === "string" ? name : "",
      lessons: Object.fromEntries(
        known.map(([key, its]) => [
          key,
          { title: its.title, at: Number(its.at) || 0, guesses: record(its.guesses), solved: its.solved ?? null },
        ]),
      ),
    };
  } catch {
    return { name: "", lessons: {} };
  }
}

let now = read();

export const progress = () => now;

/**
 * @param {string} key `language/id`: lessons of two languages are two
 * @param {Partial<Done> & { title: string }} more
 */
export function note(key, more) {
  const before = now.lessons[key] ?? { at: 0, guesses: {}, solved: null };
  now = { ...now, lessons: { ...now.lessons, [key]: { ...before, ...more } } };
  keep("pp.learn", JSON.stringify(now));
}

/** @param {string} name of whoever learns, for the summary */
export function noteName(name) {
  now = { ...now, name };
  keep("pp.learn", JSON.stringify(now));
}

/** Everything is forgotten. */
export function forget() {
  now = { name: "", lessons: {} };
  keep("pp.learn", null);
}

/**
 * Where this tab stood, or the shelf.
 * @param {string} language
 * @returns {Place}
 */
export function standing(language) {
  const { open, folded, view, lesson, at, language: spoken } = record(recall("pp.lesson"));
  const id = typeof lesson === "string" ? lesson : null;
  return {
    open: open === true,
    folded: folded === true,
    view: VIEWS.includes(view) && (view !== "lesson" || id) ? view : "shelf",
    lesson: id,
    at: Number.isInteger(at) && at > 0 ? at : 0,
    language: typeof spoken === "string" ? spoken : language,
  };
}

/** @param {Place} place */
export const stand = (place) => remember("pp.lesson", place);
