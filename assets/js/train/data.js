/* The examples to learn from: the shared picker, and below it what a training would make of them. */
import { dataField } from "../data/picker.js";
import { suggestion } from "../data/suggestion.js";
import { on } from "../lib/events.js";
import { html } from "../lib/lit.js";
import { same } from "../lib/store.js";
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

/* What the page itself has changed in Play's prompt, while it stands so. */
function changed() {
  const { told, value } = form;
  const { template, verbalizer } = value;
  return html`<p
    class="pp-quiet"
    data-testid="fit-told"
    ?hidden=${!told.message || !same(told.of, { template, verbalizer })}
  >
    ${told.message}
  </p>`;
}

/**
 * Once a page: the choice of a set, and what belongs below it; the result is a template of it.
 * @param {() => void} draw draws that template again
 */
export function dataPart(draw) {
  const set = dataField({
    value: () => form.value.data,
    choose: (/** @type {import("./form.js").Values["data"]} */ data) => put({ data }),
    verbalizer: () => form.value.verbalizer,
  });
  for (const name of /** @type {const} */ (["train-form", "sets"])) on(name, () => set.fill());
  const fit = suggestion({
    source: () => form.value.data,
    testid: "demo-prompt",
    draw,
    prompt: () => form.value,
    take: (prompt) => put({ ...prompt, rival: prompt.template }),
  });
  return () =>
    html`<div class="pp-wide-field">${set.node}${errorLine("data")}${changed()}${fit.template()}${preview()}</div>`;
}
