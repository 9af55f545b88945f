/* Three ways for one's own data to come in: a file, pasted rows, a data set of the hub. */
import { ask } from "../lib/api.js";
import { h, setText } from "../lib/dom.js";
import { picker } from "../lib/files.js";
import { owner } from "../lib/owner.js";
import { pageLanguage, t } from "../lib/strings.js";
import { complaint } from "./modal.js";

const HUB_PATIENCE = 120_000;
const TYPES = ".csv,.tsv,.txt,.jsonl,.ndjson,.json,.xlsx,.xls,text/csv,text/plain";

/* Headers are ASCII, names of files are not. */
async function send(file) {
  const headers = {
    "x-playground-owner": owner(),
    "x-playground-name": encodeURIComponent(file.name),
    "x-playground-language": pageLanguage(),
  };
  const response = await fetch(new URL("playground/upload", document.baseURI), { method: "POST", body: file, headers });
  return response.json();
}

function way(name, ...content) {
  const wrong = complaint(`data-${name}-error`);
  return { wrong, node: h("section", { class: "pp-way" }, h("h3", {}, t(`data.${name}`)), ...content, wrong.node) };
}

/* `onupload(upload, title)` hears of what has arrived. */
export function waysPart(onupload) {
  const file = picker({ id: "pp-data-file", accept: TYPES, label: t("data.file"), onfile: (chosen) => take(chosen) });
  const pick = h("button", { type: "button", class: "pp-pill", onclick: file.pick }, t("data.file.choose"));
  const byFile = way(
    "file",
    h("div", { class: "pp-drop" }, h("p", { class: "pp-quiet" }, t("data.file.drop")), pick, file.input),
    h("p", { class: "pp-quiet" }, t("data.file.help")),
  );

  const area = h("textarea", {
    id: "pp-data-text",
    class: "pp-input pp-csv",
    rows: "6",
    spellcheck: "false",
    placeholder: t("data.paste.placeholder"),
    "aria-label": t("data.paste"),
    data: { testid: "data-text" },
  });
  const read = h(
    "button",
    {
      type: "button",
      class: "pp-pill",
      data: { testid: "data-paste" },
      onclick: () =>
        bring(byPaste, t("data.pasted"), () => ask("data_paste", { text: area.value, name: t("data.pasted") })),
    },
    t("data.paste.read"),
  );
  const byPaste = way("paste", area, read);

  const hubInput = (name) =>
    h("input", {
      type: "text",
      id: `pp-data-hub-${name}`,
      class: "pp-input",
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      placeholder: t(`data.hub.${name}.example`),
      data: { testid: `data-hub-${name}` },
    });
  const inputs = Object.fromEntries(["name", "config", "split"].map((name) => [name, hubInput(name)]));
  const labelled = (name) =>
    h(
      "div",
      { class: "pp-form-field" },
      h("label", { for: inputs[name].id, class: "pp-form-label" }, t(`data.hub.${name}`)),
      inputs[name],
    );
  const load = h("button", { type: "submit", class: "pp-pill", data: { testid: "data-hub" } }, t("data.hub.load"));
  const form = h(
    "form",
    { class: "pp-hub", novalidate: true },
    labelled("name"),
    h("div", { class: "pp-hub-more" }, labelled("config"), labelled("split")),
    load,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [name, config, split] = ["name", "config", "split"].map((key) => inputs[key].value.trim());
    bring(byHub, name, () => ask("data_hub", { name, config, split }, { patience: HUB_PATIENCE }));
  });
  const byHub = way("hub", form, h("p", { class: "pp-quiet" }, t("data.hub.help")));

  const all = [byFile, byPaste, byHub];
  const status = h("p", { class: "pp-quiet", role: "status", data: { testid: "data-status" } });
  const node = h("div", {}, h("div", { class: "pp-ways" }, ...all.map((each) => each.node)), status);

  /* One at a time; what goes wrong is said at the way that was taken. */
  async function bring(by, title, deed) {
    const buttons = [pick, read, load];
    for (const each of all) each.wrong.say("");
    for (const button of buttons) button.disabled = true;
    setText(status, t("data.bringing", { name: title }));
    try {
      const answer = await deed();
      by.wrong.say(answer.error?.message);
      if (!answer.error) onupload(answer.upload, title);
    } catch {
      by.wrong.say(t("calls.lost"));
    }
    setText(status, "");
    for (const button of buttons) button.disabled = false;
  }

  const take = (chosen) => bring(byFile, chosen.name, () => send(chosen));

  return {
    node,
    take,
    focus: () => pick.focus(),
    clear() {
      for (const input of [area, ...Object.values(inputs)]) input.value = "";
    },
  };
}
