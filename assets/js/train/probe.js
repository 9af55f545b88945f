/* The card "Your text while the prompt learns": its labels at every checkpoint. It is Play's text where Play asks for the
   same labels; else a row of the training's own data, which can be written over here. */
import { current } from "../jobs/current.js";
import { ask } from "../lib/api.js";
import { labelBarList } from "../lib/bars.js";
import { on } from "../lib/events.js";
import { percent } from "../lib/format.js";
import { classMap, html, live, nothing, repeat, styleMap } from "../lib/lit.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { probed, textOf, writeProbed } from "./probed.js";
import { chooseSeed, chooseStep, look, seedNow, seeds, seen, stepNow } from "./training.js";

/** @typedef {import("../lib/calls.d.ts").Probe} Probe */

const ID = "pp-probe";
const PAUSE = 350;
const PATIENCE = 60_000;

/**
 * The fields of the training's template with their texts; each box is made once.
 * @param {() => void} changed is called where they are not Play's
 */
function texts(changed) {
  /** @type {Map<string, ReturnType<typeof textbox>>} */
  const boxes = new Map();

  /** @param {string} name */
  function boxOf(name) {
    const known = boxes.get(name);
    const box =
      known ??
      textbox({
        id: `pp-probe-${name}`,
        label: t("text.field", { name }),
        placeholder: t("text.placeholder"),
        oninput: (/** @type {string} */ text) => writeProbed(name, text, changed),
      });
    boxes.set(name, box);
    box.set(textOf(probed(), name));
    return box.box;
  }

  return (/** @type {string[]} */ names) =>
    html`<div class=${classMap({ "pp-fields": true, "pp-probe-fields": true, "pp-one-field": names.length === 1 })}>
      ${repeat(
        names,
        (name) => name,
        (name) =>
          html`<div class="pp-field">
            <label for="pp-probe-${name}" class="pp-slot-name">{${name}}</label>${boxOf(name)}
          </div>`,
      )}
    </div>`;
}

/**
 * @param {number[]} steps
 * @param {number} step the one in sight
 * @param {number} best
 */
function slider(steps, step, best) {
  const last = Math.max(0, steps.length - 1);
  const at = Math.max(0, steps.indexOf(step));
  const text = t(step === best ? "probe.best" : "probe.step", { step });
  return html`<div class="pp-range-line">
    <input
      type="range"
      class="pp-range"
      min="0"
      max=${last}
      step="1"
      aria-label=${t("probe.slider")}
      aria-valuetext=${text}
      data-testid="checkpoints"
      style=${styleMap({ "--pp-at": `${last ? (100 * at) / last : 0}%` })}
      ?disabled=${last === 0}
      .value=${live(String(at))}
      @input=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
        chooseStep(steps[Number(currentTarget.value)])}
    />
    <div class="pp-range-words">
      <span class="pp-quiet pp-number">${t("probe.start")}</span>
      <output class="pp-number pp-range-now" data-testid="checkpoint">${text}</output>
      <button type="button" class="pp-link" ?hidden=${look.step === null} @click=${() => chooseStep(null)}>
        ${t("probe.follow")}
      </button>
    </div>
  </div>`;
}

/** @param {number} now */
const seedChoice = (now) =>
  seeds().length > 1
    ? segmented({
        id: "pp-seed",
        label: t("train.seeds"),
        value: String(now),
        choices: seeds().map(({ seed }) => ({ value: String(seed), label: t("probe.seed", { seed }) })),
        onchange: (seed) => chooseSeed(Number(seed)),
      })
    : nothing;

/** Once a page. */
export function probeCard() {
  const fields = texts(() => fill(PAUSE));
  let message = "";
  let asked = "";
  /** @type {Probe | null} */
  let answer = null;
  /** @type {import("../lib/bars.js").LabelItem[]} */
  let items = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {number} step the one in sight; where nothing is known of it, the last picture stays */
  function itemsAt(step) {
    const probabilities = answer?.probabilities[answer.steps.indexOf(step)];
    if (answer && probabilities)
      items = answer.labels.map(({ label, index }, i) => ({ label, index, probability: probabilities[i] }));
    return items;
  }

  const spoken = () => {
    const top = [...items].sort((a, b) => b.probability - a.probability).at(0);
    return top ? t("labels.top", { label: top.label, percent: percent(top.probability) }) : "";
  };

  const { node, draw } = drawnCard(ID, () => {
    const [seed, step] = [seedNow(), stepNow()];
    if (!seed || step === null) return null;
    const side = html`${help(t("probe.title"), t("probe.help"))}
      <div class="pp-side">${seedChoice(seed.seed)}</div>`;
    return html`${cardHead(ID, t("probe.title"), side)} ${fields(seen().slots ?? Object.keys(page.state.fields))}
      ${labelBarList(itemsAt(step))} ${slider(seed.steps, step, seed.best)}
      <p class="pp-quiet" role="status" data-testid="probe-message" ?hidden=${!message}>${message}</p>
      <div class="pp-hidden" aria-live="polite">${spoken()}</div>`;
  });

  /**
   * Ask where the text, the training, the seed or its checkpoints are others than last time.
   * @param {number} pause in ms
   */
  function probe(pause) {
    const [job, seed, typed] = [current.id, seedNow(), probed()];
    const question = JSON.stringify([job, seed?.seed, seed?.steps.length, typed]);
    if (job === null || !seed || question === asked) return;
    asked = question;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        const how = { latest: true, patience: PATIENCE };
        const found = await ask("train_probe", { job, seed: seed.seed, fields: typed }, how);
        if (!found || current.id !== job) return;
        message = found.error?.message ?? "";
        if (!found.error) answer = found;
        draw();
      } catch {
        asked = ""; // the next report asks again
      }
    }, pause);
  }

  /** @param {number} [pause] */
  function fill(pause = 0) {
    draw();
    if (seedNow()) node.dataset.job = current.id ?? "";
    probe(pause);
  }
  on("current", ({ data }) => {
    if (!data) answer = null;
    fill();
  });
  on("checkpoint", () => fill());
  on("jobs", () => fill());
  on("state", () => fill(PAUSE));
  return node;
}
