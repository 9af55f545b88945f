/* The gallery's chips under the template: one click takes a prompt over. */
import { html } from "../lib/lit.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").PromptState} PromptState */
/** @typedef {{ id: string, title: string, description: string, language: string, state: PromptState }} Example */

const FIRST = 6; // examples in sight before "more"

/** @param {Example} example */
function apply({ state }) {
  const { template, verbalizer, fields, options } = state;
  change(
    {
      template,
      verbalizer,
      fields: { ...page.state.fields, ...fields },
      // An example says how its scores become labels; how many tokens are listed is the reader's.
      options: { ...options, top_k: page.state.options.top_k },
    },
    { discrete: true },
  );
}

/**
 * @param {Example[]} examples
 * @param {() => void} draw asks for one more drawing
 * @returns {() => unknown} the template
 */
export function gallery(examples, draw) {
  let open = false;
  const toggle = () => {
    open = !open;
    draw();
  };
  return () =>
    html`<div class="pp-chips" role="group" aria-label=${t("examples.title")} data-testid="examples">
      ${examples.map(
        (example, i) =>
          html`<button
            type="button"
            class="pp-chip"
            title=${example.description}
            lang=${example.language}
            data-testid="example-${example.id}"
            ?hidden=${!open && i >= FIRST}
            @click=${() => apply(example)}
          >
            ${example.title}
          </button>`,
      )}
      <button
        type="button"
        class="pp-chip pp-more"
        aria-expanded=${String(open)}
        data-testid="examples-more"
        ?hidden=${examples.length <= FIRST}
        @click=${toggle}
      >
        ${t(open ? "examples.fewer" : "examples.more")}
      </button>
    </div>`;
}
