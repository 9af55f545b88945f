/* A prompt on its way to another page of this tab. */
import { query } from "./address.js";
import { recall, remember } from "./storage.js";
import { change } from "./store.js";

/** @typedef {Omit<import("./calls.d.ts").PromptState, "fields">} Prompt the example of Play stays */

const LEARN = 16; // examples a class that a verbalizer learns from where Evaluate is asked to try one

/**
 * A prompt into Play's state, which the page at an address begins with.
 * @param {Partial<Prompt>} prompt
 * @param {string} address
 */
export function takeAlong({ template, verbalizer, model, options, prompts }, address) {
  const all = { template, verbalizer, model, options, prompts };
  change(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)), { discrete: true });
  // The state as it is now goes along.
  const text = query();
  location.href = address + (text ? `?${text}` : "");
}

/**
 * The same to Evaluate, whose form is set to learn a verbalizer, on a set if one is named.
 * @param {Partial<Prompt>} prompt
 * @param {import("./calls.d.ts").TrainForm["data"] | null} data
 * @param {string} address Evaluate's
 */
export function tryLearnt(prompt, data, address) {
  remember("pp.evaluate", { ...(recall("pp.evaluate") ?? {}), learn: LEARN, ...(data ? { data } : {}) });
  takeAlong(prompt, address);
}
