/* The Train page's form and cards. There is no introduction beside them: before the first job one of the cards is. */
import { on } from "../lib/events.js";
import { beginForm } from "./form.js";
import { formCard } from "./formcard.js";
import { introCard } from "./intro.js";
import { keepCard } from "./keepcard.js";
import { learningCard } from "./learning.js";
import { learntCard } from "./learnt.js";
import { ledgerCard } from "./ledger.js";
import { probeCard } from "./probe.js";
import { resultCard } from "./result.js";
import { anythingLearnt, run } from "./run.js";

export { watch } from "./run.js";

let formNode = null;

export function form(setup) {
  beginForm(setup);
  formNode = formCard();
  return formNode;
}

export function card(_, { addresses }) {
  const [learning, ...rest] = [learningCard(), probeCard(), learntCard(), resultCard()];
  const intro = introCard();
  const ledger = ledgerCard();
  const fill = () => {
    // While there is nothing to look at, the ledger is: it is half of the lesson.
    (anythingLearnt() ? formNode : intro).after(ledger);
    learning.hidden = !run.id;
    if (!run.id) for (const each of rest) each.hidden = true;
  };
  on("run", fill);
  queueMicrotask(fill);
  return [learning, intro, ledger, ...rest, keepCard(addresses.play)];
}
