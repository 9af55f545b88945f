/* The dialog "Add your own data": first the way it comes, then what it looks like. */
import { h, setText, show } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { modal } from "./modal.js";
import { previewPart } from "./preview.js";
import { discard } from "./sets.js";
import { waysPart } from "./ways.js";

let open = null;

function build() {
  let kept = () => {};
  let draft = null; // an upload that is not saved yet
  const name = h("strong", {});
  const other = h(
    "button",
    { type: "button", class: "pp-pill", data: { testid: "data-other" }, onclick: () => start(true) },
    t("data.other"),
  );
  const from = h("div", { class: "pp-data-from", hidden: true }, name, other);
  const preview = previewPart((source) => {
    draft = null;
    start(false);
    own.dialog.close();
    kept(source);
  });
  const ways = waysPart((upload, title) => {
    draft = upload;
    setText(name, title);
    show(ways.node, false);
    show(from, true);
    preview.begin(upload);
    other.focus();
  });
  const own = modal("pp-data-dialog", ways.node, from, preview.node);
  setText(own.title, t("data.add.title"));
  own.dialog.addEventListener("dragover", (event) => event.preventDefault());
  own.dialog.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file && !ways.node.hidden) ways.take(file);
  });

  /* Back to the three ways; what was typed there is still there unless its rows are in use. */
  function start(again) {
    if (draft) discard(draft);
    draft = null;
    preview.end();
    show(from, false);
    show(ways.node, true);
    if (again) ways.focus();
    else ways.clear();
  }

  return (asker, onkept) => {
    kept = onkept;
    own.open(asker);
  };
}

/* `onkept(source)` hears of the set that was made. */
export function openAdd(asker, onkept) {
  open ??= build();
  open(asker, onkept);
}
