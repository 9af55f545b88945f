/* The dialog "Add your own data": first the way it comes, then what it looks like. */
import { createRef, html, ref } from "../lib/lit.js";
import { t } from "../lib/strings.js";
import { modal } from "./modal.js";
import { previewPart } from "./preview.js";
import { discard } from "./sets.js";
import { waysPart } from "./ways.js";

/** @typedef {import("./sets.js").Source} Source */
/** @typedef {(source: Source) => void} Kept */

/** @type {ReturnType<typeof build> | null} */
let open = null;

function build() {
  /** @type {Kept} */
  let kept = () => {};
  let draft = /** @type {{ upload: string, title: string } | null} */ (null); // an upload that is not saved yet
  const other = /** @type {import("../lib/vendor/lit-html/directives/ref.js").Ref<HTMLButtonElement>} */ (createRef());

  const own = modal(
    "pp-data-dialog",
    () => t("data.add.title"),
    () =>
      html`<div ?hidden=${draft !== null}>${ways.template()}</div>
        <div class="pp-data-from" ?hidden=${draft === null}>
          <strong>${draft?.title}</strong>
          <button type="button" class="pp-pill" data-testid="data-other" @click=${() => start(true)} ${ref(other)}>
            ${t("data.other")}
          </button>
        </div>
        ${preview.template()}`,
  );
  const preview = previewPart((source) => {
    draft = null;
    start(false);
    own.dialog.close();
    kept(source);
  }, own.draw);
  const ways = waysPart((upload, title) => {
    draft = { upload, title };
    preview.begin(upload);
    own.draw();
    other.value?.focus();
  }, own.draw);
  own.dialog.addEventListener("dragover", (event) => event.preventDefault());
  own.dialog.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file && !draft) ways.take(file);
  });

  /**
   * Back to the three ways; what was typed there is still there unless its rows are in use.
   * @param {boolean} again
   */
  function start(again) {
    if (draft) discard(draft.upload);
    draft = null;
    preview.end();
    if (!again) ways.clear();
    own.draw();
    if (again) ways.focus();
  }

  /** @param {Element} asker @param {Kept} onkept */
  return (asker, onkept) => {
    kept = onkept;
    own.open(asker);
  };
}

/**
 * @param {Element} asker
 * @param {Kept} onkept hears of the set that was made
 */
export function openAdd(asker, onkept) {
  open ??= build();
  open(asker, onkept);
}
