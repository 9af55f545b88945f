/* The card "Why this label?": the prompt with each word coloured by its effect on one label. */
import { ask } from "../lib/api.js";
import { collapsibleCard, lookedAt, question } from "../lib/collapsible.js";
import { on } from "../lib/events.js";
import { signed } from "../lib/format.js";
import { classMap, html, live, repeat } from "../lib/lit.js";
import { segmented, swatch } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { effectText } from "./effects.js";

/** @typedef {import("../lib/calls.d.ts").Effect} Effect */
/** @typedef {import("../lib/calls.d.ts").Explained} Explained */

const METHODS = ["leave_one_out", "gradient"];
const PATIENCE = 90_000; // a long text on a busy server

/**
 * The strongest words one way.
 * @param {"for" | "against"} way
 * @param {Explained | null} answer
 */
function strongest(way, answer) {
  const supports = way === "for";
  const items = (supports ? answer?.strongest.supporting : answer?.strongest.against) ?? [];
  const label = answer?.label ?? "";
  return html`<div class="pp-strongest pp-${way}">
    <h3>
      ${swatch(supports ? (answer?.index ?? null) : null)}<span>${t(`explain.strongest.${way}`, { label })}</span>
    </h3>
    <ol class="pp-strong" data-testid="explain-${way}">
      ${items.map(
        ({ text, effect }) =>
          html`<li><span>${text}</span><span class="pp-number">${signed(effect ?? 0, 2)}</span></li>`,
      )}
    </ol>
    <p class="pp-quiet" ?hidden=${items.length > 0}>${t("explain.nothing")}</p>
  </div>`;
}

export function explainCard() {
  const given = lookedAt("explain", { label: "", method: "" });
  const text = effectText();
  /** @type {Explained | null} the last one that was given */
  let answer = null;
  /** @type {string | null} null: whichever label is the answer */
  let label = given?.label ?? null;
  let method = METHODS.find((name) => name === given?.method) ?? METHODS[0];
  let asking = false;
  let shown = false;
  let failed = false;
  let message = "";

  async function look() {
    asking = true;
    if (!shown) message = t("explain.waiting");
    draw();
    try {
      const found = await ask("explain", { state: question(), label, method }, { latest: true, patience: PATIENCE });
      if (!found) return;
      asking = false;
      failed = Boolean(found.error);
      shown = !failed;
      message = found.error?.message ?? "";
      if (!found.error) take(found);
    } catch {
      message = t("calls.lost");
    }
    draw();
  }

  /** @param {Explained} found */
  function take(found) {
    answer = found;
    if (label !== null && !found.labels.includes(label)) label = null;
    text.update(found);
  }

  function labels() {
    const choices = answer
      ? [
          { value: "", label: t("explain.predicted", { label: answer.predicted }), chosen: label === null },
          ...answer.labels.map((name) => ({ value: `=${name}`, label: name, chosen: label === name })),
        ]
      : [];
    const choose = (/** @type {Event} */ event) => {
      const { value } = /** @type {HTMLSelectElement} */ (event.target);
      label = value ? value.slice(1) : null;
      again(true);
    };
    return html`<label class="pp-explain-choice" for="pp-explain-label"
      ><span>${t("explain.label")}</span
      ><select id="pp-explain-label" class="pp-input" data-testid="explain-label" @change=${choose}>
        ${repeat(
          choices,
          (choice) => choice.value,
          (choice) => html`<option value=${choice.value} .selected=${live(choice.chosen)}>${choice.label}</option>`,
        )}
      </select></label
    >`;
  }

  const methods = () =>
    segmented({
      id: "pp-explain-method",
      label: t("explain.method"),
      value: method,
      choices: METHODS.map((value) => ({ value, label: t(`explain.${value}`) })),
      onchange: (value) => {
        method = value;
        draw();
        again(true);
      },
    });

  const picture = () =>
    html`<div class=${classMap({ "pp-explain-picture": true, "pp-asking": asking })} ?hidden=${!shown}>
      <p class="pp-explain-sentence" aria-live="polite" data-testid="explain-sentence">${answer?.sentence}</p>
      ${text.template()}
      <div class="pp-strongests">${strongest("for", answer)}${strongest("against", answer)}</div>
      <ul class="pp-explain-notes">
        ${(answer?.notes ?? []).map((note) => html`<li>${note}</li>`)}
      </ul>
    </div>`;

  const { node, draw, again } = collapsibleCard(
    "explain",
    () =>
      html`<div class="pp-explain-controls">
          ${labels()}${methods()}
          <p class="pp-quiet" data-testid="explain-line">${t(`explain.${method}.line`)}</p>
        </div>
        <p class="pp-quiet" role="status" data-testid="explain-message" ?hidden=${!message}>${message}</p>
        ${picture()}`,
    { look, tell: () => ({ label, method }), term: "leave-one-out" },
  );
  on("answer", (live) => {
    if (failed && !live.error) again();
  });
  return node;
}
