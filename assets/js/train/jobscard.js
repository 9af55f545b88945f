/* The card "Jobs": everything this browser has had trained, and what can be done with it. */
import { ask } from "../lib/api.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { jobs, putRow, refresh, tellOtherTabs } from "../jobs/trainings.js";
import { forgetOwner } from "../lib/owner.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { compare, compared } from "./compare.js";
import { whole } from "../lib/format.js";
import { choose, run } from "./run.js";

const DEEDS = ["cancel", "resume", "delete"];

async function act(id, deed, tell) {
  tell("");
  try {
    const answer = await ask("act", { job: id, deed });
    if (answer.error) tell(answer.error.message);
    else putRow(id, answer.row ?? null);
    tellOtherTabs();
    refresh();
  } catch {
    tell(t("calls.lost"));
  }
}

function create(tell) {
  const box = h("input", { type: "checkbox", class: "pp-check" });
  const name = h("button", { type: "button", class: "pp-job-title" });
  const bar = h(
    "div",
    { class: "pp-bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
    h("div", { class: "pp-bar-fill" }),
  );
  const deeds = DEEDS.map((deed) =>
    h("button", { type: "button", class: "pp-link", data: { testid: `job-${deed}` } }, t(`jobs.${deed}`)),
  );
  const node = h(
    "li",
    { class: "pp-job" },
    box,
    h("div", { class: "pp-job-words" }, name, h("p", { class: "pp-quiet pp-number" })),
    h("div", { class: "pp-job-state" }, bar, h("span", { class: "pp-state" })),
    h("div", { class: "pp-job-deeds" }, ...deeds),
  );
  node.parts = { box, name, bar, deeds, tell };
  return node;
}

function fill(node, row) {
  const { box, name, bar, deeds, tell } = node.parts;
  const [, words, state] = node.children;
  const title = [row.title, row.method].filter(Boolean).join(" · ");
  node.dataset.testid = "job";
  node.dataset.state = row.state;
  node.classList.toggle("pp-chosen", row.id === run.id);
  setText(name, title);
  name.setAttribute("aria-pressed", String(row.id === run.id));
  name.onclick = () => choose(row.id);
  const gain = row.accuracy === null ? "" : t("jobs.accuracy", { accuracy: whole(row.accuracy) });
  setText(words.lastElementChild, [row.detail, gain].filter(Boolean).join(" · "));
  box.checked = compared(row.id);
  box.setAttribute("aria-label", t("jobs.compare", { title }));
  box.title = t("jobs.compare", { title });
  box.onchange = () => compare(row.id, box.checked);
  const percent = Math.round(100 * row.progress);
  bar.firstElementChild.style.width = `${percent}%`;
  bar.setAttribute("aria-valuenow", String(percent));
  bar.setAttribute("aria-label", title);
  show(bar, !["done", "failed", "cancelled"].includes(row.state));
  const pill = state.lastElementChild;
  pill.className = `pp-state pp-state-${row.state}`;
  setText(pill, row.state_label);
  deeds.forEach((button, i) => {
    show(button, row.can.includes(DEEDS[i]));
    button.setAttribute("aria-label", `${t(`jobs.${DEEDS[i]}`)}: ${title}`);
    button.onclick = () => act(row.id, DEEDS[i], tell);
  });
}

/* Deleting everything asks once more, in the same place. */
function forgetting(tell) {
  const ask_ = h(
    "button",
    { type: "button", class: "pp-link pp-quiet-link", data: { testid: "forget" } },
    t("jobs.forget"),
  );
  const yes = h("button", { type: "button", class: "pp-pill", data: { testid: "forget-yes" } }, t("jobs.forget.yes"));
  const no = h("button", { type: "button", class: "pp-link" }, t("jobs.forget.no"));
  const question = h(
    "div",
    { class: "pp-forget", role: "group", "aria-label": t("jobs.forget"), hidden: true },
    h("span", {}, t("jobs.forget.sure")),
    yes,
    no,
  );
  const open = (wanted) => {
    show(question, wanted);
    show(ask_, !wanted);
    (wanted ? no : ask_).focus();
  };
  ask_.addEventListener("click", () => open(true));
  no.addEventListener("click", () => open(false));
  yes.addEventListener("click", async () => {
    try {
      const answer = await ask("forget");
      open(false);
      if (answer.error) return tell(answer.error.message);
      forgetOwner();
      choose(null);
      tell("");
      await refresh();
      tellOtherTabs();
    } catch {
      tell(t("calls.lost"));
    }
  });
  return h("div", {}, ask_, question);
}

export function jobsCard() {
  const list = h("ul", { class: "pp-jobs", data: { testid: "jobs" } });
  const side = h("span", { class: "pp-quiet pp-side", data: { testid: "jobs-side" } });
  const message = h("p", { class: "pp-notice pp-error", role: "alert", hidden: true });
  const tell = (text) => {
    show(message, Boolean(text));
    setText(message, text);
  };
  const forget = forgetting(tell);
  const hint = h("p", { class: "pp-quiet" }, t("jobs.hint"));
  const node = card(
    "pp-jobs",
    t("jobs.title"),
    [side],
    list,
    message,
    h("div", { class: "pp-jobs-foot" }, hint, forget),
  );
  const draw = () => {
    const rows = jobs.rows ?? [];
    show(node, rows.length > 0 || Boolean(jobs.error));
    if (jobs.error) tell(jobs.error);
    setText(
      side,
      [t("jobs.mine", { n: rows.length }), jobs.ahead ? t("jobs.ahead", { n: jobs.ahead }) : ""]
        .filter(Boolean)
        .join(" · "),
    );
    show(hint, rows.length > 1);
    keyed(
      list,
      rows,
      (row) => row.id,
      () => create(tell),
      fill,
    );
  };
  for (const name of ["jobs", "run", "compare"]) on(name, draw);
  draw();
  return node;
}
