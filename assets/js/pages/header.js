/* The header: brand, pages, the model in use, language, appearance, and the way to the link. */
import { learnOpen, toggleLearn } from "../learn/panel.js";
import { carry } from "../lib/address.js";
import { announce, on } from "../lib/events.js";
import { classMap, html, ifDefined } from "../lib/lit.js";
import { keep } from "../lib/storage.js";
import { page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { drawn } from "../lib/view.js";
import { linkDialog } from "../sharing/dialog.js";
import { jobChips } from "./jobchip.js";
import { startPrint } from "./print.js";
import { nextTheme, projecting, startTheme, themeMode, toggleProjector } from "./theme.js";

/**
 * @typedef {object} HeaderProps
 * @property {string} page
 * @property {string} language
 * @property {{ key: string, href: string }[]} pages
 * @property {Record<string, { href: string, name: string, tag: string }>} languages this page's address in each, and
 *   what each calls itself
 */

/** @type {Record<string, string>} */
const SIGNS = { system: "◐", light: "☀", dark: "☾" };
/** @param {{ id: string, label: string, text: unknown, deed: () => void, pressed?: string }} of */
const pill = ({ id, label, text, deed, pressed }) =>
  html`<button
    type="button"
    id=${id}
    class="pp-pill"
    aria-label=${label}
    title=${label}
    aria-pressed=${ifDefined(pressed)}
    data-testid=${id}
    @click=${deed}
  >
    ${text}
  </button>`;

function modelButton() {
  const card = page.model ?? {};
  const name = card.name ?? "";
  return html`<button
    type="button"
    id="pp-model"
    class=${classMap({ "pp-pill": true, "pp-model": true, "pp-error": Boolean(card.error) })}
    aria-haspopup="dialog"
    aria-label=${ifDefined(page.model ? t("model.chip", { name }) : undefined)}
    title=${ifDefined(page.model ? (card.error ?? t("model.choose")) : undefined)}
    data-testid="pp-model"
    @click=${() => announce("choose-model")}
  >
    <span class="pp-dot" aria-hidden="true"></span><span class="pp-model-name">${card.name ?? "…"}</span
    ><span class="pp-model-detail">${[card.kind_label, card.parameters].filter(Boolean).join(" · ")}</span>
  </button>`;
}

/**
 * Every language of the app by its own name.
 * @param {HeaderProps} props
 */
const languageLinks = ({ language, languages }) =>
  html`<div class="pp-pill pp-languages" role="group" aria-label=${t("language")}>
    ${Object.entries(languages).map(
      ([code, { href, name, tag }], i) =>
        html`${i ? html`<span aria-hidden="true">/</span>` : ""}<a
            href=${href}
            hreflang=${tag}
            lang=${tag}
            class="pp-language"
            aria-current=${ifDefined(code === language ? "true" : undefined)}
            data-testid="language-${code}"
            @pointerdown=${carry}
            @click=${(/** @type {Event} */ event) => {
              keep("pp.language", code);
              carry(event);
            }}
            >${name}</a
          >`,
    )}
  </div>`;

/**
 * The way to a page: what is typed goes along; a click on the page one is on would throw it away.
 * @param {boolean} here
 * @param {Event} event
 */
const leave = (here, event) => (here ? event.preventDefault() : carry(event));

/** @param {HeaderProps} props */
function pageLinks({ page: shown, pages }) {
  return pages.map(({ key, href }) => {
    const here = key === shown;
    return html`<a
      href=${href}
      class="pp-page"
      aria-current=${ifDefined(here ? "page" : undefined)}
      data-testid="page-${key}"
      @pointerdown=${(/** @type {Event} */ event) => here || carry(event)}
      @click=${(/** @type {Event} */ event) => leave(here, event)}
      >${t(`page.${key}`)}</a
    >`;
  });
}

/**
 * @param {HTMLElement} root
 * @param {HeaderProps} props
 * @param {Record<string, string>} kinds every kind of job -> the page that lists it
 */
export function mountHeader(root, props, kinds) {
  const [home] = props.pages;
  const addresses = Object.fromEntries(props.pages.map(({ key, href }) => [key, href]));
  const links = linkDialog(props.page);
  const chips = jobChips(props.page, addresses, kinds);
  let silent = false;
  let busy = false;

  const brand = () => {
    const here = home.key === props.page;
    return html`<a
      href=${home.href}
      class="pp-brand"
      @pointerdown=${(/** @type {Event} */ event) => here || carry(event)}
      @click=${(/** @type {Event} */ event) => leave(here, event)}
      ><span class="pp-brand-mark" aria-hidden="true">[ __ ]</span><span>Prompt Playground</span></a
    >`;
  };
  const learnButton = () =>
    pill({
      id: "pp-learn-open",
      label: t("learn.help"),
      text: t("learn.title"),
      deed: toggleLearn,
      pressed: String(learnOpen()),
    });
  const appearance = () => [
    pill({ id: "pp-theme", label: t(`theme.${themeMode()}`), text: SIGNS[themeMode()], deed: nextTheme }),
    pill({
      id: "pp-projector",
      label: t("projector.help"),
      text: t("projector"),
      deed: toggleProjector,
      pressed: String(projecting()),
    }),
  ];

  root.className = "pp-header";
  root.setAttribute("role", "banner");
  startTheme();
  startPrint();
  // Gradio has one title for all pages.
  document.title = t("page.title", { page: t(`page.${props.page}`), line: t(`page.${props.page}.line`) });
  const draw = drawn(
    root,
    () =>
      html`${brand()}
        <nav class="pp-pages" aria-label=${t("pages")}>${pageLinks(props)}</nav>
        <div class="pp-header-side">
          ${learnButton()}${chips}${modelButton()}${languageLinks(props)}${appearance()}<button
            type="button"
            id="pp-copy"
            class="pp-primary"
            data-testid="pp-copy"
            aria-haspopup="dialog"
            @click=${(/** @type {Event} */ event) => links.open(/** @type {Element} */ (event.currentTarget))}
          >
            ${t("link.copy")}
          </button>
        </div>
        <div class="pp-silence" role="alert" data-testid="silence" ?hidden=${!silent}>${t("silence")}</div>
        <div class="pp-silence pp-busy" role="status" data-testid="busy" ?hidden=${silent || !busy}>${t("busy")}</div>`,
    ["model", "appearance", "learn"],
  );
  on("silence", (now) => {
    if (now === silent) return;
    silent = now;
    draw();
  });
  on("busy", (now) => {
    if (now === busy) return;
    busy = now;
    draw();
  });
}
