/* The card "Keep it": the trained prompt goes to Play, into a file, or into a program; files come back. */
import { query } from "../lib/address.js";
import { ask } from "../lib/api.js";
import { card } from "../lib/cards.js";
import { h, setText, show } from "../lib/dom.js";
import { picker, save } from "../lib/files.js";
import { loadPromptFile, withPrompt } from "../lib/promptfile.js";
import { on } from "../lib/events.js";
import { change } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { rowOf, run, seedNow } from "./run.js";

/* Play's address with the state as it is now. */
function openPlay(href) {
  const text = query();
  location.href = href + (text ? `?${text}` : "");
}

export function keepCard(play) {
  const message = h("p", { class: "pp-quiet", role: "status", hidden: true, data: { testid: "keep-message" } });
  const tell = (text) => {
    show(message, Boolean(text));
    setText(message, text);
  };
  /* Ask for something about the seed in sight; what goes wrong is told. */
  async function about(name, more, done) {
    tell("");
    try {
      const answer = await ask(name, { job: run.id, seed: seedNow()?.seed, ...more }, { patience: 60_000 });
      if (answer.error) tell(answer.error.message);
      else done(answer);
    } catch {
      tell(t("calls.lost"));
    }
  }
  const into = (answer) => {
    change(withPrompt(answer.state), { discrete: true });
    openPlay(play);
  };
  const button = (key, onclick) =>
    h(
      "button",
      { type: "button", class: key === "use" ? "pp-primary" : "pp-pill", onclick, data: { testid: `keep-${key}` } },
      t(`keep.${key}`),
    );
  const file = picker({
    id: "pp-keep-file",
    accept: ".safetensors",
    label: t("keep.load"),
    onfile: async (chosen) => {
      const answer = await loadPromptFile(chosen, tell);
      if (answer) into(answer);
    },
  });
  const which = h("p", { class: "pp-quiet", data: { testid: "keep-which" } });
  const mine = [
    button("use", () => about("use", {}, into)),
    button("file", () => about("file", { kind: "prompt" }, (answer) => save(answer.name, answer.base64))),
    button("script", () => about("file", { kind: "script" }, (answer) => save(answer.name, answer.base64))),
  ];
  const node = card(
    "pp-keep",
    t("keep.title"),
    [],
    which,
    h("div", { class: "pp-keep-buttons" }, ...mine, button("load", file.pick), file.input),
    message,
  );
  const fill = () => {
    const seed = seedNow();
    const can = Boolean(seed) && Boolean(rowOf(run.id)?.can?.includes("use"));
    for (const each of mine) {
      each.disabled = !can;
      show(each, Boolean(run.id));
    }
    setText(
      which,
      can
        ? t("keep.which", { seed: seed.seed, step: seed.best ?? seed.steps.at(-1) })
        : t(run.id ? "keep.nothing" : "keep.invitation"),
    );
  };
  for (const name of ["run", "moment", "jobs"]) on(name, fill);
  fill();
  return node;
}
