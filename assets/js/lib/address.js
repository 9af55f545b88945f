/* The state in the tab and in the address: a reload, another language and a copied link keep
   everything typed. The address carries plain readable parameters, and nothing when the page is
   untouched; it is always complete in itself, because the first example differs by language. */
import { CHOICES, SIZES } from "./choices.js";
import { on } from "./events.js";
import { exercise, exerciseParameters } from "./exercise.js";
import { parameters as linkedParameters, reloaded } from "./linked.js";
import { recall, remember } from "./storage.js";
import { page, same } from "./store.js";
import { slotsOf } from "./templatetext.js";

/** @typedef {import("./store.js").PageState} PageState */

const KEY = "pp.state";
const LONGEST = 6000; // servers and chat programs cut longer addresses
const LONGEST_LINK = 30000;
const VERSION = "1"; // of what a copied link says; a reader takes what it knows of any version
const TEXTS = /** @type {("template" | "verbalizer" | "model")[]} */ (["template", "verbalizer", "model"]);

/**
 * Whether a text is in sight: its slot stands in the template. The texts of others wait in this tab alone.
 * @param {string} template
 * @param {string} name
 */
function seen(template, name) {
  // In OpenPrompt's spelling a slot is named in quotes, within an object.
  return slotsOf(template).includes(name) || template.includes(`"${name}"`) || template.includes(`'${name}'`);
}

/**
 * @param {[string, string][]} [more] what a page shows beside the prompt: closer looks (`look.…`) at Play's texts, or a
 *   form, whose page shows none of them
 * @param {import("./exercise.js").Exercise | null} [set]
 */
function parameters(more = [], set = exercise()) {
  const { state, defaults, plainOptions } = page;
  if (same(state, defaults) && !more.length && !set) return "";
  const elsewhere = more.some(([name]) => !name.startsWith("look."));
  const query = new URLSearchParams({ template: state.template, verbalizer: state.verbalizer });
  for (const [name, text] of Object.entries(state.fields))
    if (text && !elsewhere && seen(state.template, name)) query.set(`field.${name}`, text);
  if (state.model) query.set("model", state.model);
  for (const id of state.prompts) query.append("prompt", id);
  for (const [name, value] of Object.entries(state.options)) {
    if (same(value, plainOptions[name]) || value === null) continue;
    if (Array.isArray(value)) for (const item of value) query.append(name, item);
    else query.set(name, String(value));
  }
  for (const [name, text] of [...more, ...exerciseParameters(set)]) query.append(name, text);
  return query.toString();
}

/**
 * An option's value as a link has it, or `fallback` where a link says what does not exist.
 * @param {string} name
 * @param {string[]} values
 * @param {unknown} fallback
 */
function option(name, values, fallback) {
  if (Array.isArray(fallback)) return values;
  const value = values[values.length - 1];
  if (typeof fallback === "boolean") return value === "true";
  const choices = /** @type {Record<string, string[]>} */ (CHOICES)[name];
  if (choices) return choices.includes(value) ? value : fallback;
  if (name === "top_k") return SIZES.includes(Number(value)) ? Number(value) : fallback;
  return value;
}

/**
 * The state that an address carries, or null where it carries none. Links of every version of the app stay readable:
 * names keep their meaning, and what is not known is passed over.
 * @param {URLSearchParams} query
 * @param {PageState} defaults
 * @param {Record<string, any>} plainOptions
 * @returns {PageState | null}
 */
export function fromQuery(query, defaults, plainOptions) {
  const known = TEXTS.filter((name) => query.has(name));
  const fields = [...query.keys()].filter((name) => name.startsWith("field."));
  const options = Object.keys(plainOptions).filter((name) => query.has(name));
  const prompts = query.getAll("prompt");
  if (!known.length && !fields.length && !options.length && !prompts.length) return null;
  const state = { ...structuredClone(defaults), options: structuredClone(plainOptions) };
  for (const name of known) state[name] = query.get(name) ?? "";
  state.prompts = prompts;
  const typed = fields.map((name) => [name.slice("field.".length), query.get(name)]);
  if (query.has("template") || typed.length) state.fields = Object.fromEntries(typed);
  for (const name of options) state.options[name] = option(name, query.getAll(name), plainOptions[name]);
  return state;
}

/**
 * The state to begin with: an address that somebody opened wins over what this tab remembers.
 * @param {PageState} defaults
 * @param {Record<string, any>} plainOptions
 * @returns {PageState}
 */
export function restore(defaults, plainOptions) {
  const query = location.search.replace(/^\?/, "");
  const kept = recall(KEY);
  // What an earlier version of the app remembered lacks the options that came since.
  const state = kept && { ...defaults, ...kept.state, options: { ...plainOptions, ...kept.state.options } };
  // A reload may come before the address has caught up with the last change, and then begins at the old one.
  if (kept && (reloaded() || kept.query === query || !query)) return state;
  return fromQuery(new URLSearchParams(query), defaults, plainOptions) ?? state ?? structuredClone(defaults);
}

/* The present state as an address carries it. */
export function query() {
  const text = parameters();
  return text.length <= LONGEST ? text : "";
}

/**
 * What a link to this page carries: what is seen, a page's form and job included; null when it would be too long to
 * survive being pasted.
 * @param {import("./exercise.js").Exercise | null} [set] the exercise that it sets
 */
export function linkQuery(set = exercise()) {
  const text = parameters(linkedParameters(), set);
  if (text.length > LONGEST_LINK) return null;
  return text ? `v=${VERSION}&${text}` : "";
}

/** @param {string} text of `linkQuery` */
export const linkOf = (text) => location.origin + location.pathname + (text ? `?${text}` : "");

export function keep() {
  const text = query();
  if (location.search.replace(/^\?/, "") !== text) {
    history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : "") + location.hash);
  }
  // An untouched page remembers nothing, so that another language shows its own first example.
  const set = exercise();
  const untouched = same(page.state, page.defaults) && !set;
  const kept = { state: page.state, query: text, exercise: new URLSearchParams(exerciseParameters(set)).toString() };
  remember(KEY, untouched ? null : kept);
}

/**
 * A link within the app takes the state along, into another tab as well: in a template
 * html`<a href=${path} @pointerdown=${carry} @click=${carry}>`.
 * @param {Event} event
 */
export function carry(event) {
  if (!page.state) return; // the page is still being put together
  keep();
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  const text = query();
  link.href = link.href.split("?")[0] + (text ? `?${text}` : "");
}

/**
 * The same for a node.
 * @param {HTMLAnchorElement} node
 * @param {string} _path where it leads
 */
export function carrying(node, _path) {
  for (const event of ["pointerdown", "click"]) node.addEventListener(event, carry);
  return node;
}

export function startAddress() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 250); // browsers allow about a hundred replaceState calls in 30 s
  };
  on("state", soon);
  on("exercise", soon);
  addEventListener("pagehide", keep);
}
