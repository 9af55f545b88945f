/* The foot of both forms: what the plan has to say, the button, and what it will cost. */
import { ask } from "../lib/api.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { count, duration } from "../lib/format.js";
import { filled, form } from "./form.js";
import { begun } from "./run.js";

const createNote = () =>
  h("li", {}, h("span", { class: "pp-mark", "aria-hidden": "true" }), h("div", { class: "pp-notice-text" }));

function fillNote(node, note) {
  node.className = `pp-notice pp-${note.level}`;
  setText(node.firstElementChild, note.level === "info" ? "i" : "!");
  setText(node.lastElementChild, note.message);
}

function costs(answer) {
  const parts = [];
  if (Number.isFinite(answer.cells))
    parts.push(t(`compare.${answer.view}.cells`, { cells: count(answer.cells), rows: answer.examples ?? 0 }));
  if (Number.isFinite(answer.seconds)) parts.push(duration(answer.seconds));
  return parts.join(" · ");
}

/* Start a run of a view; `more` is added to its form. Returns what is wrong, or null. */
export async function start(view, more = {}) {
  try {
    const answer = await ask(`${view}_start`, { form: filled(view, more) }, { patience: 60_000 });
    if (answer.error) return answer.error;
    begun(view, answer.job);
    return null;
  } catch {
    return { target: "calls", message: t("calls.lost") };
  }
}

/* `beside` are the targets of errors that the view says elsewhere. */
export function startLine(view, beside) {
  const notes = h("ul", { class: "pp-notices", hidden: true, data: { testid: `${view}-notes` } });
  const button = h(
    "button",
    { type: "submit", class: "pp-primary pp-train-button", data: { testid: `${view}-start` } },
    t(`compare.${view}.start`),
  );
  const cost = h("span", { class: "pp-quiet pp-number", "aria-live": "polite", data: { testid: `${view}-cost` } });
  function tell(error) {
    const planned = form.plan?.view === view ? form.plan : {};
    const wrong = error ?? (planned.error && !beside.includes(planned.error.target) ? planned.error : null);
    const all = [...(planned.notes ?? []), ...(wrong ? [{ level: "error", message: wrong.message }] : [])];
    show(notes, all.length > 0);
    keyed(notes, all, ({ message }) => message, createNote, fillNote);
  }
  on("compare-plan", (answer) => {
    if (answer.view !== view) return;
    tell(null);
    setText(cost, answer.error ? "" : costs(answer));
  });
  async function submit(event) {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    setText(button, t("compare.starting"));
    const error = await start(view);
    tell(error);
    button.disabled = false;
    setText(button, t(`compare.${view}.start`));
    const result = document.getElementById(`pp-${view}-result`);
    const { top } = result.getBoundingClientRect();
    // Beside the form it is in sight; above it, on phones and projectors, it may not be.
    if (!error && (top < 0 || top > innerHeight / 2)) result.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  return { node: h("div", { class: "pp-start" }, notes, button, cost), submit };
}
