/* Before the first training: what soft prompts are, in a small picture, and what will stand here. */
import { html } from "../lib/lit.js";
import { colour, swatch } from "../lib/parts.js";
import { t } from "../lib/strings.js";
import { cardHead, drawnCard } from "../lib/view.js";
import { anythingLearnt } from "./training.js";

const ID = "pp-train-intro"; // Play has an opening of its own

/**
 * @param {string} kind
 * @param {string} text
 */
const piece = (kind, text) => html`<span class="pp-piece pp-run-${kind}">${text}</span>`;

/**
 * @param {number} index
 * @param {number} width in per cent
 */
const bar = (index, width) =>
  html`<span class="pp-intro-bar"
    >${swatch(index)}<span class="pp-label-track"
      ><span class="pp-label-fill" style="--pp-colour: ${colour(index)}; width: ${width}%"></span></span
  ></span>`;

const picture = () =>
  html`<div class="pp-intro-picture" role="img" aria-label=${t("intro.picture")}>
    <div class="pp-intro-box">
      <div class="pp-intro-pieces">
        ${piece("slot", t("intro.text"))}${piece("soft", "s1")}${piece("soft", "s2")}${piece("mask", "[MASK]")}
      </div>
      <small class="pp-quiet">${t("intro.reads")}</small>
    </div>
    <span class="pp-intro-arrow">→</span>
    <div class="pp-intro-box pp-intro-model">
      <strong>${t("intro.model")}</strong><small class="pp-quiet">${t("intro.frozen")}</small>
    </div>
    <span class="pp-intro-arrow">→</span>
    <div class="pp-intro-box">${bar(0, 84)}${bar(1, 16)}<small class="pp-quiet">${t("intro.labels")}</small></div>
    <div class="pp-intro-back"><span>${t("intro.back")}</span></div>
  </div>`;

/** Once a page. */
export const introCard = () =>
  drawnCard(
    ID,
    () =>
      anythingLearnt()
        ? null
        : html`${cardHead(ID, t("intro.title"))}
            <p class="pp-intro-lead">${t("intro.lead")}</p>
            ${picture()}
            <ol class="pp-intro-steps">
              ${["one", "two", "three"].map(
                (name) =>
                  html`<li>
                    <strong>${t(`intro.${name}`)}</strong><span class="pp-quiet">${t(`intro.${name}.more`)}</span>
                  </li>`,
              )}
            </ol>
            <p class="pp-quiet">${t("intro.then")}</p>`,
    ["current", "jobs"],
  ).node;
