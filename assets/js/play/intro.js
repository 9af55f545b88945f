/* What stands over question and answer: what this page is, the examples, and what the open one is about. */
import { html } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { drawn } from "../lib/view.js";
import { gallery } from "./gallery.js";

/** @param {import("./gallery.js").Example[]} examples */
export function intro(examples) {
  const node = document.createElement("section");
  node.id = "pp-intro";
  node.setAttribute("aria-labelledby", "pp-intro-title");
  const redraw = () => draw();
  const chips = gallery(examples, redraw);
  const draw = drawn(
    node,
    () =>
      html`<div class="pp-opening">
          <h1 id="pp-intro-title">${t("opening.title")}</h1>
          <p>${t("opening.sentence")}</p>
        </div>
        ${chips()}`,
    ["state"],
  );
  return node;
}
