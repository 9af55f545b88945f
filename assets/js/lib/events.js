/* What the parts of a page tell each other. Every event and what comes with it stands in `Events`. */

/**
 * @typedef {object} Events
 * @property {{ discrete: boolean }} state the page's state changed; `discrete` marks one deed, not one key of many
 * @property {any} answer the server's answer to the state (Play)
 * @property {undefined} shown other parts of the answer are on screen (Play)
 * @property {undefined} steps other rows of the steps are wanted (Play)
 * @property {any} model the model in use: its card, and what is wrong with it
 * @property {undefined} before-deed a discrete change is about to be made
 * @property {undefined} history what can be undone changed
 * @property {undefined} appearance colours or sizes changed: charts are drawn anew
 * @property {undefined} room there is another height for the answer beside the question (Play)
 * @property {undefined} choose-model somebody wants the model dialog
 * @property {boolean} busy whether the last answer took the server long (Play)
 * @property {boolean} silence whether the server gives no answer
 * @property {{ list: import("./calls.d.ts").DataCard[] | null, labels: string[] | null, error: string }} sets the data
 *   sets there are, and the labels of the verbalizer that goes with them
 * @property {undefined} counted it is known what counting words gets right on a set of one's own
 * @property {undefined} learn what the Learn panel shows changed
 * @property {string} term somebody wants a term of the glossary, by its id
 * @property {undefined} evaluate-form what is to be evaluated changed
 * @property {undefined} evaluate-outline the server's word on what is to be evaluated
 * @property {undefined} examples other examples are listed
 * @property {undefined} compare-form what is to be compared changed
 * @property {undefined} compare-outline the server's word on what is to be compared
 * @property {typeof import("../jobs/list.js").jobs} jobs the list of jobs changed
 * @property {typeof import("../jobs/current.js").current} current another job is in sight, or more is known of it
 * @property {undefined} compared other jobs are chosen to be compared
 * @property {undefined} train-form what is to be trained changed
 * @property {undefined} train-outline the server's word on what is to be trained
 * @property {undefined} train-again what stands in the form is to be trained
 * @property {import("./exercise.js").Exercise | null} exercise the exercise that a link set, or that it has ended
 * @property {undefined} search-form what is to be searched changed
 * @property {undefined} search-outline the server's word on what is to be searched
 * @property {undefined} checkpoint another checkpoint of the training in sight is looked at
 */

/** @type {Map<string, Set<(detail: any) => void>>} */
const listeners = new Map();
/** @type {Map<string, () => any>} */
const latecomers = new Map();

/**
 * Hear of an event from now on; of one that `remembers`, also of what stands now.
 * @template {keyof Events} Name
 * @param {Name} name
 * @param {(detail: Events[Name]) => void} listener
 */
export function on(name, listener) {
  if (!listeners.has(name)) listeners.set(name, new Set());
  listeners.get(name)?.add(listener);
  const present = latecomers.get(name)?.();
  if (present) listener(present);
}

/**
 * Tell everybody.
 * @template {keyof Events} Name
 * @param {Name} name
 * @param {Events[Name]} [detail]
 */
export function announce(name, detail) {
  for (const listener of listeners.get(name) ?? []) listener(detail);
}

/**
 * Parts of a page appear in no certain order: whoever comes late hears what `present()` gives, if it gives anything.
 * @template {keyof Events} Name
 * @param {Name} name
 * @param {() => Events[Name] | null} present
 */
export const remembers = (name, present) => latecomers.set(name, present);
