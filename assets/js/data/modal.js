/* A dialog of the browser's own: Escape and the cross close it, what is in it stays for the next opening. */
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

export function modal(id, ...content) {
  const title = h("h2", { id: `${id}-title` });
  const close = h(
    "button",
    { type: "button", class: "pp-x", "aria-label": t("close"), onclick: () => dialog.close() },
    "×",
  );
  const dialog = h(
    "dialog",
    { id, class: "pp-dialog pp-wide-dialog", "aria-labelledby": title.id, data: { testid: id } },
    h("header", { class: "pp-card-head" }, title, close),
    ...content,
  );
  return {
    dialog,
    title,
    /* Not where it was asked for: a form around it would take its Enter keys for its own. */
    open(asker) {
      const home = asker.closest(".pp-widget > *") ?? document.body;
      if (dialog.parentElement !== home) home.append(dialog);
      dialog.showModal();
    },
  };
}

/* What went wrong, said where it went wrong; without a message it is gone. */
export function complaint(testid) {
  const text = h("div", { class: "pp-notice-text" });
  const node = h(
    "div",
    { class: "pp-notice pp-error", role: "alert", hidden: true, data: { testid } },
    h("span", { class: "pp-mark", "aria-hidden": "true" }, "!"),
    text,
  );
  return {
    node,
    say(message) {
      node.hidden = !message;
      text.textContent = message ?? "";
    },
  };
}
