/* "Change one word": the prompt is the one of this tab in Play, and changing it here changes it there. */
import { suggestion } from "../data/suggestion.js";
import { current } from "../jobs/current.js";
import { errorLine, promptBoxes } from "../jobs/evaluations/fields.js";
import { html, nothing } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { modelLine } from "../lib/shownmodel.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { dataPart, form, startWords, told } from "./form.js";
import { startFoot } from "./parts.js";

const ID = "pp-words-form";

/** Once a page. */
export function wordsForm() {
  const data = dataPart();
  const box = promptBoxes("words", "compare-outline", () => told("words").failure);
  const foot = startFoot({
    view: "words",
    question: () => startWords(),
    beside: ["template", "verbalizer", "data"],
    draw: () => draw(),
  });
  const fit = suggestion({ source: () => form.value.data, testid: "words-take", draw: () => draw() });
  const { node, draw } = drawnCard(
    ID,
    () =>
      html`${cardHead(
          ID,
          t("compare.words.title"),
          html`${help(t("compare.words.title"), t("compare.words.help"))}${modelLine()}`,
        )}
        <form class="pp-form" novalidate @submit=${foot.submit}>
          <div class="pp-data-place">${current.kind === "words" ? data : nothing}</div>
          ${errorLine(told("words").failure, ["data"])} ${fit.template()} ${box("template")} ${box("verbalizer")}
          ${foot.template()}
        </form>`,
    ["compare-form", "compare-outline", "sets", "state", "model", "current"],
  );
  return node;
}
