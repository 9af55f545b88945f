/* What a job asked of what, in one quiet line: enough to quote it, and to do it again. */
import { html, nothing } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { pageLanguage, t } from "../lib/strings.js";

/**
 * @typedef {{ data: string, split: string, fingerprint: string, models: { name: string, revision: string }[],
 *   seeds: number[], created: string }} Told
 */

const LETTERS = 8; // of a fingerprint or revision; the record's file has them whole

/** @param {string} text */
const short = (text) => text.slice(0, LETTERS);
/** @param {string} text a time as ISO 8601 */
const day = (text) =>
  new Intl.DateTimeFormat(pageLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));

/** @param {Told} record */
function parts({ data, split, fingerprint, models, seeds, created }) {
  return [
    t("evaluate.record.data", { data, split: t(`data.split.${split}`), fingerprint: short(fingerprint) }),
    ...models.map(({ name, revision }) => t("evaluate.record.model", { name, revision: short(revision) })),
    t(`evaluate.record.${seeds.length > 1 ? "seeds" : "seed"}`, { seeds: seeds.join(t("evaluate.comma")) }),
    day(created),
  ];
}

/** @param {Told | null | undefined} record */
export const recordLine = (record) =>
  record
    ? html`<p class="pp-quiet pp-record" data-testid="record">
        <span>${parts(record).join(" · ")}</span>${help(t("evaluate.record"), t("evaluate.record.help"))}
      </p>`
    : nothing;
