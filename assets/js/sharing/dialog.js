/* The link's dialog: the link and a short one, their QR code, what they carry; an exercise to be made of them, its hand-out,
   and the page as a story. */
import { modal } from "../data/modal.js";
import { linkOf, linkQuery } from "../lib/address.js";
import { ask } from "../lib/api.js";
import { save } from "../lib/files.js";
import { html } from "../lib/lit.js";
import { complaint } from "../lib/parts.js";
import { page } from "../lib/store.js";
import { saveStory } from "../lib/story.js";
import { pageLanguage, t } from "../lib/strings.js";
import { goalInWords } from "./bar.js";
import { builder } from "./builder.js";
import { carried } from "./carried.js";
import { fillScreen, qrOf, qrPicture } from "./qr.js";
import { saveReport } from "./report.js";

const COPIED = 1600; // ms that a button says so
const PAUSE = 300; // ms after the last key, until the QR code is drawn anew
const PATIENCE = 60_000;
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Copy a field's text; plain http on a school's network has no clipboard for scripts.
 * @param {HTMLInputElement} field
 */
async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}

/**
 * Once a page.
 * @param {string} shown the page
 */
export function linkDialog(shown) {
  const state = {
    /** @type {string | null} null: too long */
    query: "",
    /** @type {{ link: string, days: number } | null} */
    short: null,
    /** @type {import("../lib/calls.d.ts").Qr | null} */
    code: null,
    said: "", // by the code
    remark: "", // in its place
    error: "",
    copied: "", // which field
    making: false,
    building: false,
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Partial<typeof state>} patch */
  const show = (patch) => {
    Object.assign(state, patch);
    dialog.draw();
  };
  const link = () => state.short?.link ?? (state.query === null ? "" : linkOf(state.query));

  async function picture() {
    const said = link();
    if (!said) return show({ code: null, said, remark: "" });
    const { code, message } = await qrOf(said);
    if (said === link()) show({ code, said, remark: message });
  }

  /* What is linked to has changed: a short link was another's. */
  function again() {
    show({ query: linkQuery(making.draft()), short: null, error: "" });
    clearTimeout(timer);
    timer = setTimeout(picture, state.code ? PAUSE : 0);
  }
  const making = builder(shown, again);

  /**
   * Something that the server is asked for; what goes wrong is told.
   * @param {() => Promise<{ message: string } | null | undefined>} deed
   */
  async function trying(deed) {
    show({ making: true, error: "" });
    try {
      show({ error: (await deed())?.message ?? "" });
    } catch {
      show({ error: t("calls.lost") });
    }
    show({ making: false });
  }

  const shorten = () =>
    trying(async () => {
      const query = state.query ?? "";
      const answer = await ask("link_short", { page: shown, language: pageLanguage(), query });
      if (!answer || answer.error) return answer?.error;
      if (query !== state.query) return null; // typed on since
      show({ short: { link: new URL(answer.path, location.href).href, days: answer.days } });
      await picture();
      return null;
    });

  const handout = () =>
    trying(async () => {
      const it = making.draft();
      const goal = it?.goal ? `${t("exercise.goal")} ${goalInWords(it.goal)}` : "";
      const asked = { text: it?.text ?? "", question: it?.question ?? "", goal, link: link() };
      const answer = await ask("handout", asked, { patience: PATIENCE });
      if (answer && !answer.error) save(answer.name, answer.base64);
      return answer?.error;
    });

  const story = async () => {
    show({ making: true, error: "" });
    const saved = shown === "play" ? saveStory(link()) : saveReport(t(`page.${shown}`), link());
    show({ making: false, error: await saved });
  };

  async function copy(/** @type {Event} */ event) {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    const id = button.dataset.field ?? "";
    const done = await copied(/** @type {HTMLInputElement} */ (document.getElementById(id)));
    show({ copied: done ? id : "", error: done ? "" : t("link.by_hand") });
    setTimeout(() => show({ copied: "" }), COPIED);
  }

  /**
   * @param {string} id
   * @param {string} label
   * @param {string} text
   */
  const field = (id, label, text) =>
    html`<div class="pp-link-row">
      <input type="text" readonly id=${id} class="pp-text-input" aria-label=${label} data-testid=${id} .value=${text} />
      <button type="button" class="pp-primary" data-field=${id} data-testid="${id}-copy" @click=${copy}>
        ${t(state.copied === id ? "link.copied" : "link.copy_this")}
      </button>
    </div>`;

  const shortRow = () =>
    state.short
      ? html`${field("pp-link-short", t("link.short"), state.short.link)}
          <p class="pp-quiet">${t("link.short.kept", { days: state.short.days })}</p>`
      : html`<div class="pp-link-row">
          <button type="button" class="pp-pill" data-testid="link-shorten" ?disabled=${state.making} @click=${shorten}>
            ${t("link.short.make")}
          </button>
          <span class="pp-quiet">${t("link.short.help")}</span>
        </div>`;

  const codeSide = () => {
    const { code, said, remark } = state;
    if (!code) return html`<p class="pp-quiet pp-link-code">${remark}</p>`;
    const fill = (/** @type {Event} */ event) => fillScreen(code, said, /** @type {Element} */ (event.currentTarget));
    return html`<div class="pp-link-code">
      ${qrPicture(code, said)}
      <button type="button" class="pp-pill" data-testid="qr-fill" @click=${fill}>${t("link.qr.fill")}</button>
    </div>`;
  };

  const carries = (/** @type {string} */ query) => {
    const list = carried(new URLSearchParams(query), Object.keys(page.plainOptions));
    return html`<div>
      <h3>${t(list.length ? "link.carries" : "link.carries.nothing")}</h3>
      <ul class="pp-link-list" data-testid="link-carries">
        ${list.map(({ key, values }) => html`<li>${t(`link.carries.${key}`, values)}</li>`)}
      </ul>
    </div>`;
  };

  const exercises = () =>
    html`<details
      class="pp-link-exercise"
      ?open=${state.building}
      @toggle=${(/** @type {Event} */ event) => {
        state.building = /** @type {HTMLDetailsElement} */ (event.target).open;
      }}
    >
      <summary data-testid="link-exercise">${t("link.exercise")}</summary>
      ${making.form()}
      <button
        type="button"
        class="pp-pill"
        data-testid="link-handout"
        ?disabled=${state.making || !making.draft() || !link()}
        @click=${handout}
      >
        ${t("link.handout")}
      </button>
      <span class="pp-quiet">${t(making.draft() ? "link.handout.help" : "link.handout.first")}</span>
    </details>`;

  const stories = () =>
    html`<div class="pp-link-row">
      <button type="button" class="pp-pill" data-testid="link-story" ?disabled=${state.making} @click=${story}>
        ${t("link.story")}
      </button>
      <span class="pp-quiet">${t("link.story.help")}</span>
    </div>`;

  const content = () => {
    const { query, error } = state;
    const local = LOOPBACK.includes(location.hostname);
    return html`<div class="pp-link-body">
        <div class="pp-link-words">
          ${query === null ? html`<p class="pp-quiet">${t("link.too_long")}</p>` : html`${field("pp-link", t("link.title"), linkOf(query))} ${shortRow()} ${carries(query)}`}
        </div>
        ${codeSide()}
      </div>
      <p class="pp-quiet" data-testid="link-local" ?hidden=${!local}>${t("link.local")}</p>
      ${complaint(error, "link-error")} ${exercises()} ${stories()}`;
  };
  const dialog = modal("pp-link-dialog", () => t("link.title"), content);

  return {
    /** @param {Element} asker */
    open(asker) {
      if (!page.state) return; // the page is still being put together
      dialog.open(asker);
      again();
    },
  };
}
