/* What is to be searched: one kind's form, kept in this tab, and the server's word on it. Draws nothing. */
import { fillable, fits, fitTo, untouched } from "../data/fitting.js";
import { cardOf, loadSets, sets } from "../data/picker.js";
import { ask } from "../lib/api.js";
import { announce, on } from "../lib/events.js";
import { fromLink, linked } from "../lib/linked.js";
import { planner } from "../lib/planner.js";
import { recall, remember } from "../lib/storage.js";
import { page, same } from "../lib/store.js";

/** @typedef {import("../lib/calls.d.ts").SearchForm} SearchForm */
/** @typedef {import("../lib/calls.d.ts").SearchSetup} SearchSetup */
/** @typedef {import("../lib/calls.d.ts").SearchOutline} SearchOutline */
/** @typedef {import("../lib/calls.d.ts").Failure} Failure */
/** @typedef {import("../data/fitting.js").Prompt} Prompt */
/** @typedef {Prompt & { data: SearchForm["data"] | null } & Record<string, any>} Values a prompt, a set, and every option */
/** @typedef {"triggers" | "label_words" | "templates"} Wanted */

const PATIENCE = 60_000; // ms; a large set is read at the start

/** @type {ReturnType<typeof fitTo> | undefined} */
let fitted;
/* With which set Play's prompt goes: asked once for all forms, of which a later question would silence the earlier one. */
const fitOfPlay = () => (fitted ??= fitTo({ template: page.state.template, verbalizer: page.state.verbalizer }, null));

/**
 * Once a kind. `prepared` makes the template to search in from one that was written for Play.
 * @param {SearchSetup & { wanted: string }} setup
 * @param {(template: string) => string} [prepared]
 */
export function searchForm(setup, prepared = (template) => template) {
  const wanted = /** @type {Wanted} */ (setup.wanted);
  const key = /** @type {const} */ (`pp.search.${wanted}`);
  /** @type {() => Prompt} */
  const ofPlay = () => ({ template: prepared(page.state.template), verbalizer: page.state.verbalizer });
  const of = ofPlay();
  /** @type {Values} */
  const first = {
    ...of,
    data: null,
    ...Object.fromEntries(setup.options.map((option) => [option.name, option.value])),
  };
  const kept = recall(key);
  const given = fromLink(wanted, first);
  // What was written here for another prompt of Play's gives way; options stay.
  const own = kept && same(kept.of, of) ? {} : of;
  const known = Object.fromEntries(Object.entries(kept?.form ?? {}).filter(([name]) => name in first));

  const form = {
    wanted,
    setup,
    of,
    value: /** @type {Values} */ ({ ...first, ...known, ...own, ...given }),
    outline: /** @type {SearchOutline | null} */ (null),
    failure: /** @type {Failure | null} */ (null),
    put,
    start: () => ask(`${wanted}_start`, filled(), { patience: PATIENCE }),
    plan: /** @type {(pause?: number) => void} */ (() => {}),
    /** Play's prompt again. */
    again: () => put(of),
    /**
     * A prompt that goes with the set.
     * @param {Prompt} prompt
     */
    take: ({ template, verbalizer }) => put({ template: prepared(template), verbalizer }),
  };

  /** @param {Partial<Values>} patch */
  function put(patch) {
    const next = /** @type {Values} */ ({ ...form.value, ...patch });
    if (same(next, form.value)) return;
    form.value = next;
    remember(key, { form: next, of });
    announce("search-form");
    form.plan();
  }

  /** @returns {SearchForm} */
  function filled() {
    const { template, verbalizer, data } = form.value;
    const { model, options } = page.state;
    return {
      template,
      verbalizer,
      data: /** @type {SearchForm["data"]} */ (data),
      model,
      aggregation: options.aggregation,
      options: Object.fromEntries(setup.options.map(({ name }) => [name, form.value[name]])),
    };
  }

  /* A link has no room for one's own texts. */
  function inLink() {
    const long = setup.options.filter(({ kind }) => kind === "text" || kind === "lines").map(({ name }) => name);
    return Object.fromEntries(Object.entries(form.value).filter(([name]) => !long.includes(name)));
  }

  let chosen = Boolean(given?.data);

  /* Begin with the set of last time while it fits the prompt, else with the one that goes with it. */
  async function begin() {
    if (chosen || !sets.list?.length) return;
    chosen = true;
    const before = cardOf(form.value.data);
    if (before && fits(before) && fillable(before, form.value.template)) return;
    const fit = await fitOfPlay();
    if (cardOf(form.value.data) !== before) return; // somebody was quicker
    const card = cardOf(fit?.source) ?? sets.list[0];
    const other = fit?.template && fit.verbalizer && fit.how !== "same" && untouched() && same(ofPlay(), of);
    if (other) form.take({ template: fit.template ?? "", verbalizer: fit.verbalizer ?? "" });
    put({ data: card.source });
  }

  if (given) remember(key, { form: form.value, of });
  linked(wanted, inLink);
  form.plan = planner(
    () => (form.value.data ? /** @type {const} */ ([`${wanted}_outline`, filled()]) : null),
    (answer) => {
      form.outline = answer.error ? null : answer;
      form.failure = answer.error;
      announce("search-outline");
    },
  );
  on("state", () => form.plan());
  on("sets", begin);
  if (sets.list) begin();
  else loadSets();
  form.plan(0);
  return form;
}

/** @typedef {ReturnType<typeof searchForm>} Form */
