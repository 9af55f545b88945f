/* Where Python's widgets arrive: finds the part that draws a kind and keeps it fed.
   Knows nothing about what any part shows. */
import { mountEditor } from "../play/editor.js";
import { mountHeader } from "./header.js";
import { labelsPart } from "../play/labels.js";
import { mountModels } from "./models.js";
import { promptsPart } from "../play/prompts.js";
import { readingPart } from "../play/reading.js";
import { stepsPart } from "../play/steps.js";
import * as store from "../lib/store.js";
import { loadStrings, ready } from "../lib/strings.js";
import { vocabularyPart } from "../play/vocabulary.js";
import { wordsPart } from "../play/words.js";

const parts = {
  labels: labelsPart,
  words: wordsPart,
  prompts: promptsPart,
  vocabulary: vocabularyPart,
  steps: stepsPart,
  reading: readingPart,
};

/* Gradio hands out reactive proxies; a plain copy is faster to read and safe to keep. */
const plain = (value) => JSON.parse(JSON.stringify(value ?? null));

/* One part of the answer: drawn from its value, never from an older revision than the last shown. */
function mountPart(kind, { element, props, watch }) {
  const card = element.firstElementChild;
  card.className = `pp-card pp-view pp-view-${kind}`;
  card.dataset.testid = `view-${kind}`;
  const update = parts[kind](card);
  let shown = -1;
  const take = (value) => {
    if (!value || value.rev < shown) return;
    shown = value.rev;
    card.dataset.answer = String(value.rev);
    card.classList.toggle("pp-stale", value.stale);
    if (value.part) update(value.part);
  };
  watch("value", () => take(plain(props.value)));
  take(plain(props.first));
  take(plain(props.value));
}

function mountFeed({ element, props, watch }) {
  element.hidden = true;
  const take = () => {
    const value = plain(props.value);
    if (value) store.receive(value);
  };
  watch("value", take);
  take();
}

export async function mount(kind, widget) {
  if (kind === "header") loadStrings(plain(widget.props.strings), widget.props.language);
  await ready;
  if (kind === "header") mountHeader(widget, plain);
  else if (kind === "editor") mountEditor(widget, plain);
  else if (kind === "models") mountModels(widget);
  else if (kind === "feed") mountFeed(widget);
  else if (kind === "explain") (await import("../play/closer.js")).mountCloser(widget);
  else if (kind === "jobs") (await import("../jobs/page.js")).mountJobPage(widget, plain);
  else mountPart(kind, widget);
}
