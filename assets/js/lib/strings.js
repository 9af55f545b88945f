/* The page's sentences in its one language. */

/** @type {Record<string, string>} */
let sentences = {};
let language = "en";
/** @type {(value?: unknown) => void} */
let open;

/* Resolved when the header has brought the sentences; every other widget waits for it. */
export const ready = new Promise((resolve) => {
  open = resolve;
});

/**
 * @param {Record<string, string>} strings
 * @param {string} pageLanguage
 */
export function loadStrings(strings, pageLanguage) {
  sentences = strings;
  language = pageLanguage;
  open();
}

export const pageLanguage = () => language;

/* `{name}`, `{name, number}`, `{name, plural, one {# row} other {# rows}}`: see playground/i18n.py. */
const PLACE = /\{(\w+)(?:, (number|plural)(?:, ((?:\w+ \{[^{}]*\} ?)+))?)?\}/g;
const FORM = /(\w+) \{([^{}]*)\}/g;

/**
 * A value in the form that its place asks for.
 * @param {unknown} value
 * @param {string | undefined} kind
 * @param {string | undefined} forms
 */
function written(value, kind, forms) {
  const text = kind && typeof value === "number" ? value.toLocaleString(language) : String(value);
  if (kind !== "plural") return text;
  const known = new Map([...(forms ?? "").matchAll(FORM)].map(([, category, form]) => [category, form]));
  const category = typeof value === "number" ? new Intl.PluralRules(language).select(value) : "other";
  return (known.get(category) ?? known.get("other") ?? "").replaceAll("#", () => text);
}

/**
 * t("greeting", { name: "Ada" }): the sentence with its {places} filled; the key if it is unknown.
 * @param {string} key
 * @param {Record<string, unknown>} [values]
 */
export function t(key, values = {}) {
  const sentence = sentences[`ui.${key}`] ?? key;
  return sentence.replace(PLACE, (place, name, kind, forms) =>
    name in values ? written(values[name], kind, forms) : place,
  );
}
