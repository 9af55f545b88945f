/* A step of a lesson: the text, the question, the guess, and what the model says about it. */
import { scoringChoices } from "../lib/choices.js";
import { html, live, nothing } from "../lib/lit.js";
import { complaint } from "../lib/parts.js";
import { page, same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { go, learn, reveal, step, toStep } from "./learn.js";
import { paperLink, plain, prose } from "./prose.js";

/** @typedef {import("../lib/calls.d.ts").LessonStep} LessonStep */
/** @typedef {import("../lib/calls.d.ts").Revealed} Revealed */

/**
 * What of the page a step has set, by the names that its cards have there.
 * @param {LessonStep} now
 * @param {LessonStep | undefined} before
 */
function setHere({ state }, before) {
  const names = [];
  if (!same(state.fields, before?.state.fields)) names.push(t("text.title"));
  if (state.template !== before?.state.template) names.push(t("template.title"));
  if (state.verbalizer !== (before?.state.verbalizer ?? "")) names.push(t("verbalizer.title"));
  for (const { option } of scoringChoices) {
    const value = /** @type {Record<string, any>} */ (state.options)[option];
    const earlier = /** @type {Record<string, any>} */ (before?.state.options ?? page.plainOptions)[option];
    if (value !== earlier) names.push(`${t(`options.${option}`)}: ${t(`options.${option}.${value}`)}`);
  }
  return names.length
    ? html`<p class="pp-quiet" data-testid="learn-set">${t("learn.set", { names: names.join(" · ") })}</p>`
    : nothing;
}

/**
 * The texts without labels that a step brings along: on the page their box stands far below, and the question is about them.
 * @param {LessonStep} now
 * @param {LessonStep | undefined} before
 */
function textsHere({ state }, before) {
  const rows = state.options.batch_rows ?? [];
  return rows.length && !same(rows, before?.state.options.batch_rows)
    ? html`<div class="pp-learn-texts" data-testid="learn-texts">
        <p class="pp-quiet">${t("options.batch_rows")}</p>
        <ul>
          ${rows.map((row) => html`<li>${row}</li>`)}
        </ul>
      </div>`
    : nothing;
}

/** @param {LessonStep} now */
function choices({ choices: texts, question }) {
  const { revealed } = learn;
  return html`<fieldset class="pp-guesses" ?disabled=${learn.asking || Boolean(revealed)}>
    <legend class="pp-question" data-testid="learn-question">${plain(question)}</legend>
    ${texts.map((text, i) => {
      const sign = revealed ? (i === revealed.right_choice ? "✓" : i === learn.guess ? "✗" : "") : "";
      const marked = { "✓": "pp-guess-right", "✗": "pp-guess-wrong", "": "" }[sign];
      return html`<label class="pp-guess ${marked}">
        <input
          type="radio"
          name="pp-guess"
          data-testid="guess-${i}"
          .checked=${live(learn.guess === i)}
          @change=${() => {
            learn.guess = i;
            go({});
          }}
        /><span>${plain(text)}</span><b aria-hidden="true">${sign}</b>
      </label>`;
    })}
  </fieldset>`;
}

/* What was typed as a number, with either language's signs; null where it is none. */
function typed(/** @type {string} */ text) {
  const plainText = text.replace(/[\s,，%％]/g, "");
  return plainText !== "" && Number.isFinite(Number(plainText)) ? Number(plainText) : null;
}

/** @param {LessonStep} now */
const number = ({ question, share }) =>
  html`<div class="pp-guesses">
    <label class="pp-question" for="pp-guess-number" data-testid="learn-question">${plain(question)}</label>
    <span class="pp-guess-number"
      ><input
        id="pp-guess-number"
        class="pp-small-input"
        type="text"
        inputmode="decimal"
        autocomplete="off"
        data-testid="guess-number"
        ?disabled=${learn.asking || Boolean(learn.revealed)}
        .value=${live(learn.revealed ? String(learn.guess ?? "") : learn.typed)}
        @input=${(/** @type {Event} */ event) => {
          learn.typed = /** @type {HTMLInputElement} */ (event.target).value;
          learn.guess = typed(learn.typed);
          go({});
        }}
        @keydown=${(/** @type {KeyboardEvent} */ event) => {
          if (event.key === "Enter" && learn.guess !== null) reveal(learn.guess);
        }}
      />${share ? "%" : nothing}</span
    >
  </div>`;

/** @param {Revealed} found */
function verdict(found) {
  const seen = new Set(/** @type {string[]} */ ([]));
  const said = found.right ? "right" : found.answer ? "wrong" : "none";
  return html`<div class="pp-revealed" data-testid="revealed" data-right=${String(found.right)}>
    <p class="pp-learn-verdict"><b>${t(`learn.verdict.${said}`, { answer: found.answer })}</b></p>
    ${found.meaning ? html`<div data-testid="meaning">${prose([found.meaning], seen)}</div>` : nothing}
    <p class="pp-quiet">${t("learn.measured")}</p>
    <ul class="pp-facts" data-testid="facts">
      ${found.facts.map(
        ({ what, found: value }) =>
          html`<li><span>${what}</span>${value ? html`<b class="pp-number">${value}</b>` : nothing}</li>`,
      )}
    </ul>
    <div data-testid="why">${prose([found.why], seen)}</div>
    ${paperLink(found.paper)}
  </div>`;
}

/** @param {{ href: string, carry: (event: Event) => void } | null} play the way to Play, on other pages */
export function stepView(play) {
  const now = /** @type {LessonStep} */ (step());
  const { revealed, asking, guess, lesson } = learn;
  const { at } = learn.place;
  if (!lesson) return nothing;
  const seen = new Set(/** @type {string[]} */ ([]));
  return html`${at ? nothing : prose(lesson.text, seen)}
    <h3>${now.title}</h3>
    ${prose(now.text, seen)} ${setHere(now, lesson.steps[at - 1])} ${textsHere(now, lesson.steps[at - 1])}
    ${now.choices.length ? choices(now) : number(now)}
    <div role="status">${revealed ? verdict(revealed) : complaint(learn.message, "learn-message")}</div>
    ${
      revealed && play
        ? html`<p class="pp-quiet">
            <a href=${play.href} data-testid="learn-play" @pointerdown=${play.carry} @click=${play.carry}
              >${t("learn.see_on_play")}</a
            >
          </p>`
        : nothing
    }
    <div class="pp-learn-deeds">
      ${
        at
          ? html`<button type="button" class="pp-pill" data-testid="step-back" @click=${() => toStep(at - 1)}>
              ${t("learn.back")}
            </button>`
          : nothing
      }
      ${
        revealed
          ? html`<button type="button" class="pp-primary" data-testid="step-next" @click=${() => toStep(at + 1)}>
              ${t(at + 1 < lesson.steps.length ? "learn.next" : "learn.to_task")}
            </button>`
          : html`<button
              type="button"
              class="pp-primary"
              data-testid="reveal"
              ?disabled=${guess === null || asking}
              @click=${() => guess !== null && reveal(guess)}
            >
              ${t(asking ? "learn.asking" : guess === null ? "learn.guess_first" : "learn.reveal")}
            </button>`
      }
    </div>`;
}
