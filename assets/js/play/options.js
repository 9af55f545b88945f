/* How scores become labels: what the server offers to choose, each with a line of help. */
import { scoringChoices } from "../lib/choices.js";
import { on } from "../lib/events.js";
import { html, live, nothing } from "../lib/lit.js";
import { errorAt, errorNote } from "../lib/notices.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { page, setOption } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/templatetext.js";
import { textbox } from "../lib/textbox.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { batchRows } from "./batchrows.js";
import { contentFree } from "./contentfree.js";

/** @typedef {import("../lib/choices.js").Choice} Choice */

const DEED = { discrete: true };

/* An option that only one choice reads, and its control; those that have none here keep their default. */
function furtherOptions() {
  const box = textbox({
    id: "pp-domain",
    label: t("options.domain"),
    mono: true,
    paint: paintTemplate,
    placeholder: t("options.domain.placeholder"),
    oninput: (text) => setOption("domain", text || null),
  });
  const fill = () => box.set(page.state.options.domain ?? "");
  on("state", fill);
  fill();
  /** @type {Record<string, () => unknown>} */
  const controls = {
    batch_rows: batchRows(),
    content_free: contentFree,
    domain: () =>
      html`<div class="pp-suboption">
        <p class="pp-quiet">${t("options.domain.help")}</p>
        ${box.box}
      </div>`,
  };
  return controls;
}

/**
 * One option: its name, its choices, one line that says what the present choice does, and what else that one reads.
 * @param {Choice} choice
 * @param {Record<string, () => unknown>} controls
 */
function row({ option, values, kinds }, controls) {
  const value = page.state.options[option];
  const name = t(`options.${option}`);
  const kind = page.model?.kind;
  const present = values.find((each) => each.name === value);
  return html`<div class="pp-option" ?hidden=${Boolean(kinds && kind && !kinds.includes(kind))}>
    <span class="pp-option-name">${name}${help(name, t(`options.${option}.help`), option)}</span>
    ${segmented({
      id: `pp-${option}`,
      label: name,
      value,
      choices: values.map((each) => ({ value: each.name, label: t(`options.${option}.${each.name}`) })),
      onchange: (chosen) => setOption(option, chosen, DEED),
    })}
    <p class="pp-quiet">${t(`options.${option}.${value}.line`)}</p>
    ${(present?.options ?? []).map((other) => controls[other]?.() ?? nothing)}
  </div>`;
}

const lengthRow = () =>
  html`<div class="pp-option">
    <label class="pp-option-name" for="pp-length">${t("options.length")}</label>
    <input
      type="checkbox"
      role="switch"
      id="pp-length"
      class="pp-switch"
      data-testid="length-normalised"
      .checked=${live(page.state.options.length_normalised)}
      @change=${(/** @type {Event} */ event) =>
        setOption("length_normalised", /** @type {HTMLInputElement} */ (event.target).checked, DEED)}
    />
    <p class="pp-quiet">${t("options.length.help")}</p>
  </div>`;

export function optionsCard() {
  const controls = furtherOptions();
  return drawnCard(
    "pp-options",
    () =>
      html`${cardHead("pp-options", t("options.title"), help(t("options.title"), t("options.help")))}
      ${scoringChoices.map((choice) => row(choice, controls))} ${lengthRow()}
      ${errorNote(errorAt(page.answer, ["options"]), "options")}`,
    ["state", "answer"],
  ).node;
}
