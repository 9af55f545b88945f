/* What each column of a table is for, while it is chosen. Draws nothing. */

/** @typedef {import("../lib/calls.d.ts").ColumnRoles} ColumnRoles */
/** @typedef {import("../lib/calls.d.ts").TableColumn} TableColumn */
/** @typedef {"none" | "slot" | "label" | "split"} Role */
/**
 * Slots are pairs of a name and a column's number, because two may have one name for a moment.
 * @typedef {{ label: number | null, split: number | null, slots: [string, number][] }} Roles
 */

/** @type {Role[]} */
export const ROLES = ["none", "slot", "label", "split"];

/** @param {ColumnRoles} mapping @returns {Roles} */
export const rolesOf = ({ label, split, slots }) => ({ label, split, slots: Object.entries(slots) });

/** @param {Roles} roles @returns {ColumnRoles} */
export const mappingOf = ({ label, split, slots }) => ({ label, split, slots: Object.fromEntries(slots) });

/** @param {Roles} roles @param {number} i */
export const slotAt = ({ slots }, i) => slots.find(([, at]) => at === i)?.[0];

/** @param {Roles} roles @param {number} i @returns {Role} */
export function roleAt(roles, i) {
  if (roles.label === i) return "label";
  if (roles.split === i) return "split";
  return slotAt(roles, i) === undefined ? "none" : "slot";
}

/**
 * What stands in the way of asking the server.
 * @param {Roles} roles
 * @returns {"empty" | "twice" | null}
 */
export function fault({ slots }) {
  const names = slots.map(([name]) => name);
  if (names.some((name) => !name)) return "empty";
  return new Set(names).size < names.length ? "twice" : null;
}

/** @param {Roles} roles @param {number} i */
export const isFaulty = ({ slots }, i) =>
  slots.some(([name, at]) => at === i && (!name || slots.filter(([other]) => other === name).length > 1));

/**
 * A slot's first name: `text`, else the column's own, else text2, text3, …
 * @param {Roles} roles
 * @param {string} column
 */
function freeName({ slots }, column) {
  const taken = slots.map(([name]) => name);
  const own = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column) ? [column] : [];
  const names = ["text", ...own, ...slots.map((_, i) => `text${i + 2}`)];
  return names.find((name) => !taken.includes(name)) ?? `text${slots.length + 2}`;
}

/**
 * @param {Roles} roles
 * @param {number} i
 * @param {Role} role
 * @param {TableColumn[]} columns
 * @returns {Roles}
 */
export function assign(roles, i, role, columns) {
  /** @type {Roles} */
  const rest = {
    label: roles.label === i ? null : roles.label,
    split: roles.split === i ? null : roles.split,
    slots: roles.slots.filter(([, at]) => at !== i),
  };
  if (role === "label" || role === "split") return alone({ ...rest, [role]: i }, columns);
  if (role === "none") return alone(rest, columns);
  /** @type {[string, number]} */
  const slot = [freeName(rest, columns[i].name), i];
  return alone({ ...rest, slots: [...rest.slots, slot].sort(([, a], [, b]) => a - b) }, columns);
}

/**
 * A slot that got its column's name beside another and is now alone is `text`, as a first one would be.
 * @param {Roles} roles
 * @param {TableColumn[]} columns
 * @returns {Roles}
 */
function alone({ slots, ...rest }, columns) {
  const [[name, i] = ["", 0]] = slots;
  return { ...rest, slots: slots.length === 1 && name === columns[i].name ? [["text", i]] : slots };
}

/**
 * @param {Roles} roles
 * @param {number} i
 * @param {string} name
 * @returns {Roles}
 */
export const rename = (roles, i, name) => ({
  ...roles,
  slots: roles.slots.map(([old, at]) => [at === i ? name : old, at]),
});
