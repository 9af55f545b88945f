/* The header: brand, pages, the model in use, language, appearance, and the link to copy. */
import { carrying, link } from "../lib/address.js";
import { openPopover } from "../lib/popover.js";
import { h, setText, show } from "../lib/dom.js";
import { jobChips } from "./jobchip.js";
import { announce, on } from "../lib/events.js";
import { t } from "../lib/strings.js";
import { nextTheme, projecting, remember, startTheme, themeMode, toggleProjector } from "./theme.js";

const SIGNS = { system: "◐", light: "☀", dark: "☾" };

function button(id, label, text, onclick, extra = {}) {
  return h(
    "button",
    {
      type: "button",
      id,
      class: "pp-pill",
      "aria-label": label,
      title: label,
      onclick,
      data: { testid: id },
      ...extra,
    },
    text,
  );
}

/* Text to copy by hand: plain http on a school's network has no clipboard for scripts. */
function offer(anchor, text) {
  const field = h("input", {
    type: "text",
    readonly: true,
    value: text,
    class: "pp-small-input pp-copy-field",
    "aria-label": t("link.copy"),
    data: { testid: "link-field" },
  });
  openPopover(anchor, [h("p", {}, t("link.by_hand")), field], { role: "dialog" });
  field.focus();
  field.select();
}

async function copyLink(anchor) {
  const text = link();
  if (text === null) {
    openPopover(anchor, [t("link.too_long")]);
    return;
  }
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    offer(anchor, text);
    return;
  }
  setText(anchor, t("link.copied"));
  setTimeout(() => setText(anchor, t("link.copy")), 1600);
}

/* Every language of the app by its own name. */
function languageLinks(language, languages) {
  const goes = ([code, { href, name, tag }]) => {
    const node = h(
      "a",
      {
        href,
        hreflang: tag,
        lang: tag,
        class: "pp-language",
        "aria-current": code === language ? "true" : null,
        data: { testid: `language-${code}` },
      },
      name,
    );
    node.addEventListener("click", () => remember("pp.language", code));
    return carrying(node, href);
  };
  return h(
    "div",
    { class: "pp-pill pp-languages", role: "group", "aria-label": t("language") },
    ...Object.entries(languages).flatMap((entry, i) => [
      i ? h("span", { "aria-hidden": "true" }, "/") : null,
      goes(entry),
    ]),
  );
}

/* A link to another page of the app; one to this very page would throw away what is typed. */
function pageLink({ href }, here, props, ...content) {
  const node = h("a", { href, ...props }, ...content);
  if (here) node.addEventListener("click", (event) => event.preventDefault());
  return here ? node : carrying(node, href);
}

export function mountHeader({ element, props }, plain) {
  const root = element.firstElementChild;
  const name = h("span", { class: "pp-model-name" }, "…");
  const detail = h("span", { class: "pp-model-detail" });
  const model = h(
    "button",
    {
      type: "button",
      id: "pp-model",
      class: "pp-pill pp-model",
      "aria-haspopup": "dialog",
      data: { testid: "pp-model" },
      onclick: () => announce("choose-model"),
    },
    h("span", { class: "pp-dot", "aria-hidden": "true" }),
    name,
    detail,
  );
  const theme = button("pp-theme", "", "", () => {
    nextTheme();
    showAppearance();
  });
  const projector = button("pp-projector", t("projector.help"), t("projector"), () => {
    toggleProjector();
    showAppearance();
  });
  const copy = h(
    "button",
    { type: "button", id: "pp-copy", class: "pp-primary", data: { testid: "pp-copy" } },
    t("link.copy"),
  );
  copy.addEventListener("click", () => copyLink(copy));
  const pages = plain(props.pages);
  const links = pages.map((page) =>
    pageLink(
      page,
      page.key === props.page,
      {
        class: "pp-page",
        "aria-current": page.key === props.page ? "page" : null,
        data: { testid: `page-${page.key}` },
      },
      t(`page.${page.key}`),
    ),
  );
  const home = pageLink(
    pages[0],
    pages[0].key === props.page,
    { class: "pp-brand" },
    h("span", { class: "pp-brand-mark", "aria-hidden": "true" }, "[ __ ]"),
    h("span", {}, "Prompt Playground"),
  );
  const addresses = Object.fromEntries(pages.map(({ key, href }) => [key, href]));
  const chips = jobChips(props.page, addresses, plain(props.kinds));
  const silence = h(
    "div",
    { class: "pp-silence", role: "alert", hidden: true, data: { testid: "silence" } },
    t("silence"),
  );

  function showAppearance() {
    setText(theme, SIGNS[themeMode()]);
    const label = t(`theme.${themeMode()}`);
    theme.title = label;
    theme.setAttribute("aria-label", label);
    projector.setAttribute("aria-pressed", String(projecting()));
  }

  root.className = "pp-header";
  root.setAttribute("role", "banner");
  root.append(
    home,
    h("nav", { class: "pp-pages", "aria-label": t("pages") }, ...links),
    h(
      "div",
      { class: "pp-header-side" },
      ...chips,
      model,
      languageLinks(props.language, plain(props.languages)),
      theme,
      projector,
      copy,
    ),
    silence,
  );

  startTheme();
  showAppearance();
  on("model", (card) => {
    setText(name, card.name ?? "…");
    setText(detail, [card.kind_label, card.parameters].filter(Boolean).join(" · "));
    model.setAttribute("aria-label", t("model.chip", { name: card.name ?? "" }));
    model.classList.toggle("pp-error", Boolean(card.error));
    model.title = card.error ?? t("model.choose");
  });
  on("silence", (silent) => show(silence, silent));
}
