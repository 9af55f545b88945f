/* What is to be trained: the form's values, kept in this tab, and the server's plan for them. */
import { ask } from "../calls.js";
import { labels } from "../data/fitting.js";
import { announce, on, page, same } from "../store.js";

const KEY = "pp.train";
const PAUSE = 300;

export const form = { value: null, plan: null, setup: null };

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null; // nothing there, or storage is forbidden
  }
}

const prompt = () => ({ template: page.state.template, verbalizer: page.state.verbalizer });

function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ form: form.value, of: form.of }));
  } catch {
    // a large CSV file does not fit; a reload forgets the form
  }
}

/* Play's prompt with the demo set that has its labels. Where none has, and nobody has touched Play,
   the set of this language with its own prompt. */
function fitting() {
  const { demos } = form.setup;
  const its = labels(form.of.verbalizer);
  const set = demos.find(({ verbalizer }) => verbalizer && same(labels(verbalizer), its));
  const data = set && "demo" in form.value.data ? { demo: set.id } : form.value.data;
  const own = demos.find(({ id }) => id === data.demo);
  if (set || !own?.verbalizer || page.state.verbalizer !== page.defaults.verbalizer) return { ...form.of, data };
  return { template: own.template, verbalizer: own.verbalizer, data };
}

/* Begin with Play's prompt, or with what was written here for this very prompt before. */
export function beginForm(setup) {
  const kept = remembered();
  form.setup = setup;
  form.of = prompt();
  form.value = { ...structuredClone(setup.form), ...kept?.form };
  if (!kept || !same(kept.of, form.of)) Object.assign(form.value, fitting());
  on("state", () => plan());
  plan(0);
}

export function put(patch) {
  const next = { ...form.value, ...patch };
  if (same(next, form.value)) return;
  form.value = next;
  keep();
  announce("form", next);
  plan();
}

/* Everything the server needs: the form, and what was chosen in Play. */
export function filled() {
  const { model, fields, options } = page.state;
  return { ...form.value, model, fields, aggregation: options.aggregation };
}

let timer = 0;
let sent = 0;

/* Ask what the form would do, a moment after the last change. */
export function plan(pause = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    sent += 1;
    const mine = sent;
    try {
      const answer = await ask("plan", { form: filled() }, { latest: true });
      if (!answer || mine !== sent) return;
      form.plan = answer;
      announce("plan", answer);
    } catch {
      plan(5000); // the header says that the server is silent
    }
  }, pause);
}
