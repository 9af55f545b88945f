/* How one's own rows are split into train, dev and test: by which shares, by which draw, or not at all. */
import { html, nothing } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { typed } from "./parts.js";

/** @typedef {import("../lib/calls.d.ts").FileSplit} FileSplit */
/** @typedef {import("../lib/calls.d.ts").SplitAsked} SplitAsked */
/** @typedef {"dev" | "test" | "seed"} Name */

/** @type {Name[]} */
const NAMES = ["dev", "test", "seed"];
const MOST = { dev: 90, test: 90, seed: 2 ** 31 - 1 };

/**
 * How many rows are for what.
 * @param {Record<string, number>} rows by split
 */
export const partsLine = ({ train = 0, dev = 0, test = 0 }) => t("data.parts", { train, dev, test });

/**
 * @param {FileSplit} split
 * @param {(split: SplitAsked, typing: boolean) => void} onchange
 */
export function splitShares({ own, rows, ...asked }, onchange) {
  const { on = true } = asked;
  const line = html`<span class="pp-number" data-testid="data-parts" ?hidden=${!(on || own) || !rows.train}
    >${partsLine(rows)}</span
  >`;
  if (own) return html`<div class="pp-data-shares"><span class="pp-quiet">${t("data.share.own")}</span>${line}</div>`;

  /** @param {Name} name */
  const shown = (name) => (name === "seed" ? (asked.seed ?? 0) : Math.round(100 * (asked[name] ?? 0)));
  /** @param {Name} name */
  const number = (name) =>
    html`<label class="pp-share">
      <span>${t(`data.share.${name}`)}</span>
      <input
        type="number"
        class="pp-input"
        min="0"
        max=${MOST[name]}
        step="1"
        data-testid="data-share-${name}"
        .value=${typed(String(shown(name)))}
        @input=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget: input }) => {
          if (!input.value || !input.validity.valid) return;
          const value = input.valueAsNumber;
          onchange({ ...asked, [name]: name === "seed" ? value : value / 100 }, true);
        }}
      />${name === "seed" ? nothing : "%"}
    </label>`;

  return html`<div class="pp-data-shares" role="group" aria-label=${t("data.share")}>
    <label class="pp-share">
      <input
        type="checkbox"
        class="pp-check"
        data-testid="data-share"
        .checked=${on}
        @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) =>
          onchange({ ...asked, on: event.currentTarget.checked }, false)}
      /><span>${t("data.share")}</span>
    </label>
    ${help(t("data.share"), t("data.share.help"))} ${on ? NAMES.map(number) : nothing} ${line}
  </div>`;
}
