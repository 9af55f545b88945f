/* The countdown's button and card. */
import { begun, current } from "../../js/jobs/current.js";
import { downloads } from "../../js/jobs/downloads.js";
import { lineOf } from "../../js/jobs/list.js";
import { progressLine } from "../../js/jobs/progress.js";
import { ask } from "../../js/lib/api.js";
import { html } from "../../js/lib/lit.js";
import { cardHead, drawnCard } from "../../js/lib/view.js";

export function form({ start }) {
  const go = async () => {
    const answer = await ask("countdown_start", { start });
    if (!answer.error) begun(answer.job, "countdown");
  };
  const template = () =>
    html`${cardHead("countdown-form", "Count down")}
      <button type="button" class="pp-primary" data-testid="countdown" @click=${go}>From ${start}</button>`;
  return drawnCard("countdown-form", template).node;
}

export function card() {
  const files = downloads([{ file: "numbers", label: "The numbers" }]);
  const template = () => {
    const line = lineOf(current.id);
    if (line?.kind !== "countdown") return null;
    files.fill(line);
    return html`${cardHead("countdown-card", line.title)}
      <p data-testid="countdown-left">${line.state === "done" ? "Lift-off!" : line.detail}</p>
      ${progressLine(line, { label: line.title, testid: "countdown-progress" })} ${files.node}`;
  };
  return drawnCard("countdown-card", template, ["jobs", "current"]).node;
}
