/* What a link carries, as a list of sentences' keys with their values. */

const OTHERS = ["field", "job", "exercise", "look"]; // what else has a point in its name
const PROMPT = ["template", "verbalizer", "model"];

/** @typedef {{ key: string, values: Record<string, unknown> }} Carried */

/**
 * @param {URLSearchParams} query
 * @param {string[]} options the names of scoring's options
 * @returns {Carried[]}
 */
export function carried(query, options) {
  const names = [...new Set(query.keys())];
  const under = (/** @type {string} */ part) => names.filter((name) => name.startsWith(`${part}.`));
  const slots = under("field").map((name) => `{${name.slice("field.".length)}}`);
  const prompts = query.getAll("prompt").length;
  const chosen = options.filter((name) => names.includes(name));
  const form = names.some((name) => name.includes(".") && !OTHERS.includes(name.split(".")[0]));
  const set = under("exercise");
  const parts = query.getAll("exercise.hide").length + query.getAll("exercise.lock").length;
  const list = PROMPT.filter((name) => query.get(name)).map((name) => ({
    key: name,
    values: { name: name === "model" ? query.get(name) : "" },
  }));
  return [
    ...list,
    ...(slots.length ? [{ key: "fields", values: { slots: slots.join(", ") } }] : []),
    ...(prompts ? [{ key: "prompts", values: { count: prompts } }] : []),
    ...(chosen.length ? [{ key: "options", values: { count: chosen.length } }] : []),
    ...(form ? [{ key: "form", values: {} }] : []),
    ...(under("look").length ? [{ key: "look", values: {} }] : []),
    ...(under("job").length ? [{ key: "job", values: {} }] : []),
    ...(set.length ? [{ key: parts ? "exercise" : "exercise.texts", values: { count: parts } }] : []),
  ];
}
