/* How many numbers each method would train: the lesson of this page in one table. */
import { count, percent } from "../lib/format.js";
import { classMap, html, repeat, styleMap } from "../lib/lit.js";
import { explained, help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { form } from "./form.js";

/** @typedef {import("../lib/calls.d.ts").LedgerRow} LedgerRow */

const ID = "pp-ledger";
const HEADS = { method: "", formula: "pp-number pp-formula", parameters: "pp-number", share: "pp-number" };

/**
 * Every factor of ten is equally long: a linear bar would show nothing but the last row.
 * @param {number} parameters
 * @param {number} total
 */
const width = (parameters, total) =>
  `${Math.max(2, (100 * Math.log10(Math.max(1, parameters))) / Math.log10(Math.max(10, total)))}%`;

/** @param {LedgerRow} item */
const explanation = (item) =>
  html`<p>${item.note}</p>
    <ul class="pp-parts">
      ${item.parts.map((part) => html`<li>${part.name}: ${part.formula} = ${count(part.count)}</li>`)}
    </ul>`;

/**
 * @param {LedgerRow} item
 * @param {number} total
 */
const row = (item, total) =>
  html`<tr class=${classMap({ "pp-chosen": item.chosen })} data-testid="ledger-${item.key}">
    <th scope="row">
      <button type="button" class="pp-term" ${explained(() => explanation(item))}>${item.name}</button
      ><small class="pp-how pp-narrow-only">${item.formula}</small>
    </th>
    <td class="pp-number pp-formula">${item.formula}</td>
    <td class="pp-number">
      <span>${count(item.parameters)}</span
      ><span class="pp-log-track" aria-hidden="true"
        ><span class="pp-log-fill" style=${styleMap({ width: width(item.parameters, total) })}></span
      ></span>
    </td>
    <td class="pp-number">${percent(item.share)}</td>
  </tr>`;

/** Once a page. */
export const ledgerCard = () =>
  drawnCard(ID, () => {
    const { ledger } = form;
    // Its room is kept: what stands below it stays where it is.
    if (!ledger)
      return html`${cardHead(ID, t("ledger.title"))}
        <div class="pp-ledger-waiting"></div>`;
    const side = html`${help(t("ledger.title"), t("ledger.help"), "ledger")}<span class="pp-quiet pp-side"
        >${t("ledger.side")}</span
      >`;
    return html`${cardHead(ID, t("ledger.title"), side)}
      <div class="pp-scroll" tabindex="0" role="region" aria-label=${t("ledger.title")}>
        <table class="pp-steps pp-ledger" data-testid="ledger">
          <thead>
            <tr>
              ${Object.entries(HEADS).map(([name, look]) => html`<th scope="col" class=${look}>${t(`ledger.${name}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${repeat(
              ledger.rows,
              (item) => item.key,
              (item) => row(item, ledger.total),
            )}
          </tbody>
        </table>
      </div>
      <p class="pp-quiet pp-ledger-note">${t("ledger.bars")}</p>`;
  }, ["train-outline"]).node;
