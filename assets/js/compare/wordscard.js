/* The result of "change one word": the template as chips, each with what dropping it does, and the bars. */
import { current, currentLine } from "../jobs/current.js";
import { cutRows } from "../jobs/cutrows.js";
import { downloads } from "../jobs/downloads.js";
import { chart } from "../lib/chart.js";
import { start } from "../jobs/evaluations/foot.js";
import { jobOf, seen } from "../jobs/evaluations/sight.js";
import { active } from "../jobs/list.js";
import { recordLine } from "../jobs/record.js";
import { on } from "../lib/events.js";
import { interval, whole } from "../lib/format.js";
import { html, nothing, repeat } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/templatetext.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { startWords } from "./form.js";
import { readingSwitch, statusLine } from "./parts.js";
import { chip } from "./wordchip.js";

/** @typedef {import("./wordchip.js").Piece} Piece */

const ID = "pp-words-result";
const FILES = ["summary", "record"];

let message = ""; // why a word could not be replaced

/**
 * @param {{ text: string, kind: string }} run of a template's text
 * @returns {Piece}
 */
const unmeasured = ({ text, kind }) => ({
  text,
  kind: /** @type {Piece["kind"]} */ (kind),
  index: null,
  dropped: null,
  replaced: null,
});

/**
 * The template as it was measured; before the first job as it is in Play, by its parts.
 * @returns {Piece[]}
 */
function pieces() {
  const { template } = seen("words");
  const found = template?.length ? template : paintTemplate(page.state.template).map(unmeasured);
  return found.filter(({ text }) => text.trim());
}

/**
 * Another word in the place of one, together with those that are there already.
 * @param {Piece} piece
 * @param {string} word
 * @param {() => void} draw
 */
async function measure(piece, word, draw) {
  const { template, verbalizer } = seen("words").state ?? page.state;
  const kept = pieces().flatMap(({ index, replaced }) => (replaced?.by ? [[String(index), replaced.by]] : []));
  const replacements = { ...Object.fromEntries(kept), [String(piece.index)]: word };
  const failure = await start("words", () => startWords({ template, verbalizer, replacements }));
  message = failure?.message ?? "";
  draw();
}

const legend = () =>
  html`<p class="pp-quiet pp-word-legend">
    <span class="pp-word-key pp-falls">${t("compare.falls")}</span
    ><span class="pp-word-key pp-rises">${t("compare.rises")}</span><span>${t("compare.click_word")}</span>
  </p>`;

function wholeTemplate() {
  const { base } = seen("words");
  if (!base) return nothing;
  const values = { accuracy: whole(base.accuracy), interval: interval(base.interval, whole) };
  return html`<p class="pp-quiet pp-number" data-testid="words-base">${t("compare.words.base", values)}</p>`;
}

/** Once a page. */
export function wordsCard() {
  const title = t("compare.words.result");
  const bars = chart({ testid: "words-plot", label: t("compare.words.chart"), title: () => title });
  const files = downloads(FILES.map((file) => ({ file, label: t(`evaluate.file.${file}`) })));

  const cut = cutRows(() => draw());
  const { node, draw } = drawnCard(ID, () => {
    const { line, record, base } = seen("words");
    const found = pieces();
    const measured = found.some(({ dropped, replaced }) =>
      [dropped, replaced].some((each) => typeof each?.change === "number"),
    );
    const side = html`${help(title, t("compare.words.result.help"))}
      <div class="pp-side pp-result-side">${readingSwitch("words")}${bars.menu}</div>`;
    return html`${cardHead(ID, title, side)} ${jobOf("words") ? statusLine("words") : nothing}
      <p class="pp-word-chips" data-testid="words-template">
        ${repeat(
          found,
          ({ index }, i) => `${i}/${index !== null}`,
          (piece) => chip(piece, (word) => measure(piece, word, draw)),
        )}
      </p>
      <p class="pp-quiet pp-invite" ?hidden=${Boolean(jobOf("words"))}>${t("compare.words.invitation")}</p>
      ${wholeTemplate()} ${cut({ job: jobOf("words"), count: base?.cut })} ${measured ? legend() : nothing}
      <p class="pp-notice pp-error" role="alert" ?hidden=${!message}>${message}</p>
      ${bars.node}
      <p class="pp-quiet pp-rule" ?hidden=${!measured || active(line)}>${t("compare.words.rule")}</p>
      ${files.node} ${recordLine(record)}`;
  }, ["current", "jobs", "state"]);

  function refresh() {
    node.dataset.state = seen("words").line?.state ?? "";
    bars.show(seen("words").figure);
    files.fill(current.kind === "words" ? currentLine() : null);
  }
  for (const name of /** @type {const} */ (["current", "jobs"])) on(name, refresh);
  refresh();
  return node;
}
