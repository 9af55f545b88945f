/* What is known of a set: its sentence, labels, splits, and what a simple program gets right on it. */
import { whole } from "../lib/format.js";
import { html, nothing } from "../lib/lit.js";
import { segmented, swatch } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { baselineOf } from "./sets.js";
import { partsLine } from "./shares.js";

/** @typedef {import("./sets.js").DataCard} DataCard */

const SPLITS = ["train", "dev", "test"];

/** @param {DataCard} card */
const total = ({ rows }) => SPLITS.reduce((sum, name) => sum + (rows[name] ?? 0), 0);

/**
 * @param {DataCard} card
 * @param {string} split
 * @param {string} label
 */
const countOf = ({ counts }, split, label) =>
  (split === "all" ? SPLITS : [split]).reduce((sum, name) => sum + (counts[name]?.[label] ?? 0), 0);

/**
 * The splits that have rows, and all of them together.
 * @param {DataCard} card
 */
export function splitsOf(card) {
  const filled = SPLITS.filter((name) => card.rows[name]);
  return filled.length > 1 ? [...filled, "all"] : ["all"];
}

/**
 * Prompts are chosen on dev; test is for one last report.
 * @param {DataCard} card
 */
export const usualSplit = (card) => (splitsOf(card).includes("dev") ? "dev" : "all");

/**
 * Which rows count, with their numbers.
 * @param {DataCard} card
 * @param {string} split
 * @param {(split: string) => void} onchange
 */
export const splitChoice = (card, split, onchange) =>
  html`<div class="pp-data-split">
    <span class="pp-data-split-name">${t("data.split")}${help(t("data.split"), t("data.split.help"))}</span>
    ${segmented({
      id: "pp-data-split",
      label: t("data.split"),
      value: split,
      choices: splitsOf(card).map((value) => ({
        value,
        label: `${t(`data.split.${value}`)} ${value === "all" ? total(card) : card.rows[value]}`,
      })),
      onchange,
    })}
  </div>`;

/**
 * @param {DataCard} card
 * @param {string} split
 */
function baselineLine(card, split) {
  const known = baselineOf(card);
  // Until it is known, its line keeps its room.
  const there = ["dev", "test"].filter((name) => (known ? name in known : card.rows[name]));
  const of = [split, "test", "dev"].find((name) => there.includes(name));
  if (!of) return nothing;
  const said = t("data.baseline", { share: known ? whole(known[of]) : "…", split: t(`data.split.${of}`) });
  return html`<p class="pp-quiet pp-data-baseline" data-testid="data-baseline">
    <span class="pp-number">${said}</span>${help(t("data.baseline.term"), t("data.baseline.help"))}
  </p>`;
}

/**
 * What the set is, its labels, and what a simple program gets right on it.
 * @param {DataCard} card
 * @param {string} split
 * @param {string[]} names the set's labels in the order of their colours
 */
export const facts = (card, split, names) =>
  html`<div class="pp-data-about">
    <p data-testid="data-about" ?hidden=${!card.about}>${card.about}</p>
    <div class="pp-counts">
      <ul class="pp-counts" data-testid="class-counts">
        ${names.map(
          (label, i) =>
            html`<li class="pp-class">
              ${swatch(i)}<span>${label}</span><span class="pp-number">${countOf(card, split, label)}</span>
            </li>`,
        )}
      </ul>
      <span class="pp-quiet pp-number" data-testid="data-total">${t("data.total", { count: total(card) })}</span>
    </div>
    <p class="pp-quiet pp-number" data-testid="data-card-parts" ?hidden=${splitsOf(card).length === 1}>
      ${partsLine(card.rows)}
    </p>
    ${baselineLine(card, split)}
  </div>`;
