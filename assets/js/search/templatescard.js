/* The search for templates as it goes: what each round of the race leaves, and the templates, the best first. */
import { currentLine } from "../jobs/current.js";
import { count, fixed, interval, percent, signed, whole } from "../lib/format.js";
import { classMap, html, nothing, repeat } from "../lib/lit.js";
import { takeAlong } from "../lib/onward.js";
import { help } from "../lib/popover.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { statusOf } from "./parts.js";
import { jobOf, seen } from "./sight.js";

/** @typedef {import("../lib/calls.d.ts").RankedTemplate} RankedTemplate */
/** @typedef {import("../lib/calls.d.ts").RaceRound} RaceRound */

const ID = "pp-templates-card";
const FIRST = 12; // templates that are shown at first
const DIGITS = 2; // of nats

let all = false;

/** @param {RaceRound} round */
const round = ({ edits, examples, templates, left, same }) =>
  html`<li data-testid="race-round">
    ${t(edits ? "search.race.edits" : "search.race.round", { templates, left, examples })}
    ${same ? html`<span class="pp-quiet">${t("search.race.same", { same })}</span>` : nothing}
  </li>`;

/** @param {RankedTemplate} its */
function whence({ source, of }) {
  return html`<td>
    ${source}${of ? html`<small class="pp-quiet pp-search-text" dir="auto">${t("search.ranked.of", { of })}</small>` : nothing}
  </td>`;
}

/** @param {RankedTemplate} its */
const accuracy = (its) =>
  html`<td class="pp-number">
    ${
      its.accuracy === null
        ? nothing
        : html`<strong>${percent(its.accuracy)}</strong
            ><small class="pp-interval"
              >${its.interval ? interval(its.interval, whole) : nothing}
              ${t("search.ranked.on", { examples: its.examples })}</small
            >`
    }
  </td>`;

/** @param {RankedTemplate} its */
const gain = (its) =>
  html`<td class="pp-number">
    ${
      its.gain === null
        ? nothing
        : html`<strong>${signed(its.gain, DIGITS)}</strong
            ><small class="pp-interval"
              >${its.gain_interval ? interval(its.gain_interval, (value) => signed(value, DIGITS)) : nothing}</small
            >`
    }
  </td>`;

/**
 * Once a page.
 * @param {string} home Play's address
 */
export function templatesCard(home) {
  /** @param {RankedTemplate} its */
  const row = (its) =>
    html`<tr
      class=${classMap({ "pp-search-kept": its.stands === "best", "pp-search-out": its.stands === "dropped" || its.stands === "same" })}
      data-testid="ranked-template"
      data-stands=${its.stands}
    >
      <th scope="row"><span class="pp-search-text" dir="auto">${its.template}</span></th>
      ${whence(its)} ${accuracy(its)}
      <td class="pp-number">${its.loss === null ? "" : fixed(its.loss, DIGITS)}</td>
      ${gain(its)}
      <td class="pp-number">${its.dev === null ? "" : percent(its.dev)}</td>
      <td>
        ${t(`search.ranked.${its.stands === "runs" && !its.examples ? "waits" : its.stands}`)}${
          its.same_as ? html`<small class="pp-quiet pp-search-text" dir="auto">${its.same_as}</small>` : nothing
        }
        <button type="button" class="pp-link" data-testid="use-template" @click=${() => takeAlong(its.state, home)}>
          ${t("keep.use")}
        </button>
      </td>
    </tr>`;

  /** @param {RankedTemplate[]} ranked */
  const table = (ranked) =>
    html`<div class="pp-scroll" tabindex="0" role="group" aria-label=${t("search.templates.card")}>
      <table class="pp-steps pp-search-table pp-search-ranked" data-testid="templates-ranked">
        <thead>
          <tr>
            <th scope="col">${t("template.title")}</th>
            <th scope="col">${t("search.ranked.source")}</th>
            <th scope="col" class="pp-number">${t("search.accuracy")}</th>
            <th scope="col" class="pp-number">${t("search.ranked.loss")}</th>
            <th scope="col" class="pp-number">${t("search.ranked.gain")}</th>
            <th scope="col" class="pp-number">${t("search.steps.accuracy")}</th>
            <th scope="col">${t("search.ranked.stands")}</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(all ? ranked : ranked.slice(0, FIRST), (its) => its.template, row)}
        </tbody>
      </table>
    </div>`;

  const { node, draw } = drawnCard(ID, () => {
    if (!jobOf("templates")) return null;
    const { ranked = [], rounds = [], gathered = 0, line: own } = seen("templates");
    const title = (currentLine() ?? own)?.title ?? "";
    const side = html`${help(t("search.templates.card"), t("search.templates.card.help"))}<span
        class="pp-quiet pp-side pp-clip"
        title=${title}
        >${title}</span
      >`;
    const more = html`<button
      type="button"
      class="pp-link"
      data-testid="all-templates"
      ?hidden=${ranked.length <= FIRST}
      @click=${() => {
        all = !all;
        draw();
      }}
    >
      ${t(all ? "search.ranked.fewer" : "search.ranked.all", { count: count(ranked.length) })}
    </button>`;
    return html`${cardHead(ID, t("search.templates.card"), side)} ${statusOf("templates")}
    ${
      gathered
        ? html`<p class="pp-quiet" data-testid="gathered">${t("search.templates.gathered", { gathered })}</p>
            <ol class="pp-search-rounds" ?hidden=${!rounds.length}>
              ${repeat(rounds, ({ step }) => step, round)}
            </ol>
            ${table(ranked)} ${more}`
        : nothing
    }`;
  }, ["current", "jobs"]);
  return node;
}
