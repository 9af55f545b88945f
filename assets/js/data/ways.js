/* Three ways for one's own data to come in: a file, pasted rows, a data set of the hub. */
import { ask, upload } from "../lib/api.js";
import { picker } from "../lib/files.js";
import { createRef, html, ref } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { wrongLine } from "./parts.js";

/** @typedef {"file" | "paste" | "hub"} Way */
/** @typedef {"name" | "config" | "split"} HubField */
/** @typedef {Promise<import("../lib/api.js").Answer<"data_paste"> | null>} Arrival */

const HUB_PATIENCE = 120_000;
const TYPES = ".csv,.tsv,.txt,.jsonl,.ndjson,.json,.xlsx,.xls,text/csv,text/plain";

/**
 * @param {(upload: string, title: string) => void} onupload hears of what has arrived
 * @param {() => void} draw
 */
export function waysPart(onupload, draw) {
  const now = {
    text: "",
    name: "",
    config: "",
    split: "",
    status: "", // not empty while something is on its way
    wrong: { file: "", paste: "", hub: "" },
  };
  const file = picker({ id: "pp-data-file", accept: TYPES, label: t("data.file"), onfile: (chosen) => take(chosen) });
  const pick = /** @type {import("../lib/vendor/lit-html/directives/ref.js").Ref<HTMLButtonElement>} */ (createRef());

  /**
   * One at a time; what goes wrong is said at the way that was taken.
   * @param {Way} way
   * @param {string} title
   * @param {() => Arrival} deed
   */
  async function bring(way, title, deed) {
    now.wrong = { file: "", paste: "", hub: "" };
    now.status = t("data.bringing", { name: title });
    draw();
    let arrived = "";
    try {
      const answer = await deed();
      if (answer?.error) now.wrong[way] = answer.error.message;
      else if (answer) arrived = answer.upload;
    } catch {
      now.wrong[way] = t("calls.lost");
    }
    now.status = "";
    draw();
    if (arrived) onupload(arrived, title);
  }

  /** @param {File} chosen */
  const take = (chosen) => bring("file", chosen.name, () => upload(chosen));

  const paste = () => {
    const name = t("data.pasted");
    bring("paste", name, () => ask("data_paste", { text: now.text.toWellFormed(), name }));
  };

  /** @param {Event} event */
  const fetchFromHub = (event) => {
    event.preventDefault();
    const asked = { name: now.name.trim(), config: now.config.trim(), split: now.split.trim() };
    bring("hub", asked.name, () => ask("data_hub", asked, { patience: HUB_PATIENCE }));
  };

  /**
   * @param {Way} name
   * @param {unknown} content
   */
  const way = (name, content) =>
    html`<section class="pp-way">
      <h3>${t(`data.${name}`)}</h3>
      ${content} ${wrongLine(now.wrong[name], `data-${name}-error`)}
    </section>`;

  const byFile = () =>
    html`<div class="pp-drop">
        <p class="pp-quiet">${t("data.file.drop")}</p>
        <button type="button" class="pp-pill" ?disabled=${Boolean(now.status)} @click=${file.pick} ${ref(pick)}>
          ${t("data.file.choose")}
        </button>
        ${file.input}
      </div>
      <p class="pp-quiet">${t("data.file.help")}</p>`;

  const byPaste = () =>
    html`<textarea
        id="pp-data-text"
        class="pp-input pp-csv"
        rows="6"
        spellcheck="false"
        placeholder=${t("data.paste.placeholder")}
        aria-label=${t("data.paste")}
        data-testid="data-text"
        .value=${now.text}
        @input=${(/** @type {Event & { currentTarget: HTMLTextAreaElement }} */ event) => {
          now.text = event.currentTarget.value;
        }}
      ></textarea>
      <button type="button" class="pp-pill" data-testid="data-paste" ?disabled=${Boolean(now.status)} @click=${paste}>
        ${t("data.paste.read")}
      </button>`;

  /** @param {HubField} name */
  const hubField = (name) =>
    html`<div class="pp-form-field">
      <label for="pp-data-hub-${name}" class="pp-form-label">${t(`data.hub.${name}`)}</label>
      <input
        type="text"
        id="pp-data-hub-${name}"
        class="pp-input"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        placeholder=${t(`data.hub.${name}.example`)}
        data-testid="data-hub-${name}"
        .value=${now[name]}
        @input=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
          now[name] = event.currentTarget.value;
        }}
      />
    </div>`;

  const byHub = () =>
    html`<form class="pp-hub" novalidate @submit=${fetchFromHub}>
        ${hubField("name")}
        <div class="pp-hub-more">${hubField("config")}${hubField("split")}</div>
        <button type="submit" class="pp-pill" data-testid="data-hub" ?disabled=${Boolean(now.status)}>
          ${t("data.hub.load")}
        </button>
      </form>
      <p class="pp-quiet">${t("data.hub.help")}</p>`;

  return {
    template: () =>
      html`<div class="pp-ways">${way("file", byFile())}${way("paste", byPaste())}${way("hub", byHub())}</div>
        <p class="pp-quiet" role="status" data-testid="data-status">${now.status}</p>`,
    take,
    focus: () => pick.value?.focus(),
    clear: () => Object.assign(now, { text: "", name: "", config: "", split: "" }),
  };
}
