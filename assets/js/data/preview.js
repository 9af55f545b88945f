/* The table that was brought along: how it is read, what its columns are for, what is wrong with it, and
   the button that keeps it. */
import { ask } from "../lib/api.js";
import { h, setText, show } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { checks } from "./checks.js";
import { columnsTable } from "./columns.js";
import { complaint } from "./modal.js";
import { readings } from "./readings.js";
import { putSet } from "./sets.js";

const PAUSE = 300;
const PATIENCE = 60_000; // a large file on a busy server

export function previewPart(onsaved) {
  const now = { upload: null, options: null, mapping: null, answer: null, ready: false };
  let sent = 0;
  let timer = 0;

  const wrong = complaint("data-preview-error");
  const refused = complaint("data-save-error");
  const waiting = h("p", { class: "pp-quiet", role: "status" }, t("data.reading"));
  const found = checks();
  const how = readings((name, value) => {
    now.options = { ...now.options, [name]: value };
    // Other columns than before: what each is for is guessed anew.
    if (name === "delimiter" || name === "sheet") now.mapping = null;
    later(0);
  });
  const table = columnsTable((mapping, typing) => {
    now.mapping = mapping ?? now.mapping;
    sent += 1; // an answer on its way is about something else
    ready(false);
    if (mapping) later(typing ? PAUSE : 0);
    else clearTimeout(timer);
  });
  const name = h("input", {
    type: "text",
    id: "pp-data-name",
    class: "pp-input",
    maxlength: "80",
    autocomplete: "off",
    data: { testid: "data-name" },
  });
  const use = h("button", { type: "submit", class: "pp-primary", data: { testid: "data-use" } }, t("data.use"));
  const form = h(
    "form",
    { class: "pp-data-save", novalidate: true },
    h("label", { for: name.id }, t("data.name")),
    name,
    use,
    found.good,
  );
  const body = h("div", { class: "pp-preview-body" }, found.notes, table.node, found.node, refused.node, form);
  const node = h("div", { class: "pp-data-reading", hidden: true }, how.node, wrong.node, waiting, body);

  function ready(is) {
    now.ready = is && !now.answer.notes.some(({ level }) => level === "error");
    use.disabled = !now.ready;
  }

  /* What was chosen stands even where the server could not work with it, unless these columns are gone. */
  function mappingOf(answer) {
    const { label, split, slots } = now.mapping ?? answer.mapping;
    const fits = [label, split, ...Object.values(slots)].every((i) => i === null || i < answer.columns.length);
    return fits ? { label, split, slots } : answer.mapping;
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(load, pause);
  }

  async function load() {
    sent += 1;
    const mine = sent;
    const first = !now.answer;
    ready(false);
    body.classList.add("pp-stale");
    show(waiting, first);
    let answer;
    try {
      answer = await ask(
        "data_preview",
        { upload: now.upload, options: now.options, mapping: now.mapping },
        { latest: true, patience: PATIENCE },
      );
    } catch {
      answer = { error: { message: t("calls.lost") } };
    }
    if (!answer || mine !== sent) return;
    show(waiting, false);
    wrong.say(answer.error?.message);
    if (!answer.error) draw({ ...answer, mapping: mappingOf(answer) });
  }

  function draw(answer) {
    if (!now.answer) name.value = answer.name ?? "";
    now.answer = answer;
    for (const part of [how, table, found]) part.fill(answer);
    body.classList.remove("pp-stale");
    show(how.node, true);
    show(body, true);
    // Without columns it was not read: what is left is to choose another encoding.
    for (const part of [table.node, form]) show(part, answer.columns.length > 0);
    ready(true);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (use.disabled) return;
    use.disabled = true;
    setText(use, t("data.saving"));
    const { upload, answer } = now;
    try {
      const saved = await ask(
        "data_save",
        { upload, options: answer.options, mapping: answer.mapping, name: name.value },
        { patience: PATIENCE },
      );
      refused.say(saved.error?.message);
      if (!saved.error) {
        putSet(saved.card);
        onsaved(saved.card.source);
      }
    } catch {
      refused.say(t("calls.lost"));
    }
    setText(use, t("data.use"));
    ready(now.ready);
  });

  return {
    node,
    /* Read what the server has under this id. */
    begin(upload) {
      Object.assign(now, { upload, options: null, mapping: null, answer: null });
      for (const part of [wrong, refused]) part.say("");
      show(how.node, false);
      show(body, false);
      show(node, true);
      load();
    },
    end() {
      sent += 1;
      show(node, false);
    },
  };
}
