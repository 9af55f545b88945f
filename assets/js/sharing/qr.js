/* A QR code on the page and, for a room, on the whole screen: black on white in every appearance. */
import { ask } from "../lib/api.js";
import { html, render } from "../lib/lit.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").Qr} Qr */

/**
 * @param {string} text
 * @returns {Promise<{ code: Qr | null, message: string }>}
 */
export async function qrOf(text) {
  try {
    const answer = await ask("link_qr", { text });
    if (answer && !answer.error) return { code: answer, message: "" };
    return { code: null, message: answer?.error?.message ?? "" };
  } catch {
    return { code: null, message: t("calls.lost") };
  }
}

/**
 * @param {Qr} code
 * @param {string} text what it says
 */
export const qrPicture = ({ size, path }, text) =>
  html`<svg
    class="pp-qr"
    viewBox="0 0 ${size} ${size}"
    role="img"
    aria-label=${t("link.qr", { link: text })}
    shape-rendering="crispEdges"
    data-testid="qr"
  >
    <rect width=${size} height=${size} fill="#ffffff"></rect>
    <path d=${path} fill="#000000"></path>
  </svg>`;

/**
 * The code as large as the window, with the link below it; a click or Escape closes it.
 * @param {Qr} code
 * @param {string} text
 * @param {Element} asker
 */
export function fillScreen(code, text, asker) {
  const dialog = document.createElement("dialog");
  dialog.className = "pp-qr-screen";
  dialog.dataset.testid = "qr-screen";
  dialog.setAttribute("aria-label", t("link.qr", { link: text }));
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  render(
    html`${qrPicture(code, text)}
      <p>${text}</p>
      <button type="button" class="pp-x" aria-label=${t("close")}>×</button>`,
    dialog,
  );
  (asker.closest(".gradio-container") ?? document.body).append(dialog);
  dialog.showModal();
}
