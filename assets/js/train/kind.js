/* The Train page's form, and the cards of a training: which stands where. */
import { html, nothing } from "../lib/lit.js";
import { drawn } from "../lib/view.js";
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

/* Cards that change their place: while there is nothing to look at, the ledger is (it is half of the lesson), and a
   prompt can be brought back from its file. */
const moving = {
  ledger: /** @type {Node | typeof nothing} */ (nothing),
  keep: /** @type {Node | typeof nothing} */ (nothing),
};

/**
 * Cards in a box without a layout of its own.
 * @param {() => unknown} template
 */
function box(template) {
  const host = document.createElement("div");
  host.className = "pp-kind";
  drawn(host, template, ["current", "jobs"]);
  return host;
}

/** Nothing to look at yet: the introduction stays. */
export const empty = () => !anythingLearnt();

/** @param {import("./form.js").TrainSetup} setup */
export function form(setup) {
  startLook();
  beginForm(setup);
  const own = formCard();
  moving.ledger = ledgerCard();
  return box(() => html`${own}${anythingLearnt() ? moving.ledger : nothing}`);
}

/**
 * @param {unknown} _setup
 * @param {Place} place
 */
export function card(_setup, { addresses }) {
  const cards = [learningCard(), probeCard(), nearestCard(), resultCard()];
  moving.keep = keepCard(addresses.play);
  return box(() => html`${cards}${anythingLearnt() ? moving.keep : nothing}`);
}

export function intro() {
  const own = introCard();
  return box(() => html`${own}${anythingLearnt() ? nothing : [moving.ledger, moving.keep]}`);
}
