/* The template card: the coloured box, what kind of prompt it is, notices, and the ways to
   a trained prompt. */
import { linkOf, linkQuery } from "../lib/address.js";
import { on } from "../lib/events.js";
import { classMap, html } from "../lib/lit.js";
import { errorAt, errorNote, noticeList } from "../lib/notices.js";
import { complaint } from "../lib/parts.js";
import { explained, help, withTerm } from "../lib/popover.js";
import { change, page } from "../lib/store.js";
import { saveStory } from "../lib/story.js";
import { t } from "../lib/strings.js";
import { paintTemplate } from "../lib/templatetext.js";
import { textbox } from "../lib/textbox.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { promptLoader } from "./promptloader.js";

/** @typedef {import("../lib/calls.d.ts").TemplateView} TemplateView */

/** @returns {TemplateView | null} what the last template was that could be read */
const understood = () => page.answer?.template ?? null;

const exported = () => [
  html`<p>${t("template.openprompt")}</p>`,
  html`<code class="pp-code">${understood()?.openprompt}</code>`,
];

/** @param {() => void} story saves it */
function head(story) {
  const template = understood();
  const kind = html`<button
    type="button"
    class=${classMap({ "pp-kind": true, "pp-stale": !page.answer?.understood.template })}
    data-testid="template-kind"
    ?hidden=${!template}
    ${explained(() => template && withTerm(template.explanation, `${template.kind}-prompt`))}
  >
    ${template?.kind_label}
  </button>`;
  const side = html`<div class="pp-side">
    <button
      type="button"
      class="pp-link"
      data-testid="openprompt"
      ?hidden=${!template?.openprompt}
      ${explained(exported)}
    >
      ${t("template.export")}
    </button>
    <button
      type="button"
      class="pp-link"
      title=${t("link.story.help")}
      data-testid="template-story"
      ?hidden=${!template}
      @click=${story}
    >
      ${t("template.story")}
    </button>
  </div>`;
  return [help(t("template.title"), t("template.help"), "template"), kind, side];
}

/** @param {string} train the address of the page that trains */
export function templateCard(train) {
  const box = textbox({
    id: "pp-template",
    label: t("template.title"),
    mono: true,
    paint: paintTemplate,
    placeholder: t("template.placeholder"),
    oninput: (template) => change({ template }),
  });
  const redraw = () => draw();
  let wrong = "";
  const story = async () => {
    wrong = await saveStory(linkOf(linkQuery() ?? ""));
    draw();
  };
  const ways = promptLoader(train, redraw);
  const { node, draw } = drawnCard(
    "pp-template-card",
    () =>
      html`${cardHead("pp-template-card", t("template.title"), head(story))}${box.box}
      ${errorNote(errorAt(page.answer, ["template"]), "template")} ${noticeList(page.answer?.offers?.template ?? [])}
      ${noticeList(page.answer?.understood.template ? (understood()?.notices ?? []) : [])}
      ${complaint(wrong, "story-error")} ${ways()}`,
    ["answer"],
  );

  on("state", () => box.set(page.state.template));
  box.set(page.state.template);
  on("answer", (answer) => {
    box.setFault(answer.of.template === page.state.template ? errorAt(answer, ["template"]) : null);
  });
  return node;
}
