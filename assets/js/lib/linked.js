/* What a copied link carries beside Play's prompt: a page's form and the job in sight. Pages register what they show;
   whoever opens the link begins with it. Other people's words: every value is read as the type that its place has. */

/** @typedef {Record<string, unknown>} Values */

/** @type {Map<string, () => Values>} */
const tellers = new Map();

/* After a reload the tab knows better than the address it was opened with. */
export const reloaded = () =>
  performance
    .getEntriesByType("navigation")
    .some((entry) => /** @type {PerformanceNavigationTiming} */ (entry).type === "reload");

let opened = /** @type {URLSearchParams | null} */ (null);
/** What the page was opened with; the address changes while one types. */
const arrived = () => (opened ??= new URLSearchParams(reloaded() ? "" : location.search));
if (typeof location !== "undefined") arrived();

/**
 * A page shows something that belongs into a link to it.
 * @param {string} part
 * @param {() => Values} tell its values by name; null is left out
 */
export const linked = (part, tell) => tellers.set(part, tell);

/** @param {unknown} value */
function written(value) {
  if (value && typeof value === "object") return Object.entries(value).map(([kind, id]) => `${kind}:${id}`)[0] ?? "";
  return String(value);
}

/** All of it, as parameters. */
export function parameters() {
  /** @type {[string, string][]} */
  const found = [];
  for (const [part, tell] of tellers) {
    for (const [name, value] of Object.entries(tell())) {
      if (value === null || value === undefined) continue;
      for (const each of Array.isArray(value) ? value : [value]) found.push([`${part}.${name}`, written(each)]);
    }
  }
  return found;
}

/**
 * @param {string} text
 * @param {unknown} like
 */
function read(text, like) {
  if (typeof like === "string") return text;
  if (typeof like === "boolean") return text === "true";
  // A box for a number holds what was typed, be it one or not.
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/**
 * What a link says of a part of the page, of the types of `like`; null where it says nothing.
 * @template {Values} T
 * @param {string} part
 * @param {T} like
 * @param {URLSearchParams} [query]
 * @returns {Partial<T> | null}
 */
export function fromLink(part, like, query = arrived()) {
  /** @type {Values} */
  const found = {};
  for (const [name, example] of Object.entries(like)) {
    const texts = query.getAll(`${part}.${name}`).slice(0, 64);
    if (!texts.length) continue;
    const last = /** @type {string} */ (texts.at(-1));
    // A source names a set; any other text in its place is none.
    const source = name === "data" ? /^(demo|upload):(.{1,200})$/s.exec(last) : null;
    if (source) found[name] = { [source[1]]: source[2] };
    else if (name === "data") continue;
    else if (Array.isArray(example)) found[name] = texts.map((text) => read(text, example[0] ?? ""));
    else found[name] = read(last, example);
  }
  return Object.keys(found).length ? /** @type {Partial<T>} */ (found) : null;
}
