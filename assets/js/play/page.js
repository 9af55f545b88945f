/* The Play page: the question on the left, the answer on the right, and what connects state, history, address and server. */
import { restore, startAddress } from "../lib/address.js";
import { html, render } from "../lib/lit.js";
import { begin, page, receive, same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { explainCard } from "./explain.js";
import { fieldsCard } from "./fields.js";
import { startHistory } from "./history.js";
import { insideCard } from "./inside.js";
import { intro } from "./intro.js";
import { labelsCard } from "./labels.js";
import { startLive } from "./live.js";
import { optionsCard } from "./options.js";
import { pairCard } from "./pair.js";
import { startPointing } from "./pointing.js";
import { promptsCard } from "./prompts.js";
import { readingCard } from "./reading.js";
import { sentenceCard } from "./sentence.js";
import { startShown } from "./shown.js";
import { startStage } from "./stage.js";
import { stepsCard } from "./steps.js";
import { templateCard } from "./template.js";
import { verbalizerCard } from "./verbalizer.js";
import { vocabularyCard } from "./vocabulary.js";
import { wordsCard } from "./words.js";

/** @typedef {import("../lib/calls.d.ts").PageSetup} PageSetup */
/** @typedef {NonNullable<PageSetup["play"]>} PlaySetup */

/**
 * @param {HTMLElement} root
 * @param {PageSetup} setup
 * @param {{ train: string }} props
 */
export function mountPlay(root, { state, options, play }, { train }) {
  const { first, examples } = /** @type {PlaySetup} */ (play);
  begin(restore(state, options), state, options);
  startHistory();
  startAddress();
  receive({ ...first, error: first.problem });
  startShown();
  const question = [fieldsCard(), templateCard(train), verbalizerCard(), optionsCard()];
  render(
    html`${intro(examples)}
      <div id="pp-columns">
        <div id="pp-question">
          <div id="pp-editor" class="pp-editor" data-ready="true">${question}</div>
        </div>
        <div id="pp-answer">
          <p class="pp-veil" data-testid="veil">${t("learn.veil")}</p>
          ${sentenceCard()}${labelsCard()}${wordsCard()}${promptsCard()}
          <div id="pp-closer" class="pp-closer">${explainCard()}${pairCard()}${insideCard()}</div>
          ${vocabularyCard()}${stepsCard()}${readingCard()}
        </div>
      </div>`,
    root,
  );
  const opening = /** @type {HTMLElement} */ (root.querySelector("#pp-intro"));
  const columns = /** @type {HTMLElement} */ (root.querySelector("#pp-columns"));
  const [sentence, labels] = ["#pp-sentence", "#pp-labels"].map(
    (its) => /** @type {HTMLElement} */ (root.querySelector(its)),
  );
  startStage({ header: document.getElementById("pp-header"), intro: opening, columns, sentence, labels });
  startPointing(root);
  startLive(first, !same(page.state, state));
}
