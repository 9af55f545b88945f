/* A run's name: a button that shows the run, and a box while it is renamed. */
import { ask } from "../lib/api.js";
import { h, setText, show } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { putRun, tellOthers } from "./list.js";

async function rename(id, name, tell) {
  tell("");
  try {
    const answer = await ask("run_rename", { job: id, name });
    if (answer.error) return tell(answer.error.message);
    putRun(id, answer.row);
    tellOthers();
  } catch {
    tell(t("calls.lost"));
  }
}

export function runName(choose, tell) {
  const button = h("button", { type: "button", class: "pp-job-title", data: { testid: "run-title" } });
  const box = h("input", {
    type: "text",
    class: "pp-input pp-run-name",
    maxlength: "80",
    hidden: true,
    "aria-label": t("runs.name"),
    data: { testid: "run-name" },
  });
  let row = null;
  const close = (keep) => {
    if (box.hidden) return;
    const name = box.value.trim();
    show(box, false);
    show(button, true);
    if (keep && name && name !== row.title) {
      setText(button, name);
      rename(row.id, name, tell);
    }
  };
  button.addEventListener("click", () => choose(row.id));
  box.addEventListener("blur", () => close(true));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") close(true);
    if (event.key === "Escape") close(false);
    if (["Enter", "Escape"].includes(event.key)) button.focus();
  });
  return {
    nodes: [button, box],
    fill(next, chosen) {
      row = next;
      setText(button, row.title);
      button.setAttribute("aria-pressed", String(chosen));
    },
    edit() {
      box.value = row.title;
      show(button, false);
      show(box, true);
      box.select();
      box.focus();
    },
  };
}
