/* The card "Runs": the evaluations this browser has asked for, and what can be done with each. */
import { ask } from "../lib/api.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { percent, whole } from "../lib/format.js";
import { t } from "../lib/strings.js";
import { compared, compareRun } from "./compared.js";
import { runName } from "./rename.js";
import { putRun, refreshRuns, runs, tellOthers } from "./list.js";

const DEEDS = ["cancel", "resume", "repeat", "rename", "delete"];

async function act(id, deed, { begun, tell }) {
  tell("");
  try {
    const answer =
      deed === "repeat"
        ? await ask("run_repeat", { job: id }, { patience: 60_000 })
        : await ask("run_act", { job: id, deed });
    if (answer.error) return tell(answer.error.message);
    if (deed === "repeat") return begun(answer.job, answer.row ?? null);
    putRun(id, answer.row ?? null);
    tellOthers();
    refreshRuns();
  } catch {
    tell(t("calls.lost"));
  }
}

function create(page) {
  const box = h("input", { type: "checkbox", class: "pp-check" });
  const name = runName(page.choose, page.tell);
  const bar = h(
    "div",
    { class: "pp-bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
    h("div", { class: "pp-bar-fill" }),
  );
  const deeds = DEEDS.map((deed) =>
    h("button", { type: "button", class: "pp-link", data: { testid: `run-${deed}` } }, t(`runs.${deed}`)),
  );
  const node = h(
    "li",
    { class: "pp-job pp-run-row", data: { testid: "run" } },
    box,
    h(
      "div",
      { class: "pp-job-words" },
      ...name.nodes,
      h("p", { class: "pp-quiet pp-number" }),
      h("p", { class: "pp-quiet pp-run-prompt" }),
    ),
    h(
      "div",
      { class: "pp-job-state" },
      bar,
      h("strong", { class: "pp-number pp-run-accuracy" }),
      h("span", { class: "pp-state" }),
    ),
    h("div", { class: "pp-job-deeds" }, ...deeds),
  );
  node.parts = { box, name, bar, deeds, page };
  return node;
}

/* Rows of a page's other kinds of runs cannot stand beside this one's numbers. */
const comparable = (row) => row.can.includes("compare");

function fill(node, row) {
  const { box, name, bar, deeds, page } = node.parts;
  const [, words, state] = node.children;
  const [detail, prompt] = [...words.children].slice(-2);
  node.dataset.state = row.state;
  const chosen = row.id === page.chosen();
  node.classList.toggle("pp-chosen", chosen);
  name.fill(row, chosen);
  setText(detail, [row.data, row.detail].filter(Boolean).join(" · "));
  // A run without a name of its own is called by its prompt.
  const own = row.prompt && !row.title.startsWith(row.prompt) ? row.prompt : "";
  show(prompt, Boolean(own));
  setText(prompt, own);
  const label = t("jobs.compare", { title: row.title });
  box.checked = compared(row.id);
  box.disabled = !comparable(row);
  box.setAttribute("aria-label", label);
  box.title = label;
  box.onchange = () => compareRun(row.id, box.checked);
  const done = Math.round(100 * row.progress);
  bar.firstElementChild.style.width = `${done}%`;
  bar.setAttribute("aria-valuenow", String(done));
  bar.setAttribute("aria-label", row.title);
  show(bar, !["done", "failed", "cancelled"].includes(row.state));
  const [, accuracy, pill] = state.children;
  setText(accuracy, row.accuracy === null || row.accuracy === undefined ? "" : percent(row.accuracy));
  accuracy.title = row.interval
    ? t("result.interval", { low: whole(row.interval[0]), high: whole(row.interval[1]) })
    : "";
  pill.className = `pp-state pp-state-${row.state}`;
  setText(pill, row.state_label);
  show(pill, row.state !== "done" || !accuracy.textContent);
  deeds.forEach((button, i) => {
    show(button, row.can.includes(DEEDS[i]));
    button.setAttribute("aria-label", `${t(`runs.${DEEDS[i]}`)}: ${row.title}`);
    button.onclick = () => (DEEDS[i] === "rename" ? name.edit() : act(row.id, DEEDS[i], page));
  });
}

/* `chosen()` is the id of the run in sight, `choose(id)` looks at another, and `begun(id, row)` hears of one
   that was started again; `heard` are the events after which another may be in sight. */
export function runsCard({ chosen, choose, begun, heard = [] }) {
  const list = h("ul", { class: "pp-jobs", data: { testid: "runs" } });
  const side = h("span", { class: "pp-quiet pp-side", data: { testid: "runs-side" } });
  const message = h("p", { class: "pp-notice pp-error", role: "alert", hidden: true });
  const tell = (text) => {
    show(message, Boolean(text));
    setText(message, text);
  };
  const hint = h("p", { class: "pp-quiet" }, t("runs.hint"));
  const node = card("pp-runs", t("runs.title"), [side], list, message, hint);
  const draw = () => {
    const rows = runs.rows ?? [];
    show(node, rows.length > 0 || Boolean(runs.error));
    if (runs.error) tell(runs.error);
    setText(
      side,
      [t("jobs.mine", { n: rows.length }), runs.ahead ? t("jobs.ahead", { n: runs.ahead }) : ""]
        .filter(Boolean)
        .join(" · "),
    );
    show(hint, rows.filter(comparable).length > 1);
    keyed(
      list,
      rows,
      (row) => row.id,
      () => create({ chosen, choose, begun, tell }),
      fill,
    );
  };
  for (const name of ["runs", "compared", ...heard]) on(name, draw);
  draw();
  return node;
}
