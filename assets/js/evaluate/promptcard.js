/* The card "The prompt": what this tab has in Play, to be changed here as well. */
import { errorLine, named, promptBoxes } from "../jobs/evaluations/fields.js";
import { readoutFields } from "../jobs/evaluations/readouts.js";
import { html, live, repeat } from "../lib/lit.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { change, page, setOption } from "../lib/store.js";
import { modelLine } from "../lib/shownmodel.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { form, put, WORDING_ROWS } from "./form.js";

/** @typedef {import("../lib/calls.d.ts").EvaluateSetup} EvaluateSetup */

const ID = "pp-prompt";

/** @type {Map<string, string>} the names of trained prompts, as the server told them */
const names = new Map();

/** @param {string} id */
const without = (id) => change({ prompts: page.state.prompts.filter((each) => each !== id) }, { discrete: true });

/* The trained prompts that Play has side by side; the first one that fits is evaluated. */
function trained() {
  for (const { id, name } of form.outline?.prompts ?? []) names.set(id, name);
  const { prompts } = page.state;
  return html`<div class="pp-trained" data-testid="evaluate-prompts" ?hidden=${prompts.length === 0}>
    <div class="pp-form-label">${named(t("prompts.title"), t("evaluate.prompts.help"))}</div>
    <ul class="pp-flow">
      ${repeat(
        prompts,
        (id) => id,
        (id, i) => {
          const name = names.get(id) ?? t("evaluate.prompts.nth", { n: i + 1 });
          return html`<li class="pp-word">
            <span>${name}</span
            ><button type="button" class="pp-x" aria-label=${t("prompts.remove", { name })} @click=${() => without(id)}>
              ×
            </button>
          </li>`;
        },
      )}
    </ul>
    ${errorLine(form.failure, ["prompt"])}
  </div>`;
}

/** @param {string[]} calibrations */
const calibration = (calibrations) =>
  html`<div class="pp-inline-field">
    <span class="pp-form-label">${named(t("options.calibration"), t("evaluate.calibration.help"))}</span>
    ${segmented({
      id: "pp-evaluate-calibration",
      label: t("options.calibration"),
      value: page.state.options.calibration,
      choices: calibrations.map((value) => ({ value, label: t(`options.calibration.${value}`) })),
      onchange: (value) => setOption("calibration", value, { discrete: true }),
    })}
  </div>`;

const wordings = () =>
  html`<div class="pp-inline-field">
    <label class="pp-tick">
      <input
        type="checkbox"
        class="pp-check"
        data-testid="evaluate-wordings"
        .checked=${live(Boolean(form.value.wordings))}
        @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
          put({ wordings: currentTarget.checked ? WORDING_ROWS : 0 })}
      />
      <span>${t("evaluate.wordings.ask")}</span>
    </label>
    ${help(t("evaluate.wordings.ask"), t("evaluate.wordings.ask.help", { n: WORDING_ROWS }), "spread")}
  </div>`;

/**
 * Once a page.
 * @param {EvaluateSetup} setup
 */
export function promptCard({ calibrations }) {
  const box = promptBoxes("evaluate", "evaluate-outline", () => form.failure);
  return drawnCard(
    ID,
    () =>
      html`${cardHead(
          ID,
          t("evaluate.prompt"),
          html`${help(t("evaluate.prompt"), t("evaluate.prompt.help"))}${modelLine()}`,
        )}
        <div class="pp-form-prompt">
          ${box("template", help(t("template.title"), t("template.help"), "template"))}
          ${box("verbalizer", help(t("verbalizer.title"), t("verbalizer.help"), "verbalizer"))} ${trained()}
          ${calibration(calibrations)}
          ${readoutFields({ form: "evaluate", value: form.value, put, wrong: form.failure?.fields ?? {} })}
          ${wordings()}
        </div>`,
    ["state", "model", "evaluate-form", "evaluate-outline"],
  ).node;
}
