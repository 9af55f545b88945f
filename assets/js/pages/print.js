/* On paper a page is light and one column wide, and its charts are drawn for that width before it is printed. What is
   left out and what is put where is `css/lib/print.css`'s, under the class that is set here. */
import { repaint } from "./theme.js";

const ON_PAPER = "pp-on-paper";

/** @param {boolean} on */
function paper(on) {
  const root = document.documentElement;
  if (root.classList.contains(ON_PAPER) === on) return;
  root.classList.toggle(ON_PAPER, on);
  repaint({ light: on }); // which draws the charts anew
}

/** Once a page. */
export function startPrint() {
  addEventListener("beforeprint", () => paper(true));
  addEventListener("afterprint", () => paper(false));
  // A print preview is no event everywhere.
  const print = matchMedia("print");
  print.addEventListener("change", () => paper(print.matches));
}
