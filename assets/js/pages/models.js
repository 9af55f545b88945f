/* The model dialog: what can be chosen, and the loading of another. A choice is this page's own. */
import { h, keyed, setText, show } from "../lib/dom.js";
import { change, on, page } from "../lib/store.js";
import { t } from "../lib/strings.js";

export function mountModels({ element, props, trigger, watch, events }, plain) {
  const [listModels, loadModel] = events;
  let wanted = null; // the id whose loading this page asked for and will choose when it is there

  const list = h("ul", { class: "pp-models", data: { testid: "models" } });
  const input = h("input", {
    type: "text",
    id: "pp-model-id",
    class: "pp-text-input",
    placeholder: t("model.placeholder"),
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    data: { testid: "model-id" },
  });
  const load = h("button", { type: "submit", class: "pp-primary", data: { testid: "model-load" } }, t("model.load"));
  const form = h("form", { class: "pp-load" }, input, load);
  const bar = h(
    "div",
    { class: "pp-bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
    h("div", { class: "pp-bar-fill" }),
  );
  const message = h("p", { class: "pp-quiet", role: "status", data: { testid: "model-message" } });
  const progress = h("div", { class: "pp-progress", hidden: true }, bar, message);
  const error = h("p", { class: "pp-notice pp-error", role: "alert", hidden: true, data: { testid: "model-error" } });
  const close = h(
    "button",
    { type: "button", class: "pp-x", "aria-label": t("close"), onclick: () => dialog.close() },
    "×",
  );
  const dialog = h(
    "dialog",
    { class: "pp-dialog", "aria-labelledby": "pp-models-title", data: { testid: "model-dialog" } },
    h("header", { class: "pp-card-head" }, h("h2", { id: "pp-models-title" }, t("model.title")), close),
    h("p", { class: "pp-quiet" }, t("model.help")),
    list,
    h("label", { class: "pp-option-name", for: "pp-model-id" }, t("model.other")),
    form,
    progress,
    error,
  );
  element.firstElementChild.append(dialog);

  const choose = (id) => change({ model: id }, { discrete: true });
  const ask = (id) => {
    wanted = id;
    show(error, false);
    show(progress, true);
    setText(message, t("model.asking"));
    load.disabled = true;
    trigger(loadModel, { id });
  };

  function createModel() {
    const name = h("span", { class: "pp-model-title" });
    const facts = h("span", { class: "pp-quiet" });
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "pp-model-choice" },
        h("span", { class: "pp-dot", "aria-hidden": "true" }),
        h("span", {}, name, facts),
        h("span", { class: "pp-tag" }),
      ),
    );
  }

  function fillModel(node, model) {
    const choice = node.firstElementChild;
    const [dot, text, tag] = choice.children;
    const chosen = model.id === page.state?.model;
    node.dataset.testid = `model-${model.id || "bundled"}`;
    choice.setAttribute("aria-pressed", String(chosen));
    choice.disabled = !model.available && !model.loaded;
    dot.classList.toggle("pp-off", !model.loaded);
    setText(text.firstElementChild, model.name);
    const languages = Array.isArray(model.languages) ? model.languages.join(", ") : model.languages;
    setText(
      text.lastElementChild,
      [model.kind_label, languages, model.parameters, model.note].filter(Boolean).join(" · "),
    );
    setText(
      tag,
      t(chosen ? "model.chosen" : model.loaded ? "model.loaded" : model.available ? "model.can_load" : "model.missing"),
    );
    choice.onclick = () => (model.loaded ? (choose(model.id), dialog.close()) : ask(model.id));
  }

  function fill() {
    const { models } = plain(props.value);
    keyed(list, models, (model) => model.id, createModel, fillModel);
  }

  function tell(state) {
    if (!state || state.id !== wanted) return;
    const share = state.fraction;
    bar.classList.toggle("pp-unknown", share === null && !state.done);
    bar.firstElementChild.style.width = `${100 * (share ?? 0)}%`;
    if (share !== null) bar.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    setText(message, state.message);
    if (!state.done) return;
    wanted = null;
    load.disabled = false;
    show(progress, false);
    show(error, Boolean(state.error));
    setText(error, state.error ?? "");
    if (!state.error) {
      input.value = "";
      choose(state.model?.id ?? state.id);
      dialog.close();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(input.value.trim());
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  watch("value", () => {
    fill();
    tell(plain(props.value).progress);
  });
  on("choose-model", () => {
    show(error, false);
    fill();
    dialog.showModal();
    trigger(listModels);
  });
  on("state", () => dialog.open && fill());
}
