/* Linked pointing: a word under the pointer lights up wherever it stands on the page. Whatever shows a word carries it as
   `data-word`; one rule of a style sheet lights all of them, so that nothing has to be drawn again. */

/* A box lights up by its shadow, a bar by a filter, a bar's name by a line. */
const LIT = "--pp-lit: 0 0 0 0.125rem var(--pp-accent); --pp-lit-bar: brightness(0.75); --pp-lit-name: underline;";

/** @type {CSSStyleSheet | null} */
let sheet = null;
/** @type {string | null} */
let now = null;

/** @param {string | null | undefined} word */
export function pointAt(word) {
  const next = word || null;
  if (!sheet || next === now) return;
  now = next;
  // Escaped as a name is: a word is never more than a word.
  sheet.replaceSync(next === null ? "" : `${chosen("[data-word", next)} { ${LIT} }`);
}

/**
 * @param {string} start
 * @param {string} word
 */
const chosen = (start, word) => `${start}=${CSS.escape(word)} i]`;

/**
 * Listen for the pointer and the keys within a part of the page.
 * @param {HTMLElement} root
 */
export function startPointing(root) {
  sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const wordOf = (/** @type {Event} */ event) => {
    const target = event.target instanceof Element ? event.target : null;
    // A chart has its own way of telling what is pointed at.
    if (target?.closest(".js-plotly-plot")) return;
    pointAt(target?.closest("[data-word]")?.getAttribute("data-word"));
  };
  root.addEventListener("pointerover", wordOf);
  root.addEventListener("focusin", wordOf);
  root.addEventListener("pointerleave", () => pointAt(null));
}

/**
 * The bars of a chart of words and their names light up as well, and pointing at one lights the word elsewhere.
 * @param {HTMLElement} host on which Plotly draws
 * @param {() => string[]} words of the bars, in order
 */
export function pointedChart(host, words) {
  let heard = false;
  const mark = () => {
    const names = words();
    const marks = (/** @type {string} */ where) =>
      host.querySelectorAll(where).forEach((node, i) => {
        if (names[i] !== undefined) node.setAttribute("data-word", names[i]);
      });
    marks(".barlayer .trace:first-child .point");
    marks(".ytick");
    if (heard) return;
    heard = true;
    const chart = /** @type {any} */ (host);
    chart.on("plotly_hover", (/** @type {any} */ { points: [point] }) => {
      pointAt(point.curveNumber === 0 ? words()[point.pointNumber] : null);
    });
    chart.on("plotly_unhover", () => pointAt(null));
  };
  new MutationObserver(mark).observe(host, { attributes: true, attributeFilter: ["data-rev"] });
}
