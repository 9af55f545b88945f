/* The Learn panel: a column beside any page, on a phone a sheet that folds to a bar with the question. */
import { carry } from "../lib/address.js";
import { on } from "../lib/events.js";
import { classMap, html, nothing } from "../lib/lit.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { drawn } from "../lib/view.js";
import { forgetTerm, glossaryView, showTerm } from "./glossary.js";
import { atTask, covered, go, learn, loadShelf, openPanel, startLearn, step, toStep } from "./learn.js";
import { plain } from "./prose.js";
import { shelfView } from "./shelf.js";
import { stepView } from "./step.js";
import { summaryView } from "./summary.js";
import { taskView } from "./task.js";

export const learnOpen = () => learn.place.open;
export const toggleLearn = () => openPanel(!learn.place.open);

/* What the bar says when the sheet is folded: the question, else where one is. */
function bar() {
  const { view } = learn.place;
  if (view === "lesson" && learn.lesson) return step()?.question ?? learn.lesson.task.title;
  return t(`learn.view.${view === "lesson" ? "shelf" : view}`);
}

/** The lesson's steps and its task as dots; any of them can be gone to. */
function dots() {
  const { lesson, place } = learn;
  if (!lesson || place.view !== "lesson") return nothing;
  const count = lesson.steps.length;
  const name = (/** @type {number} */ i) => (i < count ? t("learn.step", { n: i + 1, count }) : t("learn.task"));
  return html`<nav class="pp-dots" aria-label=${t("learn.steps")}>
    ${[...lesson.steps.keys(), count].map(
      (i) =>
        html`<button
          type="button"
          class=${classMap({ "pp-step-dot": true, "pp-step-past": i < place.at, "pp-step-task": i === count })}
          aria-current=${i === place.at ? "step" : "false"}
          aria-label=${name(i)}
          title=${name(i)}
          data-testid="step-${i}"
          @click=${() => toStep(i)}
        ></button>`,
    )}
    <span class="pp-quiet">${name(place.at)}</span>
  </nav>`;
}

/* A lesson is written for the bundled model; another one may answer otherwise. */
function otherModel() {
  if (learn.place.view !== "lesson" || !page.state?.model) return nothing;
  return html`<p class="pp-notice pp-info" data-testid="learn-model">
    <span class="pp-mark" aria-hidden="true">i</span
    ><span class="pp-notice-text"
      >${t("learn.other_model", { name: page.model?.name ?? page.state.model })}
      <button type="button" class="pp-fix" @click=${() => change({ model: "" }, { discrete: true })}>
        ${t("learn.use_bundled")}
      </button></span
    >
  </p>`;
}

/** @param {{ href: string, carry: (event: Event) => void } | null} play */
function content(play) {
  switch (learn.place.view) {
    case "glossary":
      return glossaryView(play);
    case "summary":
      return summaryView();
    case "lesson":
      if (!learn.lesson) return html`<p class="pp-quiet" role="status">${learn.message || t("learn.waiting")}</p>`;
      return atTask() ? taskView(play) : stepView(play);
    default:
      return shelfView();
  }
}

const TABS = /** @type {const} */ (["shelf", "glossary", "summary"]);

function head() {
  const { view, folded } = learn.place;
  return html`<header class="pp-learn-head">
    <div class="pp-learn-tabs" role="group" aria-label=${t("learn.title")}>
      ${TABS.map(
        (name) =>
          html`<button
            type="button"
            class="pp-link"
            aria-current=${name === view ? "true" : "false"}
            data-testid="learn-${name}"
            @click=${() => {
              go({ view: name, folded: false });
              if (name === "shelf") loadShelf();
            }}
          >
            ${t(`learn.view.${name}`)}
          </button>`,
      )}
    </div>
    <button
      type="button"
      class="pp-learn-bar"
      aria-expanded=${String(!folded)}
      aria-controls="pp-learn-body"
      data-testid="learn-bar"
      @click=${() => go({ folded: !folded })}
    >
      <span>${plain(bar())}</span><span aria-hidden="true">${folded ? "▴" : "▾"}</span>
    </button>
    <button
      type="button"
      class="pp-x"
      aria-label=${t("learn.close")}
      title=${t("learn.close")}
      data-testid="learn-close"
      @click=${() => openPanel(false)}
    >
      ×
    </button>
  </header>`;
}

/**
 * Once a page.
 * @param {HTMLElement} root
 * @param {{ page: string, play: string }} where the page, and the address of Play
 */
export function mountLearn(root, { page: name, play }) {
  root.id = "pp-learn";
  root.className = "pp-learn pp-widget";
  root.role = "complementary";
  root.ariaLabel = t("learn.title");
  root.dataset.testid = "learn";
  const way = name === "play" ? null : { href: play, carry };
  startLearn();
  // A view begins at its top; whoever came by a key in the panel goes on from its heading.
  const begin = (/** @type {boolean} */ focused) => {
    root.querySelector("#pp-learn-body")?.scrollTo(0, 0);
    const heading = /** @type {HTMLElement | null} */ (root.querySelector("#pp-learn-title"));
    if (focused) heading?.focus({ preventScroll: true });
  };
  let shown = "";
  let seen = false; // whether the model's answer was there at the last drawing
  drawn(root, () => {
    const { open, folded, view, lesson, at } = learn.place;
    root.hidden = !open;
    root.classList.toggle("pp-folded", folded);
    const { classList } = document.documentElement;
    classList.toggle("pp-learning", open);
    classList.toggle("pp-covered", covered());
    classList.toggle("pp-certificate", open && view === "summary");
    const place = [view, lesson, at].join();
    const focused = root.contains(document.activeElement);
    if (place !== shown) queueMicrotask(() => begin(focused));
    shown = place;
    const answered = Boolean(learn.revealed);
    if (answered && !seen)
      queueMicrotask(() => root.querySelector(".pp-revealed")?.scrollIntoView({ block: "nearest" }));
    seen = answered;
    if (view === "glossary") queueMicrotask(() => queueMicrotask(showTerm));
    if (!open) return nothing;
    const title = view === "lesson" ? (learn.lesson?.title ?? "") : t(`learn.title.${view}`);
    return html`${head()}
      <div id="pp-learn-body" class="pp-learn-body">
        <h2 id="pp-learn-title" tabindex="-1">${title}</h2>
        ${dots()} ${otherModel()} ${content(way)}
      </div>`;
  }, ["learn", "model"]);
  on("term", forgetTerm);
}
