/* The card "A look inside": the labels after every layer, and attention from and to the mask. */
import { ask } from "../lib/api.js";
import { chart } from "../lib/chart.js";
import { collapsibleCard, question } from "../lib/collapsible.js";
import { on } from "../lib/events.js";
import { classMap, html, live, nothing } from "../lib/lit.js";
import { segmented, swatch } from "../lib/parts.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").LayersView} LayersView */
/** @typedef {import("../lib/calls.d.ts").AttentionView} AttentionView */

const PATIENCE = 90_000; // a long text on a busy server
const WAYS = ["from", "to"];

/**
 * One of so many, by its number from 1; the first choice is `all`, where there is one.
 * @param {{ id: string, label: string, count: number, name: (n: number) => string, value: number | null, all?: string, onchange: (value: number | null) => void }} of
 */
const counted = ({ id, label, count, name, value, all, onchange }) =>
  html`<label class="pp-explain-choice" for=${id} ?hidden=${count < 2}
    ><span>${label}</span
    ><select
      id=${id}
      class="pp-input"
      data-testid=${id}
      @change=${(/** @type {Event} */ event) => {
        const chosen = /** @type {HTMLSelectElement} */ (event.target).value;
        onchange(chosen === "" ? null : Number(chosen));
      }}
    >
      ${all ? html`<option value="" .selected=${live(value === null)}>${all}</option>` : nothing}
      ${Array.from(
        { length: count },
        (_, i) => html`<option value=${i} .selected=${live(value === i)}>${name(i + 1)}</option>`,
      )}
    </select></label
  >`;

export function insideCard() {
  const layersTitle = () => t("inside.layers.title");
  const attentionTitle = () => t(`inside.attention.${way}`);
  const layersPicture = chart({ testid: "inside-layers", label: layersTitle(), title: layersTitle });
  let way = WAYS[0];
  const attentionPicture = chart({
    testid: "inside-attention",
    label: t("inside.attention.title"),
    title: attentionTitle,
    classes: "pp-attention",
  });
  /** @type {LayersView | null} */
  let layers = null;
  /** @type {AttentionView | null} */
  let attention = null;
  /** @type {number | null} */
  let head = null;
  let mask = 0;
  let asking = false;
  let failed = false;
  let messages = { layers: "", attention: "" };

  async function look() {
    asking = true;
    if (!layers) messages.layers = t("inside.waiting");
    draw();
    const how = { latest: true, patience: PATIENCE };
    const state = question();
    try {
      const [first, second] = await Promise.all([
        ask("layers", { state }, how),
        ask("attention", { state, way: /** @type {"from" | "to"} */ (way), head, mask }, how),
      ]);
      if (!first || !second) return;
      messages = { layers: first.error?.message ?? "", attention: second.error?.message ?? "" };
      failed = Boolean(first.error || second.error);
      if (!first.error) layers = first;
      if (!second.error) attention = second;
      layersPicture.show(first.error ? null : first.figure);
      attentionPicture.show(second.error ? null : second.figure);
      // One message for both, where it is about the prompt.
      if (messages.layers === messages.attention) messages.attention = "";
    } catch {
      messages = { layers: t("calls.lost"), attention: "" };
    }
    asking = false;
    draw();
  }

  /** @param {() => void} deed */
  const changed = (deed) => {
    deed();
    draw();
    again(true);
  };

  const layersPart = () =>
    html`<section class="pp-inside-part" aria-labelledby="pp-inside-layers">
      <header class="pp-card-head">
        <h3 id="pp-inside-layers">${layersTitle()}</h3>
        <div class="pp-side">${layersPicture.menu}</div>
      </header>
      <p class="pp-quiet" role="status" data-testid="inside-message" ?hidden=${!messages.layers}>${messages.layers}</p>
      <p class="pp-explain-sentence" data-testid="inside-told" ?hidden=${!layers}>${layers?.told}</p>
      <p class="pp-inside-legend">
        ${(layers?.labels ?? []).map(({ label, index }) => html`<span>${swatch(index)} ${label}</span>`)}
      </p>
      ${layersPicture.node}
      <p class="pp-quiet">${t("inside.layers.line")}</p>
    </section>`;

  const ways = () =>
    segmented({
      id: "pp-inside-way",
      label: t("inside.way"),
      value: way,
      choices: WAYS.map((value) => ({ value, label: t(`inside.way.${value}`) })),
      onchange: (value) => changed(() => (way = value)),
    });

  const attentionPart = () =>
    html`<section class="pp-inside-part" aria-labelledby="pp-inside-attention">
      <header class="pp-card-head">
        <h3 id="pp-inside-attention">${t("inside.attention.title")}</h3>
        <div class="pp-side">${attentionPicture.menu}</div>
      </header>
      <div class="pp-explain-controls">
        ${ways()}
        ${counted({
          id: "pp-inside-head",
          label: t("inside.head"),
          count: attention?.heads ?? 0,
          name: (n) => t("inside.head.one", { n }),
          value: head,
          all: t("inside.head.all"),
          onchange: (value) => changed(() => (head = value)),
        })}
        ${counted({
          id: "pp-inside-mask",
          label: t("inside.mask"),
          count: attention?.masks ?? 0,
          name: (n) => t("inside.mask.one", { n }),
          value: mask,
          onchange: (value) => changed(() => (mask = value ?? 0)),
        })}
      </div>
      <p class="pp-quiet" role="status" data-testid="attention-message" ?hidden=${!messages.attention}>
        ${messages.attention}
      </p>
      <p class="pp-explain-sentence" data-testid="attention-told" ?hidden=${!attention?.told}>${attention?.told}</p>
      ${attentionPicture.node}
      <ul class="pp-explain-notes">
        ${(attention?.notes ?? []).map((note) => html`<li>${note}</li>`)}
      </ul>
      <p class="pp-quiet">${t("inside.attention.line")}</p>
    </section>`;

  const { node, draw, again } = collapsibleCard(
    "inside",
    () =>
      html`<div class=${classMap({ "pp-inside": true, "pp-asking": asking })}>${layersPart()}${attentionPart()}</div>`,
    { look, term: "logit-lens" },
  );
  on("answer", (answer) => {
    if (failed && !answer.error) again();
  });
  return node;
}
