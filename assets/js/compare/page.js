/* The Compare page: two views, each a form on the left and what came of it on the right. */
import { restore, startAddress } from "../lib/address.js";
import { segmented } from "../lib/cards.js";
import { dataField } from "../data/picker.js";
import { h, setText, show } from "../lib/dom.js";
import { runsCard } from "../jobs/runscard.js";
import { showModel } from "../lib/shownmodel.js";
import { on } from "../lib/events.js";
import { begin } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { beginForm, form, put } from "./form.js";
import { gridCard } from "./gridcard.js";
import { gridForm } from "./gridform.js";
import { introCard } from "./intro.js";
import { choose, idNow, repeated, runOf, startRun } from "./run.js";
import { wordsCard } from "./wordscard.js";
import { wordsForm } from "./wordsform.js";

const VIEWS = ["grid", "words"];

export function mountCompare({ element, props }, plain) {
  const defaults = plain(props.state);
  const options = plain(props.options);
  const models = plain(props.models);
  begin(restore(defaults, options), defaults, options);
  startAddress();
  showModel(models);
  beginForm();

  const forms = { grid: gridForm(models), words: wordsForm() };
  const results = { grid: gridCard(props.home, props.evaluate), words: wordsCard() };
  const intro = introCard();
  const data = dataField({
    value: () => form.value.data,
    choose: (source) => put({ data: source }),
    split: () => form.value.split,
    chooseSplit: (split) => put({ split }),
  });
  const views = segmented({
    id: "pp-view",
    label: t("compare.view"),
    choices: VIEWS.map((value) => ({ value, label: t(`compare.view.${value}`) })),
    onchange: (view) => put({ view }),
  });
  const line = h("p", { class: "pp-quiet" });
  const root = element.firstElementChild;
  root.className = "pp-compare";
  root.append(
    h("div", { class: "pp-views" }, views.group, line),
    h(
      "div",
      { class: "pp-compare-form" },
      ...VIEWS.map((view) => forms[view].node),
      runsCard({ chosen: idNow, choose, begun: repeated, heard: ["run", "compare-form"] }),
    ),
    h("div", { class: "pp-compare-run" }, intro, ...VIEWS.map((view) => results[view])),
  );

  function fill() {
    const { view } = form.value;
    views.set(view);
    setText(line, t(`compare.view.${view}.line`));
    for (const each of VIEWS) show(forms[each].node, each === view);
    const place = forms[view].dataPlace;
    if (data.node.parentElement !== place) place.append(data.node);
    data.fill();
    const { id } = runOf("grid");
    show(results.grid, view === "grid" && Boolean(id));
    show(results.words, view === "words");
    show(intro, view === "grid" && !id);
    root.classList.toggle("pp-has-run", Boolean(runOf(view).id));
  }
  for (const name of ["compare-form", "run", "runs"]) on(name, fill);
  fill();
  startRun();
  root.dataset.ready = "true";
}
