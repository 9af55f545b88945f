/* The Evaluate page: what to ask on the left, the answer on the right. */
import { restore, startAddress } from "../lib/address.js";
import { h } from "../lib/dom.js";
import { comparedCard } from "../jobs/compared.js";
import { runsCard } from "../jobs/runscard.js";
import { showModel } from "../lib/shownmodel.js";
import { begin } from "../lib/store.js";
import { dataCard } from "./datacard.js";
import { examplesCard } from "./examples.js";
import { beginForm } from "./form.js";
import { introCard } from "./intro.js";
import { numbersCard } from "./numbers.js";
import { pictures } from "./pictures.js";
import { promptCard } from "./promptcard.js";
import { begun, chooseRun, run, startRun } from "./run.js";

export function mountEvaluate({ element, props }, plain) {
  const defaults = plain(props.state);
  const options = plain(props.options);
  begin(restore(defaults, options), defaults, options);
  startAddress();
  showModel(plain(props.models));

  const root = element.firstElementChild;
  root.className = "pp-train pp-evaluate";
  root.append(
    h(
      "div",
      { class: "pp-train-form" },
      promptCard(),
      dataCard(),
      runsCard({ chosen: () => run.id, choose: chooseRun, begun, heard: ["run"] }),
    ),
    h(
      "div",
      { class: "pp-train-run" },
      comparedCard(),
      numbersCard(),
      introCard(),
      pictures(),
      examplesCard(props.home),
    ),
  );
  beginForm();
  startRun();
  root.dataset.ready = "true";
}
