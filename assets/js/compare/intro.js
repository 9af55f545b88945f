/* What stands on the right before the first grid: the grid to be, still empty, and what it will show. */
import { html, nothing } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { form, told } from "./form.js";

const ID = "pp-compare-intro";
const STEPS = [1, 2, 3];
const SEE = ["news-topics", "product-kinds"]; // the sets that have a sentence

/* What to look for in the grid that the page opens with. */
function see() {
  const { data } = form.value;
  const id = data && "demo" in data ? data.demo : "";
  const told = SEE.includes(id) ? t(`compare.see.${id}`) : "";
  return html`<p class="pp-intro-see" data-testid="what-to-see" ?hidden=${Boolean(data) && !told}>${told}</p>`;
}

function emptyGrid() {
  const { rows = [], columns = [] } = told("grid").outline ?? {};
  if (!rows.length || !columns.length) return nothing;
  return html`<table class="pp-intro-grid" aria-hidden="true">
    <thead>
      <tr>
        <th></th>
        ${columns.map(({ name }) => html`<th>${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, error }) =>
          html`<tr>
            <th>${name}</th>
            ${columns.map((column) => html`<td>${error || column.error ? "–" : "…"}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Once a page. */
export const introCard = () =>
  drawnCard(
    ID,
    () =>
      html`${cardHead(ID, t("compare.intro.title"))}
        <p class="pp-intro-lead">${t("compare.intro.lead")}</p>
        ${see()}
        <ol class="pp-intro-steps">
          ${STEPS.map(
            (i) =>
              html`<li>
                <strong>${t(`compare.intro.${i}`)}</strong><span class="pp-quiet">${t(`compare.intro.${i}.line`)}</span>
              </li>`,
          )}
        </ol>
        ${emptyGrid()}`,
    ["compare-outline", "compare-form"],
  ).node;
