/* What can be taken away of a run: its predictions, its numbers, and the record to repeat it from. */
import { ask } from "../calls.js";
import { h, setText, show } from "../dom.js";
import { save } from "../files.js";
import { t } from "../strings.js";
import { run } from "./run.js";

const KINDS = ["predictions", "summary", "record"];

export function downloads() {
  const message = h("span", { class: "pp-quiet", role: "status" });
  async function take(kind) {
    setText(message, "");
    const answer = await ask("run_file", { job: run.id, kind }, { patience: 60_000 }).catch(() => ({ error: { message: t("calls.lost") } }));
    if (answer.error) setText(message, answer.error.message);
    else save(answer.name, answer.base64);
  }
  const buttons = KINDS.map((kind) => h("button", { type: "button", class: "pp-link", onclick: () => take(kind), data: { testid: `download-${kind}` } }, t(`evaluate.file.${kind}`)));
  const node = h("div", { class: "pp-downloads" }, h("span", { class: "pp-quiet" }, t("evaluate.files")), ...buttons, message);
  return { node, fill: (row) => show(node, ["done", "cancelled"].includes(row?.state)) };
}
