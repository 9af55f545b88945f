/* The first rows of a table, and above each column what it is used for. */
import { h, keyed, setText, show } from "../lib/dom.js";
import { t } from "../lib/strings.js";

const ROLES = ["none", "slot", "label", "split"];

/* What each column is for, while it is chosen: slots as pairs, because two may have one name for a moment. */
const draftOf = ({ label, split, slots }) => ({ label, split, slots: Object.entries(slots) });
const mappingOf = ({ label, split, slots }) => ({ label, split, slots: Object.fromEntries(slots) });
const slotAt = (draft, i) => draft.slots.find(([, at]) => at === i)?.[0];
const roleAt = (draft, i) =>
  draft.label === i ? "label" : draft.split === i ? "split" : slotAt(draft, i) === undefined ? "none" : "slot";

/* What stands in the way of asking the server, or "". */
function problem({ slots }) {
  const names = slots.map(([name]) => name);
  if (names.some((name) => !name)) return t("data.slot.empty");
  return new Set(names).size < names.length ? t("data.slot.twice") : "";
}

const isFaulty = ({ slots }, i) =>
  slots.some(([name, at]) => at === i && (!name || slots.filter(([other]) => other === name).length > 1));

/* A slot's first name: `text`, else the column's own, else text2, text3, … */
function freeName({ slots }, column) {
  const taken = slots.map(([name]) => name);
  const own = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column) ? [column] : [];
  return ["text", ...own, ...slots.map((_, i) => `text${i + 2}`), `text${slots.length + 2}`].find(
    (name) => !taken.includes(name),
  );
}

function assign(draft, i, role, column) {
  const rest = {
    label: draft.label === i ? null : draft.label,
    split: draft.split === i ? null : draft.split,
    slots: draft.slots.filter(([, at]) => at !== i),
  };
  if (role === "slot") rest.slots = [...rest.slots, [freeName(rest, column), i]].sort(([, a], [, b]) => a - b);
  else if (role !== "none") rest[role] = i;
  return rest;
}

/* A slot that got its column's name beside another and is now alone is `text`, as a first one would be. */
function alone({ slots, ...rest }, columns) {
  const [[name, i] = []] = slots;
  return { ...rest, slots: slots.length === 1 && name === columns[i].name ? [["text", i]] : slots };
}

/* `onchange(mapping, typing)` hears of each choice; `mapping` is null while a slot's name is none. */
export function columnsTable(onchange) {
  let draft = null;
  const head = h("tr", {});
  const body = h("tbody", { data: { testid: "data-cells" } });
  const wrong = h("p", { class: "pp-field-error", role: "alert", hidden: true, data: { testid: "data-slot-error" } });
  const node = h(
    "div",
    {},
    wrong,
    h(
      "div",
      { class: "pp-scroll pp-columns-scroll" },
      h("table", { class: "pp-data-table", data: { testid: "data-table" } }, h("thead", {}, head), body),
    ),
  );
  let shown = null;

  function put(next, typing) {
    draft = next;
    const message = problem(draft);
    setText(wrong, message);
    show(wrong, Boolean(message));
    if (message) wrong.scrollIntoView({ block: "nearest" });
    draw();
    onchange(message ? null : mappingOf(draft), typing);
  }

  function create(column, i) {
    const role = h(
      "select",
      { class: "pp-input", data: { testid: `data-role-${i}` } },
      ...ROLES.map((value) => h("option", { value }, t(`data.role.${value}`))),
    );
    const name = h("input", {
      type: "text",
      class: "pp-input pp-slot-input",
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      data: { testid: `data-slot-${i}` },
    });
    role.addEventListener("change", () =>
      put(alone(assign(draft, i, role.value, shown.columns[i].name), shown.columns)),
    );
    name.addEventListener("input", () =>
      put({ ...draft, slots: draft.slots.map(([old, at]) => [at === i ? name.value.trim() : old, at]) }, true),
    );
    return h(
      "th",
      { scope: "col" },
      h("div", { class: "pp-column-head" }, h("strong", { class: "pp-column-name" }), role, name),
    );
  }

  function draw() {
    const { columns, rows } = shown;
    keyed(
      head,
      columns,
      (_, i) => i,
      create,
      (cell, column, i) => {
        const [title, role, name] = cell.firstElementChild.children;
        setText(title, column.name);
        title.title = column.name;
        role.value = roleAt(draft, i);
        role.setAttribute("aria-label", t("data.role", { column: column.name }));
        name.setAttribute("aria-label", t("data.slot", { column: column.name }));
        show(name, role.value === "slot");
        name.setAttribute("aria-invalid", String(isFaulty(draft, i)));
        if (document.activeElement !== name) name.value = slotAt(draft, i) ?? "";
        cell.className = `pp-role-${role.value}`;
      },
    );
    body.replaceChildren(
      ...rows.map((row) =>
        h(
          "tr",
          {},
          ...columns.map((_, i) =>
            h("td", { class: `pp-role-${roleAt(draft, i)}` }, h("div", { class: "pp-data-cell" }, row[i] ?? "")),
          ),
        ),
      ),
    );
  }

  return {
    node,
    fill(answer) {
      shown = answer;
      draft = draftOf(answer.mapping);
      show(wrong, false);
      draw();
    },
  };
}
