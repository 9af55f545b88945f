/* Where Python's widgets arrive: finds the script that draws a kind and gives it its place and its properties.
   Knows nothing about what any of them shows. */
import { learnChoices } from "../lib/choices.js";
import { loadStrings, ready } from "../lib/strings.js";
import { mountLearn } from "../learn/panel.js";
import { exerciseBar } from "../sharing/bar.js";
import { mountHeader } from "./header.js";
import { mountModels } from "./models.js";

/** @typedef {{ element: HTMLElement, props: any }} GradioWidget */

const AGAIN = 2000; // ms until the sentences are asked for once more

/**
 * Gradio hands out reactive proxies; a plain copy is faster to read and safe to keep.
 * @param {unknown} value
 */
const plain = (value) => JSON.parse(JSON.stringify(value ?? null));

/**
 * The page's sentences. Until they are there the page has but one, which came with it.
 * @param {HTMLElement} root
 * @param {{ strings: string, silence: string }} props
 * @returns {Promise<Record<string, string>>}
 */
async function sentences(root, { strings, silence }) {
  for (;;) {
    try {
      const response = await fetch(new URL(strings, document.baseURI));
      if (response.ok) return await response.json();
    } catch {
      // said below
    }
    root.textContent = silence;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    root.textContent = "";
  }
}

/**
 * @param {string} kind
 * @param {GradioWidget} widget
 */
export async function mount(kind, widget) {
  // The one place where a node is found by position: Gradio's template is a single empty div.
  const root = /** @type {HTMLElement} */ (widget.element.firstElementChild); // the mount point
  if (kind === "header") {
    const props = plain(widget.props);
    learnChoices(props.choices);
    loadStrings(await sentences(root, props), props.language);
    // The panel and the dialog behind the model chip need no widget of their own: each costs every session memory.
    const panel = document.createElement("aside");
    const dialog = document.createElement("div");
    widget.element.append(panel, dialog);
    mountLearn(panel, { page: props.page, play: props.pages[0].href });
    mountHeader(root, props);
    // Below the header, not in it: that one stays in sight, and a teacher may have written much.
    const bar = exerciseBar(props.page);
    if (bar) (document.getElementById("pp-header") ?? root).after(bar);
    mountModels(dialog);
    return;
  }
  await ready;
  if (kind === "play") (await import("../play/page.js")).mountPlay(root, plain(widget.props));
  else if (kind === "jobs") (await import("../jobs/page.js")).mountJobPage(widget, plain);
}
