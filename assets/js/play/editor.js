/* The left column: puts the cards together and connects state, history, address and server. */
import { restore, startAddress } from "../lib/address.js";
import { fieldsCard } from "./fields.js";
import { startHistory } from "./history.js";
import { startLive } from "./live.js";
import { optionsCard } from "./options.js";
import { on } from "../lib/events.js";
import { begin, page, same } from "../lib/store.js";
import { templateCard } from "./template.js";
import { verbalizerCard } from "./verbalizer.js";

export function mountEditor({ element, props, trigger, events }, plain) {
  const { rev: _rev, ...defaults } = plain(props.value);
  const plainOptions = plain(props.options);
  begin(restore(defaults, plainOptions), defaults, plainOptions);
  startHistory();
  startAddress();

  const cards = [fieldsCard(), templateCard(plain(props.examples), props.train), verbalizerCard(), optionsCard()];
  const root = element.firstElementChild;
  root.className = "pp-editor";
  root.append(...cards.map((card) => card.card));
  const showState = () => cards.forEach((card) => card.state(page.state));
  on("state", showState);
  on("answer", (answer) => cards.forEach((card) => card.answer(answer)));
  showState();

  const [settle] = events;
  startLive((state) => {
    props.value = state;
    trigger(settle);
  }, !same(page.state, defaults));
  root.dataset.ready = "true";
}
