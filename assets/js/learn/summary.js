/* What one did and found, to be printed: every guess beside what the model said, and how each task was solved. */
import { html, nothing } from "../lib/lit.js";
import { pageLanguage, t } from "../lib/strings.js";
import { go } from "./learn.js";
import { forget, noteName, progress } from "./progress.js";

/** @typedef {import("./progress.js").Done} Done */
/** @typedef {import("./progress.js").Solved} Solved */

/** @param {string} iso */
const day = (iso) => {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleDateString(pageLanguage(), { dateStyle: "long" });
};

/** @param {Solved} its */
const solution = ({ goals, template, verbalizer, fields, on }) =>
  html`<p class="pp-learn-verdict">✓ ${t("learn.summary.solved", { day: day(on) })}</p>
    <ul class="pp-summary-goals">
      ${goals.map((goal) => html`<li>${goal}</li>`)}
    </ul>
    <dl class="pp-summary-prompt">
      <dt>${t("template.title")}</dt>
      <dd><code>${template}</code></dd>
      ${Object.entries(fields).map(
        ([name, text]) =>
          html`<dt>{${name}}</dt>
            <dd>${text}</dd>`,
      )}
      ${
        verbalizer.trim()
          ? html`<dt>${t("verbalizer.title")}</dt>
              <dd><code>${verbalizer}</code></dd>`
          : nothing
      }
    </dl>`;

/** @param {Done} done */
function lesson({ title, guesses, solved }) {
  const all = Object.entries(guesses)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, guess]) => guess);
  const right = all.filter((guess) => guess.right).length;
  return html`<section class="pp-summary-lesson" data-testid="summary-lesson">
    <h3>${title}</h3>
    <p class="pp-quiet">${t("learn.summary.right", { right, count: all.length })}</p>
    <table class="pp-summary-guesses">
      <thead>
        <tr>
          <th scope="col">${t("learn.summary.question")}</th>
          <th scope="col">${t("learn.summary.guess")}</th>
          <th scope="col">${t("learn.summary.model")}</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (each) =>
            html`<tr>
              <td>${each.question}</td>
              <td>${each.right ? "✓" : "✗"} ${each.guess}</td>
              <td>${each.answer || "–"}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${solved ? solution(solved) : nothing}
  </section>`;
}

export function summaryView() {
  const { name, lessons } = progress();
  const begun = Object.entries(lessons)
    .filter(([, { guesses }]) => Object.keys(guesses).length)
    .sort(([a], [b]) => a.localeCompare(b));
  const solved = begun.filter(([, done]) => done.solved).length;
  if (!begun.length) return html`<p>${t("learn.summary.empty")}</p>`;
  return html`<div class="pp-summary" data-testid="summary">
    <p class="pp-summary-line">${t("learn.summary.line", { count: begun.length, solved })}</p>
    <label class="pp-summary-name"
      ><span>${t("learn.summary.name")}</span
      ><input
        type="text"
        class="pp-small-input"
        autocomplete="name"
        maxlength="80"
        data-testid="summary-name"
        .value=${name}
        @input=${(/** @type {Event} */ event) => noteName(/** @type {HTMLInputElement} */ (event.target).value)}
    /></label>
    <p class="pp-quiet">Prompt Playground · ${day(new Date().toISOString())}</p>
    ${begun.map(([, done]) => lesson(done))}
    <div class="pp-learn-deeds">
      <button type="button" class="pp-primary" data-testid="summary-print" @click=${() => print()}>
        ${t("learn.summary.print")}
      </button>
      <button
        type="button"
        class="pp-link"
        data-testid="summary-forget"
        @click=${() => {
          if (!confirm(t("learn.summary.sure"))) return;
          forget();
          go({});
        }}
      >
        ${t("learn.summary.forget")}
      </button>
    </div>
  </div>`;
}
