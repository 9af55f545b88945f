/* The gallery's chips: one click takes a prompt over; under them the open example says what it shows and what to try. */
import { html } from "../lib/lit.js";
import { change, page } from "../lib/store.js";
import { t } from "../lib/strings.js";

/** @typedef {import("../lib/calls.d.ts").PromptState} PromptState */
/** @typedef {import("../lib/calls.d.ts").GalleryExample} Example */

const FIRST = 7; // examples in sight before "more"

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
 * Whether an example is what one sees: its template and verbalizer; the text is there to be changed.
 * @param {Example} example
 */
const isOpen = ({ state }) =>
  state.template === page.state.template &&
  state.verbalizer === page.state.verbalizer &&
  state.options.calibration === page.state.options.calibration;

/* What the open example shows, and what to try with it; its place is kept where none is open. */
const about = (/** @type {Example | undefined} */ example) =>
  html`<p class="pp-example-line" data-testid="example-line" aria-live="polite">
    ${example ? html`${example.description} <b>${t("examples.next")}</b> ${example.next}` : t("examples.own")}
  </p>`;

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
  return () => {
    const present = examples.find(isOpen);
    return html`<div class="pp-chips" role="group" aria-label=${t("examples.title")} data-testid="examples">
        ${examples.map(
          (example, i) =>
            html`<button
              type="button"
              class="pp-chip"
              aria-pressed=${String(example === present)}
              title=${example.description}
              lang=${example.language}
              data-testid="example-${example.id}"
              ?hidden=${!open && i >= FIRST && example !== present}
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
      </div>
      ${about(present)}`;
  };
}
