/* The exercise that a link set, above the page: the teacher's text, the question, the goal and whether it is reached. Hides
   and locks the parts it names, by one style sheet and by stopping what would change them. */
import { ask } from "../lib/api.js";
import { question } from "../lib/collapsible.js";
import { on } from "../lib/events.js";
import { endExercise, exercise, PARTS } from "../lib/exercise.js";
import { classMap, html, nothing } from "../lib/lit.js";
import { page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { drawn } from "../lib/view.js";
import { goalOf } from "./goal.js";

/* What explains, saves or begins something changes nothing. */
const FREE = ".pp-help, .pp-figure-menu, .pp-primary, .pp-kind, a";
const STAY = ["Tab", "Escape"];
const WHOLE = ["text", "template", "verbalizer", "options"]; // what an example brings
const PATIENCE = 60_000;

/**
 * A goal in words; a condition of another form stands as it is written.
 * @param {string} text
 */
export function goalInWords(text) {
  const goal = goalOf(text);
  return goal ? t(`exercise.goal.${goal.kind}`, { name: goal.name, number: goal.number }) : text;
}

/** @param {string[]} names of parts, from the table of those there are */
const selectors = (names) => names.map((name) => PARTS[name].selector).join(", ");

/* What a rule of a style sheet cannot stop: typing, clicking, keys that choose. */
function startLocks() {
  /** @type {Set<HTMLTextAreaElement | HTMLInputElement>} */
  const still = new Set();
  /** @param {Event} event */
  const locked = (event) => {
    const names = exercise()?.lock ?? [];
    const target = event.target instanceof Element ? event.target : null;
    if (!names.length || !target) return null;
    return target.closest(selectors(names)) && !target.closest(FREE) ? target : null;
  };
  const stop = (/** @type {Event} */ event) => {
    const target = locked(event);
    if (!target) return;
    if (event instanceof KeyboardEvent && (STAY.includes(event.key) || event.ctrlKey || event.metaKey)) return;
    // A text can be read, marked and copied.
    if (target instanceof HTMLTextAreaElement && event.type !== "drop" && event.type !== "beforeinput") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of ["click", "mousedown", "keydown", "beforeinput", "drop"])
    document.addEventListener(type, stop, { capture: true });
  document.addEventListener("focusin", (event) => {
    const target = locked(event);
    if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) || target.readOnly) return;
    target.readOnly = true; // before an input method begins, which nothing could stop
    still.add(target);
  });
  on("exercise", (now) => {
    if (now) return;
    for (const box of still) box.readOnly = false;
    still.clear();
  });
}

/**
 * Once a page, with the header; nothing where no link set anything.
 * @param {string} shown the page
 */
export function exerciseBar(shown) {
  if (!exercise()) return null;
  const node = document.createElement("section");
  node.id = "pp-exercise";
  node.className = "pp-exercise";
  node.setAttribute("aria-labelledby", "pp-exercise-title");
  node.dataset.testid = "exercise";
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  let message = "";
  let reached = false;
  let asking = false;

  const style = () => {
    const { hide = [], lock = [] } = exercise() ?? {};
    // An example would bring half of itself.
    const gone = lock.some((name) => WHOLE.includes(name)) ? [...hide, "examples"] : hide;
    const said = JSON.stringify(` · ${t("exercise.state.lock")}`);
    const rules = [
      gone.length ? `:is(${selectors(gone)}) { display: none !important; }` : "",
      lock.length
        ? `:is(${selectors(lock)}) { & h2::after { content: ${said}; } & .pp-box { background: var(--pp-track); } }`
        : "",
    ];
    sheet.replaceSync(rules.join(" "));
  };

  async function check() {
    const it = exercise();
    if (!it || asking || !page.state) return;
    asking = true;
    draw();
    try {
      const answer = await ask("goal", { state: question(), goal: it.goal }, { patience: PATIENCE });
      reached = Boolean(answer && !answer.error && answer.reached);
      message = (answer?.error ? answer.error.message : answer?.message) ?? "";
    } catch {
      message = t("calls.lost");
    }
    asking = false;
    draw();
  }

  const goal = (/** @type {string} */ text) =>
    html`<div class="pp-exercise-goal">
      <p><b>${t("exercise.goal")}</b> ${goalInWords(text)}</p>
      <button type="button" class="pp-primary" data-testid="exercise-check" ?disabled=${asking} @click=${check}>
        ${t("exercise.check")}
      </button>
    </div>`;

  const draw = drawn(node, () => {
    const it = exercise();
    node.hidden = !it;
    if (!it) return nothing;
    return html`<header class="pp-exercise-head">
        <h2 id="pp-exercise-title">${t("exercise.title")}</h2>
        <button type="button" class="pp-link" data-testid="exercise-end" @click=${endExercise}>
          ${t("exercise.end")}
        </button>
      </header>
      ${it.text ? html`<p class="pp-exercise-text" dir="auto" data-testid="exercise-text">${it.text}</p>` : nothing}
      ${it.question ? html`<p class="pp-exercise-question" dir="auto">${it.question}</p>` : nothing}
      ${it.goal && shown === "play" ? goal(it.goal) : nothing}
      <p
        class=${classMap({ "pp-exercise-message": true, "pp-reached": reached })}
        role="status"
        data-testid="exercise-message"
        ?hidden=${!message}
      >
        ${reached ? "✓ " : ""}${message}
      </p>`;
  }, ["exercise"]);
  on("exercise", style);
  // What was found was found of another state.
  on("state", () => {
    if (!message) return;
    message = "";
    reached = false;
    draw();
  });
  startLocks();
  return node;
}
