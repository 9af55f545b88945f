/* Questions to the server: `ask(name, payload)` gives a promise of the answer. Each name has a widget of
   its own (components/widgets/call.py), and one question of a name is under way at a time, because of
   two answers in one frame Gradio would deliver only the last. */
import { owner } from "./owner.js";
import { announce } from "./store.js";

const PATIENCE = 20_000;
const lanes = new Map();
let number = 0;

function lane(name) {
  if (!lanes.has(name)) lanes.set(name, { send: null, busy: null, line: [] });
  return lanes.get(name);
}

function advance(own) {
  if (own.busy || !own.send || !own.line.length) return;
  own.busy = own.line.shift();
  own.busy.timer = setTimeout(() => {
    announce("silence", true);
    finish(own, (question) => question.reject(new Error("no answer")));
  }, own.busy.patience);
  own.send({ id: own.busy.id, payload: own.busy.payload });
}

function finish(own, tell) {
  const question = own.busy;
  clearTimeout(question.timer);
  own.busy = null;
  tell(question);
  advance(own);
}

/* The answer is JSON with `error` (null, or `message` and `target`). `latest` drops questions of this
   name that still wait: theirs is answered by null. Rejected when nothing comes in time. */
export function ask(name, payload = {}, { latest = false, patience = PATIENCE } = {}) {
  const own = lane(name);
  if (latest) for (const old of own.line.splice(0)) old.resolve(null);
  number += 1;
  return new Promise((resolve, reject) => {
    own.line.push({ id: number, payload: { owner: owner(), ...payload }, patience, resolve, reject });
    advance(own);
  });
}

export function mountCall({ element, props, trigger, watch, events }, plain) {
  element.hidden = true;
  const [asking] = events;
  const own = lane(props.name);
  own.send = (question) => trigger(asking, question);
  watch("value", () => {
    const value = plain(props.value);
    if (!value || value.id !== own.busy?.id) return; // an answer that came too late
    announce("silence", false);
    finish(own, (question) => question.resolve(value.answer));
  });
  advance(own);
}
