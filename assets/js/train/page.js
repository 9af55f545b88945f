/* The Train page: puts the cards into two columns and connects Play's state, the form and the jobs. */
import { restore, startAddress } from "../lib/address.js";
import { h, show } from "../lib/dom.js";
import { showModel } from "../lib/shownmodel.js";
import { on } from "../lib/events.js";
import { begin } from "../lib/store.js";
import { compareCard } from "./compare.js";
import { beginForm } from "./form.js";
import { formCard } from "./formcard.js";
import { introCard } from "./intro.js";
import { jobsCard } from "./jobscard.js";
import { keepCard } from "./keepcard.js";
import { learningCard } from "./learning.js";
import { learntCard } from "./learnt.js";
import { ledgerCard } from "./ledger.js";
import { probeCard } from "./probe.js";
import { resultCard } from "./result.js";
import { anythingLearnt, run, startRun } from "./run.js";

export function mountTrain({ element, props }, plain) {
  const defaults = plain(props.state);
  const options = plain(props.options);
  begin(restore(defaults, options), defaults, options);
  startAddress();
  showModel(plain(props.models));
  beginForm(plain(props.setup));

  const about = [learningCard(), probeCard(), learntCard(), resultCard()];
  const keep = keepCard(props.home);
  const root = element.firstElementChild;
  const intro = introCard();
  const ledger = ledgerCard();
  const left = h("div", { class: "pp-train-form" }, formCard(), jobsCard());
  root.className = "pp-train";
  const [learning, ...rest] = about;
  root.append(left, h("div", { class: "pp-train-run" }, compareCard(), learning, intro, ...rest, keep));
  const fill = () => {
    // While there is nothing to look at, the ledger is: it is half of the lesson.
    const place = anythingLearnt() ? left.firstElementChild : intro;
    if (place.nextElementSibling !== ledger) place.after(ledger);
    show(learning, Boolean(run.id));
    if (!run.id) for (const card of about) show(card, false);
  };
  on("run", fill);
  fill();
  startRun();
  root.dataset.ready = "true";
}
