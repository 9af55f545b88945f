/* While there is nothing to look at: what the search does, in three steps. */
import { html } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";

/** @typedef {import("./form.js").Wanted} Wanted */

const STEPS = ["one", "two", "three"];

/**
 * Once a kind.
 * @param {Wanted} wanted
 */
export function introCard(wanted) {
  const ID = `pp-${wanted}-intro`;
  return drawnCard(
    ID,
    () =>
      html`${cardHead(ID, t(`search.${wanted}.intro`))}
        <p class="pp-intro-lead">${t(`search.${wanted}.intro.lead`)}</p>
        <ol class="pp-intro-steps">
          ${STEPS.map(
            (name) =>
              html`<li>
                <strong>${t(`search.${wanted}.intro.${name}`)}</strong
                ><span class="pp-quiet">${t(`search.${wanted}.intro.${name}.more`)}</span>
              </li>`,
          )}
        </ol>
        <p class="pp-quiet">${t("search.intro.then")}</p>`,
  ).node;
}
