/* A dialog of the browser's own: Escape and the cross close it, what is in it stays for the next opening. */
import { html, render } from "../lib/lit.js";
import { t } from "../lib/strings.js";

/**
 * @param {string} id
 * @param {() => string} title
 * @param {() => unknown} content what lit can draw, below the title
 */
export function modal(id, title, content) {
  const dialog = document.createElement("dialog");
  Object.assign(dialog, { id, className: "pp-dialog pp-wide-dialog" });
  dialog.dataset.testid = id;
  dialog.setAttribute("aria-labelledby", `${id}-title`);
  const draw = () =>
    render(
      html`<header class="pp-card-head">
          <h2 id="${id}-title">${title()}</h2>
          <button type="button" class="pp-x" aria-label=${t("close")} @click=${() => dialog.close()}>×</button>
        </header>
        ${content()}`,
      dialog,
    );
  return {
    dialog,
    draw,
    /**
     * Not where it was asked for: a form around it would take its Enter keys for its own.
     * @param {Element} asker
     */
    open(asker) {
      const home = asker.closest(".pp-widget > *") ?? document.body;
      if (dialog.parentElement !== home) home.append(dialog);
      draw();
      dialog.showModal();
    },
  };
}
