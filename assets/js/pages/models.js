/* The model dialog: what can be chosen, and the loading of another. A choice is this page's own. */
import { ask } from "../lib/api.js";
import { on } from "../lib/events.js";
import { classMap, html, live, nothing, render, repeat } from "../lib/lit.js";
import { progressBar } from "../lib/parts.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").Model} Model */

const PACE = 300; // ms between two looks at a loading
const PATIENCE = 30_000;

/** @param {HTMLElement} root */
export function mountModels(root) {
  const state = {
    /** @type {Model[]} */
    models: [],
    wanted: /** @type {string | null} */ (null), // the id whose loading this page asked for and will choose when it is there
    typed: "",
    message: "",
    share: /** @type {number | null} */ (null),
    error: "",
  };
  const dialog = () => /** @type {HTMLDialogElement} */ (root.querySelector("dialog"));

  /** @param {Partial<typeof state>} [patch] */
  function show(patch = {}) {
    Object.assign(state, patch);
    render(view(), root);
  }

  /** @param {string} id */
  function choose(id) {
    change({ model: id }, { discrete: true });
    dialog().close();
  }

  async function list() {
    const answer = await ask("models", {}, { latest: true }).catch(() => null);
    if (answer && !answer.error) show({ models: answer.models });
  }

  /** @param {string} id */
  async function load(id) {
    show({ wanted: id, message: t("model.asking"), share: null, error: "" });
    for (let begin = true; state.wanted === id; begin = false) {
      const answer = await ask("model_load", { id, begin }, { patience: PATIENCE }).catch(() => null);
      if (state.wanted !== id) return;
      if (!answer || answer.error) {
        show({ wanted: null, error: answer?.error?.message ?? t("calls.lost") });
      } else if (answer.model) {
        show({ wanted: null, typed: "" });
        choose(answer.model.id);
      } else {
        show({ message: answer.message, share: answer.fraction });
        await new Promise((resolve) => setTimeout(resolve, PACE));
      }
    }
  }

  /** @param {Model} model */
  function line(model) {
    const chosen = model.id === page.state?.model;
    const tag = chosen ? "chosen" : model.loaded ? "loaded" : model.available ? "can_load" : "missing";
    const facts = [model.kind_label, model.languages, model.parameters, model.note].filter(Boolean).join(" · ");
    return html`<li data-testid="model-${model.id || "bundled"}">
      <button
        type="button"
        class="pp-model-choice"
        aria-pressed=${String(chosen)}
        ?disabled=${!model.available && !model.loaded}
        @click=${() => (model.loaded ? choose(model.id) : load(model.id))}
      >
        <span class=${classMap({ "pp-dot": true, "pp-off": !model.loaded })} aria-hidden="true"></span>
        <span>
          <span class="pp-model-title">${model.name}</span><span class="pp-quiet">${facts}</span>
          ${model.notes.length ? html`<span class="pp-quiet pp-model-notes" data-testid="model-notes">${model.notes.join(" ")}</span>` : nothing}
        </span>
        <span class="pp-tag">${t(`model.${tag}`)}</span>
      </button>
    </li>`;
  }

  function progress() {
    const { share, message } = state;
    return html`<div class="pp-progress">
      ${progressBar(share, t("model.title"))}
      <p class="pp-quiet" role="status" data-testid="model-message">${message}</p>
    </div>`;
  }

  const view = () =>
    html`<dialog
      class="pp-dialog"
      aria-labelledby="pp-models-title"
      data-testid="model-dialog"
      @click=${(/** @type {MouseEvent} */ event) => event.target === dialog() && dialog().close()}
    >
      <header class="pp-card-head">
        <h2 id="pp-models-title">${t("model.title")}</h2>
        <button type="button" class="pp-x" aria-label=${t("close")} @click=${() => dialog().close()}>×</button>
      </header>
      <p class="pp-quiet">${t("model.help")}</p>
      <ul class="pp-models" data-testid="models">
        ${repeat(state.models, (model) => model.id, line)}
      </ul>
      <label class="pp-option-name" for="pp-model-id">${t("model.other")}</label>
      <form
        class="pp-load"
        @submit=${(/** @type {Event} */ event) => {
          event.preventDefault();
          load(state.typed.trim());
        }}
      >
        <input
          type="text"
          id="pp-model-id"
          class="pp-text-input"
          placeholder=${t("model.placeholder")}
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          data-testid="model-id"
          .value=${live(state.typed)}
          @input=${(/** @type {InputEvent} */ event) => {
            state.typed = /** @type {HTMLInputElement} */ (event.target).value;
          }}
        />
        <button type="submit" class="pp-primary" data-testid="model-load" ?disabled=${state.wanted !== null}>
          ${t("model.load")}
        </button>
      </form>
      ${state.wanted === null ? nothing : progress()}
      <p class="pp-notice pp-error" role="alert" data-testid="model-error" ?hidden=${!state.error}>${state.error}</p>
    </dialog>`;

  show();
  on("choose-model", () => {
    show({ error: "" });
    dialog().showModal();
    list();
  });
  on("state", () => dialog().open && show());
}
