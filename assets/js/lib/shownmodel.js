/* The model in use: in the header's chip on pages where no answer to a text says which it is, and in a form's head. */
import { announce, on } from "./events.js";
import { html } from "./lit.js";
import { page, setModel } from "./store.js";
import { t } from "./strings.js";

/** @param {import("./calls.d.ts").Model[]} models */
export function showModel(models) {
  const fill = () => {
    const { model } = page.state;
    setModel(models.find(({ id }) => id === model) ?? { id: model, name: model });
  };
  on("state", fill);
  fill();
}

/** The model chosen in Play; another choice counts there, too. */
export const modelLine = () =>
  html`<p class="pp-model-line pp-side">
    <span class="pp-quiet">${t("train.model")}</span>
    <strong>${page.model?.name ?? ""}</strong>
    <button type="button" class="pp-link" @click=${() => announce("choose-model")}>${t("train.model.change")}</button>
  </p>`;
