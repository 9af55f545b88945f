/* The card with the answer: the accuracy and how sure it is, beside what guessing reaches. */
import { current, currentLine } from "../jobs/current.js";
import { cutRows } from "../jobs/cutrows.js";
import { downloads } from "../jobs/downloads.js";
import { chooseReading, jobOf } from "../jobs/evaluations/sight.js";
import { progressLine } from "../jobs/progress.js";
import { recordLine } from "../jobs/record.js";
import { on } from "../lib/events.js";
import { fixed, percent, signed, whole } from "../lib/format.js";
import { html, nothing, repeat } from "../lib/lit.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { evaluation } from "./evaluation.js";
import { scale } from "./scale.js";

/** @typedef {import("../lib/calls.d.ts").CellNumbers} CellNumbers */

const ID = "pp-numbers";
const MARK = { ok: "✓", info: "i", warning: "!", error: "!" };
const READINGS = /** @type {const} */ (["plain", "calibrated", "learnt"]);
const FILES = ["predictions", "summary", "record"];

/** @type {{ name: "macro_f1" | "ece" | "loss" | "mass_outside", write: (value: number) => string }[]} */
const FACTS = [
  { name: "macro_f1", write: (value) => fixed(value, 2) },
  { name: "ece", write: (value) => fixed(value, 2) },
  { name: "loss", write: (value) => fixed(value, 2) },
  { name: "mass_outside", write: (value) => percent(value) },
];

/**
 * Four more numbers, each with a line that says what it is.
 * @param {CellNumbers | null | undefined} numbers
 */
function facts(numbers) {
  const known = FACTS.flatMap(({ name, write }) => {
    const value = numbers?.[name] ?? null;
    return value === null ? [] : [{ name, text: write(value) }];
  });
  return html`<dl class="pp-numbers-facts" data-testid="facts" ?hidden=${known.length === 0}>
    ${repeat(
      known,
      ({ name }) => name,
      ({ name, text }) =>
        html`<div>
          <dt>${t(`evaluate.${name}`)}${help(t(`evaluate.${name}`), t(`evaluate.${name}.help`))}</dt>
          <dd class="pp-number">${text}</dd>
          <dd class="pp-quiet">${t(`evaluate.${name}.line`)}</dd>
        </div>`,
    )}
  </dl>`;
}

/* How it reads plainly, calibrated and by a learnt verbalizer; the accuracies stand on the switch. */
function readingSwitch() {
  const { reading = "plain", calibration, learnt, has_calibrated: calibrated, has_learnt: learns } = evaluation();
  const there = { plain: true, calibrated, learnt: learns };
  /** @type {Partial<Record<typeof READINGS[number], number>>} */
  const known = {};
  if (calibration) Object.assign(known, { plain: calibration.plain, calibrated: calibration.calibrated });
  if (learnt) Object.assign(known, { plain: learnt.accuracy - learnt.difference, learnt: learnt.accuracy });
  if (!calibrated && !learns) return nothing;
  return segmented({
    id: "pp-reading-choice",
    label: t("evaluate.reading"),
    value: reading,
    choices: READINGS.filter((value) => there[value]).map((value) => {
      const share = known[value];
      const number = share === undefined ? "" : percent(share);
      return { value, label: [t(`evaluate.reading.${value}`), number].filter(Boolean).join(" ") };
    }),
    onchange: chooseReading,
  });
}

/** @param {CellNumbers} numbers */
const headline = ({ accuracy, interval: [low, high], examples }) =>
  html`<div class="pp-headline">
    <p class="pp-headline-number">
      <strong class="pp-accuracy pp-number" data-testid="accuracy">${percent(accuracy)}</strong
      ><span class="pp-accuracy-words pp-number" data-testid="accuracy-interval"
        >${t("evaluate.interval", { low: whole(low), high: whole(high), n: examples })}</span
      >
    </p>
    ${readingSwitch()}
  </div>`;

/* What the learnt verbalizer reaches, and the words it weighs: "place: +where, +city". */
function learntPart() {
  const { learnt } = evaluation();
  if (!learnt) return nothing;
  return html`<div class="pp-learnt" data-testid="learnt">
    <p class="pp-quiet pp-calibrated">
      ${learnt.sentence}${help(t("evaluate.reading.learnt"), t("readout.learnt.help"))}
    </p>
    <dl class="pp-learnt-words">
      ${repeat(
        learnt.labels,
        ({ label }) => label,
        ({ label, words }) =>
          html`<div>
            <dt dir="auto">${label}</dt>
            <dd>
              ${words.map(
                ({ word, weight }) =>
                  html`<span class="pp-learnt-word" dir="auto" title=${signed(weight, 2)}
                    >${weight < 0 ? "−" : "+"}${word}</span
                  >`,
              )}
            </dd>
          </div>`,
      )}
    </dl>
  </div>`;
}

function summary() {
  const { error, summary: said } = evaluation();
  const told = error ? { level: /** @type {const} */ ("error"), message: error.message } : said;
  const level = told?.level ?? "info";
  return html`<div
    class="pp-verdict pp-${level}"
    role="status"
    aria-live="polite"
    data-testid="evaluate-summary"
    ?hidden=${!told}
  >
    <span class="pp-mark" aria-hidden="true">${MARK[level]}</span>
    <div class="pp-notice-text">${told?.message ?? ""}</div>
  </div>`;
}

/** Once a page. */
export function numbersCard() {
  const files = downloads(FILES.map((file) => ({ file, label: t(`evaluate.file.${file}`) })));
  const fill = () => files.fill(current.kind === "evaluate" ? currentLine() : null);
  for (const name of /** @type {const} */ (["current", "jobs"])) on(name, fill);
  fill();

  const cut = cutRows(() => draw());
  const { node, draw } = drawnCard(ID, () => {
    if (!jobOf("evaluate")) return null;
    const { line: told, numbers, calibration, record } = evaluation();
    const line = currentLine() ?? told;
    const title = line ? [line.title, line.subject].filter(Boolean).join(" · ") : "";
    return html`${cardHead(
        ID,
        t("evaluate.numbers"),
        html`${help(t("evaluate.numbers"), t("evaluate.numbers.help"))}<span
            class="pp-quiet pp-side pp-clip"
            data-testid="numbers-title"
            title=${title}
            >${title}</span
          >`,
      )}
      ${numbers ? headline(numbers) : nothing} ${numbers ? scale(numbers) : nothing}
      ${progressLine(line, { label: t("evaluate.progress"), testid: "evaluate-progress" })} ${summary()}
      <p class="pp-quiet pp-calibrated" data-testid="calibration" ?hidden=${!calibration}>
        ${calibration?.sentence ?? ""}
      </p>
      ${learntPart()} ${facts(numbers)} ${cut({ job: jobOf("evaluate"), count: numbers?.cut })} ${files.node}
      ${recordLine(record)}`;
  }, ["current", "jobs"]);
  return node;
}
