/* Where Python's widgets arrive: finds the script that draws a kind and gives it its place and its properties.
   Knows nothing about what any of them shows. */
import { learnChoices } from "../lib/choices.js";
import { loadStrings, ready } from "../lib/strings.js";
import { mountLearn } from "../learn/panel.js";
import { exerciseBar } from "../sharing/bar.js";
import { mountHeader } from "./header.js";
import { mountModels } from "./models.js";

/** @typedef {{ element: HTMLElement, props: any }} GradioWidget */

/** @typedef {import("../lib/calls.d.ts").PageSetup} PageSetup */
/** @typedef {{ address: string, answer: Promise<Response | null> }} Asked what `first.js` has asked for */

const AGAIN = 2000; // ms until something is asked for once more
const SOON = 400; // ms in which a page's setup comes, but right after the server's start

/** @type {PageSetup} what the page begins with: the header brings it */
let setup;

/**
 * Gradio hands out reactive proxies; a plain copy is faster to read and safe to keep.
 * @param {unknown} value
 */
const plain = (value) => JSON.parse(JSON.stringify(value ?? null));

/**
 * What no page can do without: its sentences, its setup. Until they are there the page says so in sentences that came with it.
 * @param {HTMLElement} root
 * @param {string} address
 * @param {string} silence
 * @returns {Promise<any>}
 */
async function brought(root, address, silence) {
  // The page's head has asked for its setup already.
  const { asked } = /** @type {{ asked?: Asked }} */ (/** @type {unknown} */ (window));
  let begun = asked?.address === address ? asked.answer : null;
  for (;;) {
    try {
      const response = await (begun ?? fetch(new URL(address, document.baseURI)));
      if (response?.ok) return await response.json();
    } catch {
      // said below
    }
    begun = null;
    root.textContent = silence;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

/**
 * The page's setup. Right after its start the server still reads the model: that is said once it is clear that it takes time.
 * @param {HTMLElement} root
 * @param {{ setup: string, silence: string, starting: string }} props
 * @returns {Promise<PageSetup>}
 */
async function begun(root, { setup: address, silence, starting }) {
  const say = () => {
    root.className = "pp-starting";
    root.setAttribute("role", "status");
    root.textContent = starting;
  };
  const timer = setTimeout(say, SOON);
  const found = await brought(root, address, silence);
  clearTimeout(timer);
  return found;
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
    const [strings, found] = await Promise.all([brought(root, props.strings, props.silence), begun(root, props)]);
    root.textContent = "";
    setup = found;
    learnChoices(setup.choices);
    loadStrings(strings, props.language);
    // The panel and the dialog behind the model chip need no widget of their own: each costs every session memory.
    const panel = document.createElement("aside");
    const dialog = document.createElement("div");
    widget.element.append(panel, dialog);
    mountLearn(panel, { page: props.page, play: props.pages[0].href });
    mountHeader(root, props, setup.pages);
    // Below the header, not in it: that one stays in sight, and a teacher may have written much.
    const bar = exerciseBar(props.page);
    if (bar) (document.getElementById("pp-header") ?? root).after(bar);
    mountModels(dialog);
    return;
  }
  await ready;
  if (kind === "play") (await import("../play/page.js")).mountPlay(root, setup, plain(widget.props));
  else if (kind === "jobs") (await import("../jobs/page.js")).mountJobPage(root, setup, plain(widget.props));
}
