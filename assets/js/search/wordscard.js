/* The words that each method ranks for every label, beside one's own; a click puts a word into a verbalizer for Play. */
import { current, currentLine } from "../jobs/current.js";
import { ask } from "../lib/api.js";
import { fixed } from "../lib/format.js";
import { classMap, html, nothing, repeat } from "../lib/lit.js";
import { segmented, swatch } from "../lib/parts.js";
import { takeAlong } from "../lib/onward.js";
import { help } from "../lib/popover.js";
import { same } from "../lib/store.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { statusOf } from "./parts.js";
import { jobOf, seen } from "./sight.js";

/** @typedef {import("../lib/calls.d.ts").LabelRanking} LabelRanking */
/** @typedef {import("../lib/calls.d.ts").SeedRanking} SeedRanking */
/** @typedef {Record<string, string[]>} Words label -> words */

const ID = "pp-label_words-card";
const FIRST = 8; // words of a method that are shown at first

/** What was put together for a job; `seed` is the one that is looked at, null the newest. */
const look = {
  job: /** @type {string | null} */ (null),
  seed: /** @type {number | null} */ (null),
  words: /** @type {Words | null} */ (null),
  all: false,
  message: "",
};

/**
 * A score of a method; where nothing is left of it, it has no sign either.
 * @param {number} score
 */
function scored(score) {
  const size = fixed(Math.abs(score), 2);
  return score < 0 && Number(size) !== 0 ? `−${size}` : size;
}

/** @returns {SeedRanking | null} */
function inSight() {
  if (look.job !== current.id)
    Object.assign(look, { job: current.id, seed: null, words: null, all: false, message: "" });
  const { rankings = [] } = seen("label_words");
  return rankings.find(({ seed }) => seed === look.seed) ?? rankings.at(-1) ?? null;
}

/**
 * One's own words until something was clicked.
 * @param {SeedRanking} ranking
 * @returns {Words}
 */
const wordsNow = (ranking) => look.words ?? Object.fromEntries(ranking.labels.map(({ label, own }) => [label, own]));

/**
 * Once a page.
 * @param {string} home Play's address
 */
export function wordsCard(home) {
  /** @param {Partial<typeof look>} patch */
  function show(patch) {
    Object.assign(look, patch);
    draw();
  }

  /**
   * @param {SeedRanking} ranking
   * @param {string} label
   * @param {string} word
   */
  function toggle(ranking, label, word) {
    const words = wordsNow(ranking);
    const mine = words[label];
    // Lists of one's own, for the first click copies what stands there.
    const next = mine.includes(word) ? mine.filter((each) => each !== word) : [...mine, word];
    show({ words: { ...words, [label]: next }, message: "" });
  }

  /**
   * A method's verbalizer as it is; without a method one's own again.
   * @param {SeedRanking} ranking
   * @param {string | null} method
   */
  function takeAll(ranking, method) {
    const of = (/** @type {LabelRanking} */ { own, methods }) =>
      methods.find((its) => its.method === method)?.taken ?? own;
    show({ words: Object.fromEntries(ranking.labels.map((label) => [label.label, of(label)])), message: "" });
  }

  /** @param {SeedRanking} ranking */
  async function use(ranking) {
    if (!current.id) return;
    try {
      const answer = await ask("label_words_use", { job: current.id, words: wordsNow(ranking) });
      if (answer?.error) show({ message: answer.error.message });
      else if (answer) takeAlong(answer.state, home);
    } catch {
      show({ message: t("calls.lost") });
    }
  }

  /**
   * @param {SeedRanking} ranking
   * @param {string} label
   * @param {string} word
   * @param {number | null} [score]
   */
  function chip(ranking, label, word, score = null) {
    const chosen = wordsNow(ranking)[label].includes(word);
    return html`<button
      type="button"
      class=${classMap({ "pp-search-word": true, "pp-chosen": chosen })}
      aria-pressed=${String(chosen)}
      data-testid="ranked-word"
      @click=${() => toggle(ranking, label, word)}
    >
      <span dir="auto">${word}</span>${
        score === null ? nothing : html`<small class="pp-number">${scored(score)}</small>`
      }
    </button>`;
  }

  /**
   * @param {SeedRanking} ranking
   * @param {LabelRanking} row
   * @param {number} index
   */
  function labelRow(ranking, { label, own, methods }, index) {
    const chosen = wordsNow(ranking)[label];
    const cells = (seen("label_words").methods ?? []).map(({ name }) => {
      const words = methods.find((its) => its.method === name)?.words ?? [];
      const shown = look.all ? words : words.slice(0, FIRST);
      return html`<td>
        ${repeat(
          shown,
          ({ word }) => word,
          ({ word, score }) => chip(ranking, label, word, score),
        )}
      </td>`;
    });
    // A word that was clicked and stands in no list of one's own is one's own from now on.
    const mine = [...new Set([...own, ...chosen])];
    return html`<tr data-testid="ranking" data-label=${label}>
      <th scope="row">${swatch(index)}<span dir="auto">${label}</span></th>
      <td>
        ${repeat(
          mine,
          (word) => word,
          (word) => chip(ranking, label, word),
        )}
      </td>
      ${cells}
    </tr>`;
  }

  /** @param {SeedRanking} ranking */
  function table(ranking) {
    const { methods = [] } = seen("label_words");
    const own = Object.fromEntries(ranking.labels.map(({ label, own: its }) => [label, its]));
    /** @type {(method: string | null, testid: string) => unknown} */
    const all = (method, testid) =>
      html`<button type="button" class="pp-link" data-testid=${testid} @click=${() => takeAll(ranking, method)}>
        ${t(method ? "search.words.take" : "search.words.own.take")}
      </button>`;
    return html`<div class="pp-scroll">
      <table class="pp-steps pp-search-words" data-testid="rankings">
        <thead>
          <tr>
            <th scope="col">${t("search.words.label")}</th>
            <th scope="col">
              ${t("search.words.own")}
              <div ?hidden=${same(wordsNow(ranking), own)}>${all(null, "take-own")}</div>
            </th>
            ${methods.map(
              ({ name, title, line }) =>
                html`<th scope="col" class=${classMap({ "pp-search-kept": ranking.best === name })}>
                  ${title}${help(title, line)}
                  <div>${all(name, `take-${name}`)}</div>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${ranking.labels.map((label, index) => labelRow(ranking, label, index))}
        </tbody>
      </table>
    </div>`;
  }

  /** @param {SeedRanking} ranking */
  function yours(ranking) {
    const lines = Object.entries(wordsNow(ranking)).map(([label, words]) => `${label}: ${words.join(", ")}`);
    return html`<div class="pp-search-yours">
      <code class="pp-preview" dir="auto" data-testid="chosen-words">${lines.join("\n")}</code>
      <button type="button" class="pp-primary" data-testid="use-words" @click=${() => use(ranking)}>
        ${t("keep.use")}
      </button>
      <p class="pp-quiet" role="status" ?hidden=${!look.message}>${look.message}</p>
    </div>`;
  }

  const seeds = () => {
    const { rankings = [] } = seen("label_words");
    if (rankings.length < 2) return nothing;
    return segmented({
      id: "pp-label_words-seed",
      label: t("train.seeds"),
      value: String(inSight()?.seed ?? ""),
      choices: rankings.map(({ seed }) => ({ value: String(seed), label: t("search.seed", { seed }) })),
      onchange: (seed) => show({ seed: Number(seed), words: null }),
    });
  };

  const { node, draw } = drawnCard(ID, () => {
    if (!jobOf("label_words")) return null;
    const ranking = inSight();
    const { line: own } = seen("label_words");
    const title = (currentLine() ?? own)?.title ?? "";
    const side = html`${help(t("search.label_words.card"), t("search.label_words.card.help"))}<span
        class="pp-quiet pp-side pp-clip"
        title=${title}
        >${title}</span
      >`;
    const more = html`<button
      type="button"
      class="pp-link"
      data-testid="all-words"
      @click=${() => show({ all: !look.all })}
    >
      ${t(look.all ? "search.words.fewer" : "search.words.all")}
    </button>`;
    return html`${cardHead(ID, t("search.label_words.card"), side)} ${statusOf("label_words")}
    ${
      ranking
        ? html`<p class="pp-quiet">${t("search.words.line")}</p>
            ${seeds()} ${table(ranking)} ${more} ${yours(ranking)}`
        : nothing
    }`;
  }, ["current", "jobs"]);
  return node;
}
