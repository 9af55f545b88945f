/* What a page shows of a job, card by card: the words in sight and the charts, for one HTML file that the server makes. */
import { ask } from "../lib/api.js";
import { picture } from "../lib/figuremenu.js";
import { save } from "../lib/files.js";
import { t } from "../lib/strings.js";

const PATIENCE = 60_000;
const MOST_CARDS = 24;
const MOST_CHARTS = 8;
const MOST_LINES = 400;
const LONGEST = 2000; // characters of a line

/* What one clicks or draws is no word, nor is what only a screen reader is told. */
const SILENT =
  "button, select, input, textarea, label, svg, h2, .js-plotly-plot, .pp-hidden, .pp-segmented, .pp-downloads, [role=menu], [aria-hidden=true]";
const ROW = "tr, dl > div";
const LINE = "p, li, h3, h4, dt, dd, summary, div";

/** @param {Element} node */
const inSight = (node) => node.getClientRects().length > 0;

/**
 * The words of a card, a line each.
 * @param {Element} card
 */
function lines(card) {
  /** @type {Map<Element, string[]>} */
  const found = new Map();
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = (walker.currentNode.nodeValue ?? "").replace(/\s+/g, " ").trim();
    const parent = walker.currentNode.parentElement;
    if (!words || !parent || parent.closest(SILENT) || !inSight(parent)) continue;
    const line = parent.closest(ROW) ?? parent.closest(LINE) ?? card;
    found.set(line, [...(found.get(line) ?? []), words]);
  }
  const told = [...found].map(([line, words]) => words.join(line.matches(ROW) ? " · " : " "));
  return told.map((line) => line.slice(0, LONGEST)).slice(0, MOST_LINES);
}

/**
 * A picture's data: URL as base64 of its bytes.
 * @param {string} url
 */
function base64(url) {
  const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

/** @param {Element} card */
async function part(card) {
  const charts = /** @type {HTMLElement[]} */ ([...card.querySelectorAll(".js-plotly-plot")]).filter(inSight);
  const pictures = [];
  for (const chart of charts.slice(0, MOST_CHARTS)) pictures.push(base64(await picture(chart, "", "svg")));
  const title = card.querySelector("h2")?.textContent?.trim() ?? "";
  return { title: title.slice(0, 500), lines: lines(card), pictures };
}

/**
 * Let the browser save it.
 * @param {string} title
 * @param {string} link where it can be opened live
 * @returns {Promise<string>} what went wrong, or nothing
 */
export async function saveReport(title, link) {
  const cards = [...document.querySelectorAll(".pp-job-results .pp-card:not(#pp-keep)")]
    .filter(inSight)
    .slice(0, MOST_CARDS);
  if (!document.querySelector(".pp-has-job") || !cards.length) return t("link.story.none");
  try {
    const parts = [];
    for (const card of cards) parts.push(await part(card));
    const answer = await ask("report", { title, parts, link }, { patience: PATIENCE });
    if (answer && !answer.error) save(answer.name, answer.base64);
    return answer?.error?.message ?? "";
  } catch {
    return t("calls.lost");
  }
}
