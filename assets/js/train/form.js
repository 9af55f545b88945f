/* What is to be trained: the form's values, kept in this tab, and the server's plan for them. */
import { fits } from "../data/fitting.js";
import { cardOf } from "../data/sets.js";
import { planner } from "../lib/planner.js";
import { announce, on } from "../lib/events.js";
import { page, same } from "../lib/store.js";
import { recall, remember } from "../lib/storage.js";

const KEY = "pp.train";

/* `begun`: what stands in it is what the page begins with, or what somebody wrote. */
export const form = { value: null, plan: null, setup: null, begun: false };

const prompt = () => ({ template: page.state.template, verbalizer: page.state.verbalizer });

/* Play's prompt with the demo set that has its labels. Where none has, and nobody has touched Play,
   the set of this language with its own prompt. */
function fitting() {
  const { demos } = form.setup;
  const set = demos.find(({ id }) => {
    const card = cardOf({ demo: id });
    return card && fits(card);
  });
  const data = set && "demo" in form.value.data ? { demo: set.id } : form.value.data;
  const own = demos.find(({ id }) => id === data.demo);
  if (set || !own?.verbalizer || page.state.verbalizer !== page.defaults.verbalizer) return { ...form.of, data };
  return { template: own.template, verbalizer: own.verbalizer, data };
}

/* Which set fits is known when the sets are; whoever was quicker than they keeps what was written. */
function begin() {
  if (form.begun) return;
  form.begun = true;
  const { template, verbalizer } = form.value;
  if (same({ template, verbalizer }, form.of)) put(fitting());
  plan(0);
}

/* Begin with Play's prompt, or with what was written here for this very prompt before. */
export function beginForm(setup) {
  const kept = recall(KEY);
  form.setup = setup;
  form.of = prompt();
  form.value = { ...structuredClone(setup.form), ...kept?.form };
  form.begun = Boolean(kept) && same(kept.of, form.of);
  if (!form.begun) Object.assign(form.value, form.of);
  on("sets", begin);
  on("state", () => plan());
  plan(0);
}

export function put(patch) {
  const next = { ...form.value, ...patch };
  if (same(next, form.value)) return;
  form.value = next;
  remember(KEY, { form: next, of: form.of });
  announce("form", next);
  plan();
}

/* Everything the server needs: the form, and what was chosen in Play. */
export function filled() {
  const { model, fields, options } = page.state;
  return { ...form.value, model, fields, aggregation: options.aggregation };
}

export const plan = planner(
  () => (form.begun ? ["plan", filled()] : null),
  (answer) => {
    form.plan = answer;
    announce("plan", answer);
  },
);
