/* The examples without labels that batch calibration averages over: a box of lines. */
import { on } from "../lib/events.js";
import { html } from "../lib/lit.js";
import { page, setOption } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { textbox } from "../lib/textbox.js";
import { rowsOfSet } from "./setrows.js";

const ROWS = 4; // lines of the empty box

export function batchRows() {
  const box = textbox({
    id: "pp-batch-rows",
    label: t("options.batch_rows"),
    rows: ROWS,
    placeholder: t("options.batch_rows.placeholder"),
    oninput: (text) => setOption("batch_rows", lines(text)),
  });
  // While one types, the box keeps its empty lines.
  const fill = () => {
    const rows = page.state.options.batch_rows ?? [];
    if (lines(box.area.value).join("\n") !== rows.join("\n")) box.set(rows.join("\n"));
  };
  on("state", fill);
  fill();
  const status = document.createElement("span");
  status.className = "pp-quiet";
  status.role = "status";
  async function take() {
    status.textContent = "";
    const rows = await rowsOfSet();
    if (rows) setOption("batch_rows", rows, { discrete: true });
    status.textContent = rows ? t("options.batch_rows.taken", { n: rows.length }) : t("options.batch_rows.none");
  }
  return () =>
    html`<div class="pp-suboption">
      <p class="pp-quiet">${t("options.batch_rows.help")}</p>
      ${box.box}
      <button type="button" class="pp-link" data-testid="batch-rows-set" @click=${take}>
        ${t("options.batch_rows.set")}
      </button>
      ${status}
    </div>`;
}

/** @param {string} text */
const lines = (text) => text.split("\n").filter((line) => line.trim());
