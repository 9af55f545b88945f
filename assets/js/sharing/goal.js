/* An exercise's goal: one of the conditions of lessons (playground/lessons/conditions.py), written from a form and read back
   to be told in words. What is another condition is shown as it is written. */

/** @typedef {{ kind: string, name: string, number: number }} Goal `number` in percent, where the kind has one */

/** @type {Record<string, boolean>} kind of goal -> whether it has a number */
export const GOALS = { above: true, below: true, label: false, word: false };

/** @type {[string, string][]} the quotation marks that conditions know */
const MARKS = [
  ['"', '"'],
  ["“", "”"],
  ["「", "」"],
];

/** @param {string} name */
function quoted(name) {
  const [open, close] = MARKS.find(([, end]) => !name.includes(end)) ?? MARKS[0];
  return open + name.replaceAll(close, "") + close;
}

/**
 * The condition; empty where there is no goal.
 * @param {Goal} goal
 */
export function written({ kind, name, number }) {
  if (!Object.hasOwn(GOALS, kind) || !name.trim()) return "";
  const its = quoted(name.trim());
  if (GOALS[kind]) return `share of ${its} ${kind} ${Math.min(100, Math.max(0, Math.round(number) || 0))}%`;
  return `top ${kind} is ${its}`;
}

const NAME = `(?:"([^"]*)"|“([^”]*)”|「([^」]*)」|(\\S+))`;
const SHARE = new RegExp(`^share of ${NAME} (above|below) (\\d+(?:\\.\\d+)?)%$`);
const TOP = new RegExp(`^top (label|word) is ${NAME}$`);

/**
 * What a condition says, or null where it is none of these.
 * @param {string} text
 * @returns {Goal | null}
 */
export function goalOf(text) {
  const share = SHARE.exec(text);
  if (share) {
    const name = share.slice(1, 5).find((part) => part !== undefined) ?? "";
    return { kind: share[5], name, number: Number(share[6]) };
  }
  const top = TOP.exec(text);
  if (!top) return null;
  return { kind: top[1], name: top.slice(2).find((part) => part !== undefined) ?? "", number: 0 };
}
