/* The task that ends a lesson: its goals, checked on the model while the student types. */
import { html, nothing } from "../lib/lit.js";
import { complaint } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { apply, go, key, learn, openLesson, toStep } from "./learn.js";
import { progress } from "./progress.js";
import { plain, prose } from "./prose.js";

/** @typedef {import("../lib/calls.d.ts").Fact} Fact */

/** @param {Fact} goal */
const goal = ({ what, found, holds }) =>
  html`<li class=${holds ? "pp-goal pp-goal-done" : "pp-goal"} data-testid="goal" data-holds=${String(holds)}>
    <span aria-hidden="true">${holds ? "✓" : "○"}</span
    ><span>${what}<span class="pp-hidden">${t(holds ? "learn.goal.done" : "learn.goal.open")}</span></span>
    ${found ? html`<b class="pp-number">${t("learn.goal.now", { found })}</b>` : nothing}
  </li>`;

/* The lesson after this one, if there is one. */
function following() {
  const lessons = learn.shelf?.lessons ?? [];
  const at = lessons.findIndex(({ id }) => id === learn.place.lesson);
  return at < 0 ? null : (lessons[at + 1] ?? null);
}

/** @param {{ href: string, carry: (event: Event) => void } | null} play the way to Play, on other pages */
export function taskView(play) {
  const { lesson, goals } = learn;
  if (!lesson) return nothing;
  const { task } = lesson;
  const solved = progress().lessons[key()]?.solved;
  const after = following();
  const open = task.goals.map((what) => ({ what, found: "", holds: false }));
  return html`<h3>${task.title}</h3>
    ${prose(task.text)}
    <ul class="pp-goals" data-testid="goals" data-done=${String(goals?.done ?? false)}>
      ${(goals?.goals ?? open).map(goal)}
    </ul>
    <p class="pp-quiet" data-testid="goals-problem" ?hidden=${!goals?.problem}>${goals?.problem}</p>
    ${
      play
        ? html`<p class="pp-quiet">
            <a href=${play.href} data-testid="learn-play" @pointerdown=${play.carry} @click=${play.carry}
              >${t("learn.do_on_play")}</a
            >
          </p>`
        : nothing
    }
    <div role="status">
      ${goals?.done ? html`<p class="pp-learn-verdict" data-testid="solved"><b>${t("learn.solved")}</b></p>` : nothing}
      ${complaint(learn.message, "learn-message")}
    </div>
    <details class="pp-hint" data-testid="hint">
      <summary>${t("learn.hint")}</summary>
      <p>${plain(task.hint)}</p>
    </details>
    <div class="pp-learn-deeds">
      <button type="button" class="pp-pill" data-testid="step-back" @click=${() => toStep(lesson.steps.length - 1)}>
        ${t("learn.back")}
      </button>
      <button type="button" class="pp-pill" data-testid="task-again" @click=${() => apply(task.state)}>
        ${t("learn.task.again")}
      </button>
      ${
        solved && after
          ? html`<button
              type="button"
              class="pp-primary"
              data-testid="lesson-next"
              @click=${() => openLesson(after.id)}
            >
              ${t("learn.lesson.next", { title: after.title })}
            </button>`
          : nothing
      }
      ${
        solved
          ? html`<button type="button" class="pp-link" data-testid="to-summary" @click=${() => go({ view: "summary" })}>
              ${t("learn.summary.open")}
            </button>`
          : nothing
      }
    </div>`;
}
