/* The card "Result": what each seed reached on examples nobody trained on, and one sentence. */
import { helpMark } from "../lib/popover.js";
import { ask } from "../lib/api.js";
import { card } from "../lib/cards.js";
import { h, keyed, setText, show } from "../lib/dom.js";
import { save } from "../lib/files.js";
import { on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { interval, points, whole } from "../lib/format.js";
import { run, seedNow } from "./run.js";

const COLUMNS = ["seed", "start", "calibrated", "trained", "gain"];

function create() {
  const small = () => h("small", { class: "pp-interval" });
  return h(
    "tr",
    {},
    h("th", { scope: "row" }),
    h("td", { class: "pp-number" }),
    h("td", { class: "pp-number" }),
    h("td", { class: "pp-number" }, h("strong", {}), small()),
    h("td", { class: "pp-number" }, h("strong", {}), small()),
  );
}

function fill(node, row) {
  const [seed, start, calibrated, trained, gain] = node.children;
  setText(seed, String(row.seed));
  // Without test examples there is nothing to compare on.
  const known = (value, write) => (value === null || value === undefined ? "–" : write(value));
  setText(start, known(row.start, whole));
  setText(calibrated, known(row.calibrated, whole));
  setText(trained.firstElementChild, whole(row.accuracy));
  setText(trained.lastElementChild, row.interval ? interval(row.interval, whole) : "");
  setText(gain.firstElementChild, known(row.gain, points));
  setText(gain.lastElementChild, row.gain_interval ? interval(row.gain_interval, points) : "");
}

export function resultCard() {
  const body = h("tbody", {});
  const sentence = h("p", { class: "pp-result-sentence", "aria-live": "polite", data: { testid: "result-sentence" } });
  const message = h("span", { class: "pp-quiet", role: "status" });
  const csv = h(
    "button",
    { type: "button", class: "pp-link pp-side", data: { testid: "result-csv" } },
    t("result.csv"),
  );
  csv.addEventListener("click", async () => {
    const answer = await ask("file", { job: run.id, seed: seedNow()?.seed, kind: "csv" }).catch(() => ({
      error: { message: t("calls.lost") },
    }));
    setText(message, answer.error?.message ?? "");
    if (!answer.error) save(answer.name, answer.base64);
  });
  const table = h(
    "table",
    { class: "pp-steps pp-result-table", data: { testid: "result" } },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...COLUMNS.map((name, i) => h("th", { scope: "col", class: i ? "pp-number" : null }, t(`result.${name}`))),
      ),
    ),
    body,
  );
  const node = card(
    "pp-result",
    t("result.title"),
    [helpMark(t("result.title"), t("result.help")), csv],
    sentence,
    h("div", { class: "pp-scroll" }, table),
    message,
  );
  on("run", ({ data }) => {
    const found = data?.result;
    show(node, Boolean(found));
    if (!found) return;
    keyed(body, found.rows, (row) => row.seed, create, fill);
    setText(sentence, found.sentence ?? "");
  });
  show(node, false);
  return node;
}
