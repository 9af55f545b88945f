/* The Train page's form, and the cards of a training: which stands where. */
import { on } from "../lib/events.js";
import { beginForm } from "./form.js";
import { formCard } from "./formcard.js";
import { introCard } from "./intro.js";
import { keepCard } from "./keep.js";
import { learningCard } from "./learning.js";
import { ledgerCard } from "./ledger.js";
import { nearestCard } from "./nearest.js";
import { probeCard } from "./probe.js";
import { resultCard } from "./result.js";
import { anythingLearnt, startLook } from "./training.js";

export { watch } from "./training.js";

/** @typedef {import("../jobs/page.js").Place} Place */
/** @typedef {{ form: HTMLElement, intro: HTMLElement, ledger: HTMLElement, result: HTMLElement, keep: HTMLElement }} Cards */

/** @type {Partial<Cards>} */
const cards = {};
let learnt = /** @type {boolean | null} */ (null);

/* While there is nothing to look at, the ledger is (it is half of the lesson), and a prompt can be brought back from
   its file. */
function arrange() {
  const { form, intro, ledger, result, keep } = /** @type {Cards} */ (cards);
  if (learnt === anythingLearnt()) return;
  learnt = anythingLearnt();
  (learnt ? form : intro).after(ledger);
  (learnt ? result : ledger).after(keep);
}

/** Nothing to look at yet: the introduction stays. */
export const empty = () => !anythingLearnt();

/**
 * @param {import("./form.js").TrainSetup} setup
 * @param {Place} place
 */
export function form(setup, { addresses }) {
  startLook();
  beginForm(setup);
  cards.form = formCard(addresses.evaluate);
  cards.ledger = ledgerCard();
  return cards.form;
}

/**
 * @param {unknown} _setup
 * @param {Place} place
 */
export function card(_setup, { addresses }) {
  const seen = [learningCard(), probeCard(), nearestCard()];
  cards.result = resultCard();
  cards.keep = keepCard(addresses.play);
  return [...seen, cards.result];
}

export function intro() {
  cards.intro = introCard();
  on("current", arrange);
  queueMicrotask(arrange); // once all stand in the page
  return cards.intro;
}
