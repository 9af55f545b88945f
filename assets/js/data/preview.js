/* The table that was brought along: how it is read, what its columns are for, what is wrong with it, and
   the button that keeps it. */
import { ask } from "../lib/api.js";
import { classMap, createRef, html, nothing } from "../lib/lit.js";
import { noteList } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { checks, goodLine } from "./checks.js";
import { withChoice } from "./choice.js";
import { columnsTable } from "./columns.js";
import { fileFormat } from "./fileformat.js";
import { wrongLine } from "./parts.js";
import { encodingReadings, partOfRows } from "./readings.js";
import { fault, mappingOf, rolesOf } from "./roles.js";
import { putSet } from "./sets.js";
import { splitShares } from "./shares.js";

/** @typedef {import("../lib/calls.d.ts").FilePreview} FilePreview */
/** @typedef {import("../lib/calls.d.ts").ColumnRoles} ColumnRoles */
/** @typedef {import("./roles.js").Roles} Roles */

const PAUSE = 300;
const PATIENCE = 60_000; // a large file on a busy server

const FRESH = {
  upload: "",
  options: /** @type {import("../lib/calls.d.ts").FileFormatAsked | null} */ (null),
  mapping: /** @type {ColumnRoles | null} */ (null), // what was chosen
  split: /** @type {import("../lib/calls.d.ts").SplitAsked | null} */ (null),
  separator: false, // one is being typed
  answer: /** @type {FilePreview | null} */ (null),
  roles: /** @type {Roles | null} */ (null), // as they stand in the table
  name: "",
  settled: false, // what is shown is the answer to what is chosen
  stale: false, // another answer is on its way
  wrong: "",
  refused: "",
  saving: false,
};

/**
 * @param {(source: import("./sets.js").Source) => void} onsaved
 * @param {() => void} draw
 */
export function previewPart(onsaved, draw) {
  const now = { ...FRESH };
  const slotError = createRef();
  let sent = 0;
  let timer = 0;

  const usable = () => now.settled && !now.saving && !now.answer?.notes.some(({ level }) => level === "error");

  /** @param {import("./choice.js").Name} name @param {string | boolean | number | null} value @param {boolean} typing */
  function read(name, value, typing = false) {
    if (name === "delimiter" && !typing) now.separator = value === null;
    if (value === null) return draw();
    const { options, others } = withChoice(now.options ?? now.answer?.options ?? {}, name, value);
    now.options = options;
    // Other columns than before: what each is for is guessed anew.
    if (others) now.mapping = null;
    later(typing ? PAUSE : 0);
  }

  /** @param {number | null} seed */
  function take(seed) {
    if (!now.answer) return;
    const by = seed === null ? null : (now.roles?.label ?? null);
    now.options = { ...(now.options ?? now.answer.options), rows: now.answer.limit, seed, by };
    later(0);
  }

  /** @param {import("../lib/calls.d.ts").SplitAsked} split @param {boolean} typing */
  function share(split, typing) {
    now.split = split;
    if (now.answer) now.answer = { ...now.answer, split: { ...now.answer.split, ...split } };
    now.settled = false;
    draw();
    later(typing ? PAUSE : 0);
  }

  /** @param {Roles} roles @param {boolean} typing */
  function assigned(roles, typing) {
    const good = !fault(roles);
    now.roles = roles;
    if (good) now.mapping = mappingOf(roles);
    // A sample keeps the shares of the column that is the label now.
    if (good && typeof now.options?.seed === "number") now.options = { ...now.options, by: roles.label };
    sent += 1; // an answer on its way is about something else
    now.settled = false;
    if (!good) now.stale = false;
    draw();
    if (good) later(typing ? PAUSE : 0);
    else {
      clearTimeout(timer);
      slotError.value?.scrollIntoView({ block: "nearest" });
    }
  }

  /**
   * What was chosen stands even where the server could not work with it, unless these columns are gone.
   * @param {FilePreview} answer
   */
  function mappingIn(answer) {
    const { label, split, slots } = now.mapping ?? answer.mapping;
    const fits = [label, split, ...Object.values(slots)].every((i) => i === null || i < answer.columns.length);
    return fits ? { label, split, slots } : answer.mapping;
  }

  /** @param {number} pause */
  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(load, pause);
  }

  async function load() {
    sent += 1;
    const mine = sent;
    Object.assign(now, { settled: false, stale: true });
    draw();
    const { upload, options, mapping, split } = now;
    let message = "";
    try {
      const asked = { upload, options, mapping, split };
      const answer = await ask("data_preview", asked, { latest: true, patience: PATIENCE });
      if (!answer || mine !== sent) return;
      if (answer.error) message = answer.error.message;
      else {
        if (!now.answer) now.name = answer.name;
        now.answer = { ...answer, mapping: mappingIn(answer) };
        now.roles = rolesOf(now.answer.mapping);
        Object.assign(now, { settled: true, stale: false });
      }
    } catch {
      if (mine !== sent) return;
      message = t("calls.lost");
    }
    now.wrong = message;
    draw();
  }

  /** @param {Event} event */
  async function save(event) {
    event.preventDefault();
    const { upload, answer } = now;
    if (!answer || !usable()) return;
    now.saving = true;
    draw();
    const {
      options,
      mapping,
      split: { on, dev, test, seed },
    } = answer;
    try {
      const asked = { upload, options, mapping, split: { on, dev, test, seed }, name: now.name.toWellFormed() };
      const saved = await ask("data_save", asked, { patience: PATIENCE });
      now.refused = saved?.error?.message ?? "";
      if (saved && !saved.error) {
        putSet(saved.card);
        onsaved(saved.card.source);
      }
    } catch {
      now.refused = t("calls.lost");
    }
    now.saving = false;
    draw();
  }

  /** @param {FilePreview} answer @param {Roles} roles */
  const body = (answer, roles) =>
    // Without columns it was not read: what is left is to choose another encoding.
    html`<div class=${classMap({ "pp-preview-body": true, "pp-stale": now.stale })}>
      ${noteList(answer.notes, "data-notes")} ${encodingReadings(answer, (encoding) => read("encoding", encoding))}
      ${partOfRows(answer, take)}
      <div ?hidden=${!answer.columns.length}>${columnsTable(answer, roles, assigned, slotError)}</div>
      ${checks(answer)} ${answer.good ? splitShares(answer.split, share) : nothing}
      ${wrongLine(now.refused, "data-save-error")}
      <form class="pp-data-save" novalidate @submit=${save} ?hidden=${!answer.columns.length}>
        <label for="pp-data-name">${t("data.name")}</label>
        <input
          type="text"
          id="pp-data-name"
          class="pp-input"
          maxlength="80"
          autocomplete="off"
          data-testid="data-name"
          .value=${now.name}
          @input=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
            now.name = event.currentTarget.value;
          }}
        />
        <button type="submit" class="pp-primary" data-testid="data-use" ?disabled=${!usable()}>
          ${t(now.saving ? "data.saving" : "data.use")}
        </button>
        ${goodLine(answer)}
      </form>
    </div>`;

  return {
    template: () =>
      html`<div class="pp-data-reading" ?hidden=${!now.upload}>
        ${now.answer ? fileFormat(now.answer, now.separator, read) : nothing}
        ${wrongLine(now.wrong, "data-preview-error")}
        <p class="pp-quiet" role="status" ?hidden=${Boolean(now.answer || now.wrong)}>${t("data.reading")}</p>
        ${now.answer && now.roles ? body(now.answer, now.roles) : nothing}
      </div>`,
    /**
     * Read what the server has under this id.
     * @param {string} upload
     */
    begin(upload) {
      Object.assign(now, FRESH, { upload });
      load();
    },
    end() {
      sent += 1;
      clearTimeout(timer);
      now.upload = "";
    },
  };
}
