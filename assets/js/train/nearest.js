/* The card "What the soft tokens are near to": words around each trained vector, and a map. */
import { current, currentLine } from "../jobs/current.js";
import { ask } from "../lib/api.js";
import { chart } from "../lib/chart.js";
import { on } from "../lib/events.js";
import { fixed } from "../lib/format.js";
import { classMap, html, repeat } from "../lib/lit.js";
import { segmented } from "../lib/parts.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { seedNow, stepNow } from "./training.js";

/** @typedef {import("../lib/calls.d.ts").NearestWords} NearestWords */
/** @typedef {import("../lib/calls.d.ts").SoftToken} SoftToken */
/** @typedef {NearestWords & { error: null } | { error: import("../lib/calls.d.ts").Failure }} Answer */
/** @typedef {"cosine" | "euclidean"} Measure */

const ID = "pp-nearest";
const PAUSE = 250;
const PATIENCE = 60_000;
const MEASURES = /** @type {const} */ (["cosine", "euclidean"]);
const HEADS = /** @type {const} */ (["token", "start", "near", "moved"]);

/** @type {Measure} */
let measure = "cosine";

/** @param {SoftToken} token */
const row = (token) =>
  html`<tr>
    <td><span class="pp-soft-name">${token.name}</span></td>
    <td>${token.start ?? "—"}</td>
    <td>
      <ul class="pp-near">
        ${token[measure].map(({ word, value }) => html`<li title="${word}: ${fixed(value, 2)}">${word}</li>`)}
      </ul>
    </td>
    <td class="pp-number">${fixed(token.moved, 2)}</td>
  </tr>`;

/** @param {SoftToken[]} tokens */
const table = (tokens) =>
  html`<table class="pp-steps pp-nearest" data-testid="nearest-words">
    <thead>
      <tr>
        ${HEADS.map(
          (name) =>
            html`<th scope="col" class=${name === "moved" ? "pp-number" : ""}>${t(`nearest_words.${name}`)}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${repeat(tokens, (token) => token.name, row)}
    </tbody>
  </table>`;

/** Once a page. */
export function nearestCard() {
  /** @type {Map<string, Answer>} */
  const answers = new Map();
  /** @type {Answer | null} */
  let answer = null;
  let asked = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const picture = chart({
    testid: "nearest-map",
    label: t("nearest_words.map"),
    title: () => [t("nearest_words.title"), currentLine()?.title].filter(Boolean).join(" · "),
  });
  const { node, draw } = drawnCard(ID, () => {
    if (stepNow() === null) return null;
    const found = answer && !answer.error ? answer : null;
    const tokens = found?.tokens ?? [];
    const figure = found?.figure ?? null;
    picture.show(figure);
    const message = answer?.error?.message ?? found?.message ?? "";
    const toggle = segmented({
      id: "pp-measure",
      label: t("nearest_words.measure"),
      value: measure,
      choices: MEASURES.map((value) => ({ value, label: t(`nearest_words.${value}`) })),
      onchange: (value) => {
        measure = /** @type {Measure} */ (value);
        draw();
      },
    });
    const side = html`${help(t("nearest_words.title"), t("nearest_words.help"), "soft-token")}
      <div class="pp-side" ?hidden=${!tokens.length}>${toggle}</div>`;
    return html`${cardHead(ID, t("nearest_words.title"), side)}
      <p class="pp-quiet" data-testid="nearest-message" ?hidden=${!message}>${message}</p>
      <div class=${classMap({ "pp-nearest-both": true, "pp-alone": !figure })} ?hidden=${!tokens.length}>
        <div class="pp-scroll">${table(tokens)}</div>
        <div class="pp-nearest-map" ?hidden=${!figure}>
          ${picture.node}
          <p class="pp-quiet">${t("nearest_words.map.help")} ${picture.menu}</p>
        </div>
      </div>`;
  });

  function look() {
    const [job, seed, step] = [current.id, seedNow()?.seed, stepNow()];
    draw();
    if (job === null || seed === undefined || step === null) return;
    const key = JSON.stringify([job, seed, step]);
    if (key === asked) return; // its answer is shown, or on its way
    asked = key;
    clearTimeout(timer);
    const known = answers.get(key);
    if (known) {
      answer = known;
      draw();
      return;
    }
    timer = setTimeout(async () => {
      try {
        const found = await ask("nearest_words", { job, seed, step }, { latest: true, patience: PATIENCE });
        if (!found) return;
        if (!found.error) answers.set(key, found);
        if (key !== asked) return;
        answer = found;
        draw();
      } catch {
        asked = ""; // the next report asks again
      }
    }, PAUSE);
  }
  for (const name of /** @type {const} */ (["current", "checkpoint"])) on(name, look);
  return node;
}
