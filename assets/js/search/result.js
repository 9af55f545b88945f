/* The card "Result": what every prompt reached on the test rows, which were read once, and the way to use each. */
import { current, currentLine } from "../jobs/current.js";
import { downloads } from "../jobs/downloads.js";
import { on } from "../lib/events.js";
import { interval, percent, points, whole } from "../lib/format.js";
import { classMap, html, nothing, repeat } from "../lib/lit.js";
import { takeAlong, tryLearnt } from "../lib/onward.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { jobOf, seen } from "./sight.js";

/** @typedef {import("../lib/calls.d.ts").SearchLine} SearchLine */
/** @typedef {import("../lib/calls.d.ts").SeedLines} SeedLines */
/** @typedef {import("./form.js").Wanted} Wanted */

/** @param {SearchLine} line */
const accuracy = (line) =>
  html`<td class="pp-number">
    <strong>${percent(line.accuracy)}</strong
    ><small class="pp-interval">${line.interval ? interval(line.interval, whole) : ""}</small>
  </td>`;

/** @param {SearchLine} line */
const gain = (line) =>
  html`<td class="pp-number">
    <strong>${line.gain === null ? "" : points(line.gain)}</strong
    ><small class="pp-interval">${line.gain_interval ? interval(line.gain_interval, points) : ""}</small>
  </td>`;

/**
 * Once a kind.
 * @param {import("./form.js").Form} form
 * @param {Record<string, string>} addresses of the pages
 */
export function resultCard(form, addresses) {
  const { wanted } = form;
  const ID = `pp-${wanted}-result`;
  const files = downloads([{ file: "results", label: t("search.file.results") }]);
  const fill = () => files.fill(jobOf(wanted) && seen(wanted).result ? currentLine() : null);

  /** @param {SearchLine} line */
  function use({ state, name, templates }) {
    if (templates.length) return nothing;
    if (state)
      return html`<button
        type="button"
        class="pp-pill"
        data-testid="use-${name}"
        @click=${() => takeAlong(state, addresses.play)}
      >
        ${t("keep.use")}
      </button>`;
    const own = seen(wanted).result?.seeds[0].lines.find((line) => line.name === "hand_written")?.state;
    if (name !== "learnt" || !own) return html`<span class="pp-quiet">${t("search.unwritten")}</span>`;
    return html`<button
      type="button"
      class="pp-pill"
      data-testid="try-learnt"
      @click=${() => tryLearnt(own, form.value.data, addresses.evaluate)}
    >
      ${t("search.try_learnt")}
    </button>`;
  }

  /** @param {SearchLine} line */
  function written({ state, name, templates }) {
    if (templates.length) return templates.join("\n");
    if (!state) return name === "learnt" ? t("search.line.learnt.about") : "";
    return name === "found" || name === "hand_written" || name === "calibrated"
      ? state.template
      : state.verbalizer.split("\n").join(" · ");
  }

  /** @param {SearchLine} line */
  const row = (line) =>
    html`<tr class=${classMap({ "pp-search-kept": line.chosen })} data-testid="line-${line.name}">
      <th scope="row">
        <span>${line.title}</span><small class="pp-quiet pp-search-text" dir="auto">${written(line)}</small>
      </th>
      ${accuracy(line)} ${gain(line)}
      <td>${use(line)}</td>
    </tr>`;

  /**
   * @param {SeedLines} seed
   * @param {boolean} several
   */
  const table = ({ seed, lines }, several) =>
    html`<div class="pp-scroll">
      <table class="pp-steps pp-search-table" data-testid="${wanted}-lines">
        <caption class="pp-quiet" ?hidden=${!several}>
          ${t("search.seed", { seed })}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t("search.prompt")}</th>
            <th scope="col" class="pp-number">${t("search.accuracy")}</th>
            <th scope="col" class="pp-number">${t("result.gain")}</th>
            <th scope="col"><span class="pp-hidden">${t("keep.use")}</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(lines, (line) => line.name, row)}
        </tbody>
      </table>
    </div>`;

  const { node } = drawnCard(ID, () => {
    const { result: found } = seen(wanted);
    if (!found || !current.id) return null;
    return html`${cardHead(ID, t("result.title"), help(t("result.title"), t("search.result.help")))}
      <p class="pp-result-sentence" aria-live="polite" data-testid="${wanted}-sentence">${found.sentence}</p>
      ${found.seeds.map((seed) => table(seed, found.seeds.length > 1))}
      ${found.looks ? html`<p class="pp-quiet" data-testid="looks">${found.looks}</p>` : nothing} ${files.node}`;
  }, ["current", "jobs"]);
  for (const name of /** @type {const} */ (["current", "jobs"])) on(name, fill);
  fill();
  return node;
}
