/* The card with the spread over wordings: how far the accuracy goes up and down when no word of the prompt changes. */
import { currentLine } from "../jobs/current.js";
import { chart } from "../lib/chart.js";
import { on } from "../lib/events.js";
import { whole } from "../lib/format.js";
import { html, nothing } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { evaluation } from "./evaluation.js";

const ID = "pp-wordings";

/** Once a page. */
export function wordingsCard() {
  let open = false;
  /** @type {number | null} the wording whose dot was clicked */
  let picked = null;

  const picture = chart({
    testid: "figure-wordings",
    label: t("evaluate.wordings"),
    title: () => [t("evaluate.wordings"), currentLine()?.title].filter(Boolean).join(" · "),
    onpick({ customdata: found }) {
      picked = Array.isArray(found) ? found[0] : null;
      open = true;
      draw();
    },
  });

  /** @param {import("../lib/calls.d.ts").Wording[]} wordings */
  const list = (wordings) =>
    html`<details
      class="pp-more-options"
      data-testid="wordings-more"
      .open=${open}
      @toggle=${(/** @type {Event & { currentTarget: HTMLDetailsElement }} */ { currentTarget }) => {
        open = currentTarget.open;
      }}
    >
      <summary>${t("evaluate.wordings.list")}</summary>
      <table class="pp-steps pp-wordings" data-testid="wordings">
        <thead>
          <tr>
            <th scope="col">${t("evaluate.wordings.change")}</th>
            <th scope="col">${t("evaluate.wordings.written")}</th>
            <th scope="col" class="pp-number">${t("evaluate.wordings.right")}</th>
          </tr>
        </thead>
        <tbody>
          ${wordings.map(
            ({ change, template, accuracy }, i) =>
              html`<tr aria-current=${i === picked ? "true" : nothing}>
                <th scope="row">${change}</th>
                <td><code dir="auto">${template}</code></td>
                <td class="pp-number">${whole(accuracy)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>`;

  const { node, draw } = drawnCard(ID, () => {
    const { wordings: found } = evaluation();
    if (!found) return null;
    const title = t("evaluate.wordings");
    const side = html`${help(title, t("evaluate.wordings.help"), "spread")}
      <div class="pp-side">${picture.menu}</div>`;
    return html`${cardHead(ID, title, side)}
      <p role="status" aria-live="polite" data-testid="wordings-sentence">${found.sentence}</p>
      <p class="pp-quiet">${t("evaluate.wordings.line")}</p>
      ${picture.node} ${list(found.wordings)}`;
  }, ["current"]);
  const show = () => picture.show(evaluation().wordings?.figure);
  on("current", () => {
    const { wordings: found } = evaluation();
    if (picked !== null && picked >= (found?.wordings.length ?? 0)) picked = null;
    show();
  });
  show();
  return node;
}
