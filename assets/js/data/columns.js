/* The first rows of a table, and above each column what it is used for. */
import { html, ref } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { option, typed } from "./parts.js";
import { ROLES, assign, fault, isFaulty, rename, roleAt, slotAt } from "./roles.js";

/** @typedef {import("../lib/calls.d.ts").FilePreview} FilePreview */
/** @typedef {import("./roles.js").Roles} Roles */
/** @typedef {import("./roles.js").Role} Role */

/**
 * @param {FilePreview} found
 * @param {Roles} roles
 * @param {(roles: Roles, typing: boolean) => void} onchange hears of each choice
 * @param {import("../lib/vendor/lit-html/directives/ref.js").Ref} wrong where it says what is wrong with a slot's name
 */
export function columnsTable({ columns, rows }, roles, onchange, wrong) {
  const problem = fault(roles);

  /** @param {string} name @param {number} i */
  function head(name, i) {
    const now = roleAt(roles, i);
    /** @param {Event & { currentTarget: HTMLSelectElement }} event */
    const choose = (event) =>
      onchange(assign(roles, i, /** @type {Role} */ (event.currentTarget.value), columns), false);
    /** @param {Event & { currentTarget: HTMLInputElement }} event */
    const call = (event) => onchange(rename(roles, i, event.currentTarget.value.trim()), true);
    return html`<th scope="col" class="pp-role-${now}">
      <div class="pp-column-head">
        <strong class="pp-column-name" title=${name}>${name}</strong>
        <select
          class="pp-input"
          data-testid="data-role-${i}"
          aria-label=${t("data.role", { column: name })}
          @change=${choose}
        >
          ${ROLES.map((role) => option(role, t(`data.role.${role}`), role === now))}
        </select>
        <input
          type="text"
          class="pp-input pp-slot-input"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          data-testid="data-slot-${i}"
          aria-label=${t("data.slot", { column: name })}
          aria-invalid=${String(isFaulty(roles, i))}
          ?hidden=${now !== "slot"}
          .value=${typed(slotAt(roles, i) ?? "")}
          @input=${call}
        />
      </div>
    </th>`;
  }

  return html`<p class="pp-field-error" role="alert" data-testid="data-slot-error" ?hidden=${!problem} ${ref(wrong)}>
      ${problem ? t(`data.slot.${problem}`) : ""}
    </p>
    <div class="pp-scroll pp-columns-scroll">
      <table class="pp-data-table" data-testid="data-table">
        <thead>
          <tr>
            ${columns.map(({ name }, i) => head(name, i))}
          </tr>
        </thead>
        <tbody data-testid="data-cells">
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map(
                  (_, i) =>
                    html`<td class="pp-role-${roleAt(roles, i)}"><div class="pp-data-cell">${row[i] ?? ""}</div></td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
