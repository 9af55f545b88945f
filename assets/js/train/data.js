/* The examples to learn from: the shared picker, and below it what a training would make of them. */
import { fits } from "../data/fitting.js";
import { cardOf, dataField } from "../data/picker.js";
import { on } from "../lib/events.js";
import { html } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { form, put } from "./form.js";
import { errorLine } from "./inputs.js";

/* How the examples are split, and the first of them. */
function preview() {
  const { examples, preview: rows } = form.outline ?? {};
  return html`<div class="pp-data-preview" ?hidden=${!examples}>
    <p class="pp-quiet pp-number" data-testid="split">${examples ? t("train.split", { ...examples }) : ""}</p>
    <details class="pp-more-options" ?hidden=${!rows?.length}>
      <summary>${t("train.data.first")}</summary>
      <div class="pp-scroll">
        <table class="pp-steps pp-preview-table" data-testid="preview">
          <thead>
            <tr>
              <th scope="col">${t("train.data.text")}</th>
              <th scope="col">${t("train.data.label")}</th>
            </tr>
          </thead>
          <tbody>
            ${(rows ?? []).map(
              ({ text, label }) =>
                html`<tr>
                  <td class="pp-clip" title=${text}>${text}</td>
                  <td>${label}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </div>`;
}

/* The prompt that goes with the set, where the one to train has other labels. */
function suggestion() {
  const card = cardOf(form.value.data);
  const [template, verbalizer] = [card?.prompts?.templates[0], card?.prompts?.verbalizers[0]];
  return html`<button
    type="button"
    class="pp-pill pp-suggestion"
    data-testid="demo-prompt"
    ?hidden=${!card?.prompts || fits(card)}
    @click=${() => put({ template, verbalizer })}
  >
    ${t("train.data.prompt")}
  </button>`;
}

/** Once a page: the choice of a set, and what belongs below it; the result is a template of it. */
export function dataPart() {
  const set = dataField({
    value: () => form.value.data,
    choose: (/** @type {import("./form.js").Values["data"]} */ data) => put({ data }),
    verbalizer: () => form.value.verbalizer,
  });
  for (const name of /** @type {const} */ (["train-form", "sets"])) on(name, () => set.fill());
  return () => html`<div class="pp-wide-field">${set.node}${errorLine("data")}${suggestion()}${preview()}</div>`;
}
