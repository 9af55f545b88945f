/* A set's rows, fifty at a time. */
import { ask } from "../lib/api.js";
import { createRef, html, nothing, ref } from "../lib/lit.js";
import { segmented, swatch } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { modal } from "./modal.js";
import { wrongLine } from "./parts.js";

/** @typedef {import("../lib/calls.d.ts").DataRows} DataRows */
/** @typedef {import("./sets.js").DataCard} DataCard */
/** @typedef {{ names: string[], split: string, labels: string[] }} Look */

const PAGE = 50;
/** @type {ReturnType<typeof build> | null} */
let view = null;

/* The rows dialog, made at its first opening. */
function build() {
  const now = {
    card: /** @type {DataCard | null} */ (null),
    names: /** @type {string[]} */ ([]),
    labels: /** @type {string[]} */ ([]),
    split: "all",
    start: 0,
    shown: /** @type {DataRows | null} */ (null),
    wrong: "",
  };
  const scroll = createRef();

  /** @param {DataRows | null} shown */
  function where(shown) {
    if (!shown) return now.wrong ? "" : t("data.reading");
    const { rows, count } = shown;
    if (!count) return t("data.rows.none");
    return t("data.rows.where", { first: now.start + 1, last: now.start + rows.length, count });
  }

  /** @param {DataRows} shown @param {string[]} slots */
  const table = ({ rows }, slots) =>
    html`<thead>
        <tr>
          ${[...slots, t("data.rows.label"), t("data.rows.split")].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody data-testid="data-rows">
        ${rows.map(
          (row) =>
            html`<tr>
              ${slots.map((name) => html`<td>${row.fields[name] ?? ""}</td>`)}
              <td class="pp-rows-label">${swatch(now.labels.indexOf(row.label))}${row.label}</td>
              <td class="pp-quiet">${row.split ? t(`data.split.${row.split}`) : ""}</td>
            </tr>`,
        )}
      </tbody>`;

  function content() {
    const { card, names, shown } = now;
    const filter = segmented({
      id: "pp-rows-split",
      label: t("data.split"),
      value: now.split,
      choices: names.map((value) => ({ value, label: t(`data.split.${value}`) })),
      onchange: (split) => go(split, 0),
    });
    return html`<div class="pp-rows-head">
        <div ?hidden=${names.length < 2}>${filter}</div>
        <span class="pp-quiet pp-number" role="status">${where(shown)}</span>
      </div>
      ${wrongLine(now.wrong, "data-rows-error")}
      <div class="pp-scroll pp-rows-scroll" tabindex="0" role="region" aria-label=${t("data.rows")} ${ref(scroll)}>
        <table class="pp-data-table pp-rows-table">
          ${card && shown ? table(shown, card.slots) : nothing}
        </table>
      </div>
      <div class="pp-rows-foot" ?hidden=${!shown || shown.count <= PAGE}>
        <button
          type="button"
          class="pp-pill"
          data-testid="data-rows-back"
          ?disabled=${now.start === 0}
          @click=${() => go(now.split, Math.max(0, now.start - PAGE))}
        >
          ${t("data.rows.back")}
        </button>
        <button
          type="button"
          class="pp-pill"
          data-testid="data-rows-more"
          ?disabled=${!shown || now.start + PAGE >= shown.count}
          @click=${() => go(now.split, now.start + PAGE)}
        >
          ${t("data.rows.more")}
        </button>
      </div>`;
  }

  const { draw, open } = modal("pp-data-rows", () => t("data.rows.of", { name: now.card?.name }), content);

  /**
   * What is shown stays until the other rows are there.
   * @param {string} split
   * @param {number} start
   */
  async function go(split, start) {
    Object.assign(now, { split, start });
    const { card } = now;
    if (!card) return;
    try {
      const answer = await ask("data_rows", { source: card.source, split, start }, { latest: true });
      if (!answer || card !== now.card) return;
      now.wrong = answer.error?.message ?? "";
      if (!answer.error) now.shown = answer;
    } catch {
      now.wrong = t("calls.lost");
    }
    draw();
    if (scroll.value) scroll.value.scrollTop = 0;
  }

  /** @param {DataCard} card @param {Look} how @param {Element} asker */
  return (card, how, asker) => {
    Object.assign(now, { ...how, card, start: 0, shown: null, wrong: "" });
    open(asker);
    go(how.split, 0);
  };
}

/**
 * @param {DataCard} card
 * @param {Look} how `names` are the splits to filter by, `split` the one to begin with, `labels` the set's in the order of
 *   their colours
 * @param {Element} asker
 */
export function openRows(card, how, asker) {
  view ??= build();
  view(card, how, asker);
}
