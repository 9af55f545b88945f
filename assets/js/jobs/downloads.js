/* What can be taken away of a run: its predictions, its numbers, and the record to repeat it from. */
import { ask } from "../lib/api.js";
import { h, setText, show } from "../lib/dom.js";
import { save } from "../lib/files.js";
import { t } from "../lib/strings.js";

/* `of()` says which run is meant, as `job`, and of a run with many cells which of these, as `cell`: null
   where it has no predictions. `names` are other words for a kind. */
export function downloads(kinds, of, names = {}) {
  const message = h("span", { class: "pp-quiet", role: "status" });
  async function take(kind) {
    setText(message, "");
    const answer = await ask("run_file", { ...of(), kind }, { patience: 60_000 }).catch(() => ({
      error: { message: t("calls.lost") },
    }));
    if (answer.error) setText(message, answer.error.message);
    else save(answer.name, answer.base64);
  }
  const button = (kind) =>
    h(
      "button",
      { type: "button", class: "pp-link", onclick: () => take(kind), data: { testid: `download-${kind}` } },
      names[kind] ?? t(`evaluate.file.${kind}`),
    );
  const buttons = Object.fromEntries(kinds.map((kind) => [kind, button(kind)]));
  const node = h(
    "div",
    { class: "pp-downloads" },
    h("span", { class: "pp-quiet" }, t("evaluate.files")),
    ...Object.values(buttons),
    message,
  );
  return {
    node,
    fill(row) {
      show(node, ["done", "cancelled"].includes(row?.state));
      if (buttons.predictions) show(buttons.predictions, of().cell !== null);
    },
  };
}
