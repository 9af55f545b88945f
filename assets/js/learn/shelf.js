/* The list of lessons: what each teaches, how long it takes, how far one is; and the files that are none. */
import { html, nothing } from "../lib/lit.js";
import { complaint, noteList } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { go, key, learn, openLesson } from "./learn.js";
import { progress } from "./progress.js";

/** @typedef {import("../lib/calls.d.ts").LessonCard} LessonCard */

/** @param {LessonCard} card */
function standing({ id, steps }) {
  const done = progress().lessons[key(id)];
  if (!done) return { at: 0, state: "new", words: t("learn.shelf.start") };
  if (done.solved) return { at: 0, state: "done", words: t("learn.shelf.again") };
  return {
    at: done.at,
    state: "begun",
    words: done.at >= steps ? t("learn.shelf.task") : t("learn.shelf.continue", { n: done.at + 1, count: steps }),
  };
}

/**
 * @param {LessonCard} card
 * @param {number} i
 */
function line(card, i) {
  const { at, state, words } = standing(card);
  return html`<li class="pp-lesson pp-lesson-${state}" data-testid="lesson-${card.id}">
    <span class="pp-lesson-number" aria-hidden="true">${state === "done" ? "✓" : i + 1}</span>
    <div>
      <h3>${card.title}</h3>
      <p>${card.about}</p>
      <p class="pp-lesson-way">
        <button
          type="button"
          class=${state === "begun" ? "pp-primary" : "pp-pill"}
          aria-label="${words}: ${card.title}"
          data-testid="lesson-open-${card.id}"
          @click=${() => openLesson(card.id, { at })}
        >
          ${words}</button
        ><span class="pp-quiet">${t("learn.shelf.minutes", { count: card.minutes })}</span>
      </p>
    </div>
  </li>`;
}

export function shelfView() {
  const { shelf } = learn;
  if (!shelf) return html`<p class="pp-quiet" role="status">${learn.message || t("learn.waiting")}</p>`;
  const broken = shelf.broken.map(({ name, message }) => ({
    level: /** @type {const} */ ("warning"),
    message: `${name}: ${message}`,
  }));
  return html`<p>${t("learn.shelf.line")}</p>
    ${complaint(learn.message, "learn-message")}
    ${broken.length ? html`<p class="pp-quiet">${t("learn.shelf.broken")}</p>` : nothing}
    ${noteList(broken, "lesson-broken")}
    <ol class="pp-lessons">
      ${shelf.lessons.map(line)}
    </ol>
    <button type="button" class="pp-link" data-testid="to-summary" @click=${() => go({ view: "summary" })}>
      ${t("learn.summary.open")}
    </button>`;
}
