/* What a tab remembers through a reload (`recall`, `remember`) and what the browser keeps for all its tabs (`kept`,
   `keep`), as JSON or text. Every key stands in `TabKeys` or `BrowserKeys`. Where storage is forbidden or full, it forgets. */

/** @typedef {"pp.state" | "pp.verbalizer" | "pp.train" | "pp.evaluate" | "pp.compare" | "pp.probe" | `pp.search.${string}` | `pp.job.${string}` | `pp.kind.${string}` | `pp.${string}`} TabKeys */
/** @typedef {"pp.owner" | "pp.language" | "pp.theme" | "pp.projector" | "pp.jobs"} BrowserKeys */

/** @param {TabKeys} key */
export function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {TabKeys} key
 * @param {unknown} value what JSON can hold; null forgets
 */
export function remember(key, value) {
  try {
    if (value === null || value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // a reload begins anew
  }
}

/** @param {BrowserKeys} key */
export function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {BrowserKeys} key
 * @param {string | null} text null forgets
 */
export function keep(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // it lasts as long as the page
  }
}
