/* A page of jobs: forms and the list on the left; on the right a comparison, and the cards of the kind in sight, or its
   introduction while no job is. What a kind shows is its own script's, a `KindModule`. */
import { restore, startAddress } from "../lib/address.js";
import { html, nothing, render } from "../lib/lit.js";
import { hasOwner } from "../lib/owner.js";
import { complaint, segmented } from "../lib/parts.js";
import { showModel } from "../lib/shownmodel.js";
import { begin } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { drawn } from "../lib/view.js";
import { comparisonCard } from "./comparison.js";
import { chooseKind, current, startCurrent } from "./current.js";
import { jobs } from "./list.js";
import { listCard } from "./listcard.js";

/** @typedef {import("../lib/calls.d.ts").Model} Model */
/** @typedef {import("../lib/calls.d.ts").PageSetup} PageSetup */
/**
 * Where a kind's script finds itself: the models that can be chosen, and the addresses of all pages.
 * @typedef {{ page: string, models: Model[], addresses: Record<string, string> }} Place
 */
/** @typedef {Node | Node[]} Nodes */
/**
 * What the script of a kind of job exports; all of it may be missing. `setup` is what the kind's Python class gave.
 * @typedef {object} KindModule
 * @property {() => string} [label] its name in the switch that shows one form at a time; without one its form always stands
 * @property {() => string} [about] a line beside that switch
 * @property {(setup: any, place: Place) => Nodes} [form] from which a job is started: `begun(id, kind)` of current.js
 * @property {(setup: any, place: Place) => Nodes} [card] the cards of a job in sight; where there is no introduction they
 *   stand without a job, too
 * @property {(setup: any, place: Place) => Nodes} [intro] what stands there while no job is in sight
 * @property {() => boolean} [empty] whether the job in sight has nothing to look at yet: the introduction stays below it
 * @property {import("./current.js").Watch} [watch] asks the server for the job in sight; without one its line is all there is
 */
/** @typedef {{ name: string, module: KindModule, setup: any }} Kind */

/**
 * Nodes in a box without a layout of its own.
 * @param {string} name of the kind
 * @param {Nodes | undefined} nodes
 */
function box(name, nodes) {
  const node = document.createElement("div");
  node.className = "pp-job-kind";
  node.dataset.kind = name;
  if (nodes) node.append(...(Array.isArray(nodes) ? nodes : [nodes]));
  return node;
}

/** @param {Kind[]} kinds those of which one form at a time is shown */
function switcher(kinds) {
  const now = kinds.find(({ name }) => name === current.kind);
  return html`<div class="pp-views">
    ${segmented({
      id: "pp-view",
      label: t("jobs.switch"),
      value: current.kind,
      choices: kinds.map(({ name, module }) => ({ value: name, label: module.label?.() })),
      onchange: chooseKind,
    })}
    <p class="pp-quiet">${now?.module.about?.() ?? ""}</p>
  </div>`;
}

/**
 * @param {HTMLElement} root
 * @param {Kind[]} kinds
 * @param {Place} place
 */
function build(root, kinds, place) {
  const switched = kinds.filter(({ module }) => module.label);
  const parts = kinds.map(({ name, module, setup }) => ({
    name,
    module,
    form: box(name, module.form?.(setup, place)),
    card: box(name, module.card?.(setup, place)),
    intro: box(name, module.intro?.(setup, place)),
  }));
  const list = listCard(kinds.map(({ name }) => name));
  const comparison = comparisonCard();

  return () => {
    root.classList.toggle("pp-has-job", Boolean(current.id));
    // Until the list is there nobody knows whether a job comes above the forms.
    root.classList.toggle("pp-unlisted", !jobs.lines && !jobs.error && hasOwner() && !current.id);
    for (const { name, module, form, card, intro } of parts) {
      const here = name === current.kind;
      form.hidden = Boolean(module.label) && switched.length > 1 && !here;
      card.hidden = !here || !(current.id || !module.intro);
      intro.hidden = !here || Boolean(current.id && !module.empty?.());
    }
    return html`${switched.length > 1 ? switcher(switched) : nothing}
      <div class="pp-job-forms">${parts.map(({ form }) => form)}${list}</div>
      <div class="pp-job-results">
        ${comparison}${parts.map(({ card }) => card)}${parts.map(({ intro }) => intro)}
      </div>`;
  };
}

/**
 * @param {HTMLElement} root
 * @param {PageSetup["kinds"]} named
 * @param {Place} place
 */
async function fill(root, named, place) {
  /** @type {KindModule[]} */
  const modules = await Promise.all(named.map(({ script }) => import(new URL(script, document.baseURI).href)));
  /** @type {Kind[]} */
  const kinds = modules.map((module, i) => ({ name: named[i].name, setup: named[i].setup, module }));
  startCurrent(place.page, new Map(kinds.map(({ name, module }) => [name, module.watch ?? null])));
  root.className = `pp-job-page pp-${place.page}`;
  drawn(root, build(root, kinds, place), ["current", "jobs"]);
}

/**
 * @param {HTMLElement} root
 * @param {PageSetup} setup
 * @param {{ page: string, addresses: Record<string, string> }} props those of `components/widgets/body.py`
 */
export async function mountJobPage(root, { kinds, state, options, models }, { page, addresses }) {
  begin(restore(state, options), state, options);
  startAddress();
  showModel(models);

  try {
    await fill(root, kinds, { page, models, addresses });
  } catch (error) {
    // A script that did not arrive, or has a fault, must not leave a page that waits for ever.
    render(complaint(t("calls.lost"), "page-broken"), root);
    throw error;
  }
  root.dataset.ready = "true";
}
