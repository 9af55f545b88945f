/* Play's trained prompts: told apart by name, side by side on the text. */
import { labelBarList } from "../lib/bars.js";
import { classMap, html, repeat } from "../lib/lit.js";
import { help } from "../lib/popover.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { viewCard } from "./viewcard.js";

/** @typedef {import("../lib/calls.d.ts").PromptAnswer} PromptAnswer */

/** @param {string} id */
const drop = (id) => change({ prompts: page.state.prompts.filter((other) => other !== id) }, { discrete: true });

/** @param {{ id: string } & Partial<PromptAnswer>} prompt of which nothing but the id may be known yet */
const column = ({ id, name = "", in_use = false, items = [], error = null }) =>
  html`<li class=${classMap({ "pp-prompt": true, "pp-used": in_use })} data-testid="prompt">
    <div class="pp-prompt-head">
      <span class="pp-prompt-name" title=${name}>${name || "…"}</span>
      <span class="pp-tag pp-prompt-used" ?hidden=${!in_use}>${t("prompts.in_use")}</span>
      <button type="button" class="pp-x" aria-label=${t("prompts.remove", { name })} @click=${() => drop(id)}>×</button>
    </div>
    ${labelBarList(items, { compact: true })}
    <p class="pp-quiet" ?hidden=${!error}>${error}</p>
  </li>`;

/** @param {PromptAnswer} answer the template of the prompt in use without its training */
const untrained = ({ name, items }) =>
  html`<li class="pp-prompt pp-untrained" data-testid="untrained-prompt">
    <div class="pp-prompt-head"><span class="pp-prompt-name" title=${name}>${name}</span></div>
    ${labelBarList(items, { compact: true })}
  </li>`;

export const promptsCard = () =>
  viewCard(
    "prompts",
    (part, node) => {
      const { prompts } = page.state;
      const known = new Map((part ?? []).map((answer) => [answer.id, answer]));
      node.hidden = !prompts.length;
      return html`<header class="pp-card-head">
          <h2>${t("prompts.title")}</h2>
          ${help(t("prompts.title"), t("prompts.help"))}
        </header>
        <ul class="pp-prompts" data-testid="prompts">
          ${repeat(
            prompts.flatMap((id) => (known.get(id)?.in_use && known.has("") ? [id, ""] : [id])),
            (id) => id,
            (id) =>
              id === "" ? untrained(/** @type {PromptAnswer} */ (known.get(id))) : column(known.get(id) ?? { id }),
          )}
        </ul>`;
    },
    ["state"],
  ).node;
