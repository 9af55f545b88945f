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

/**
 * t("ui.greeting", { name: "Ada" }): the sentence with its {places} filled; the key if it is unknown.
 * @param {string} key
 * @param {Record<string, unknown>} [values]
 */
export function t(key, values = {}) {
  const sentence = sentences[`ui.${key}`] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/** @param {number} probability */
export const percent = (probability, digits = 1) => `${(100 * probability).toFixed(digits)}%`;
