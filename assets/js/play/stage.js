/* How much of the window stands above question and answer: style sheets keep the labels in sight below the header by it,
   and on a projector give each column the rest of the height. And what is then left for the labels' bars, so that they
   are in sight together with the question and the sentence, however many there are. */
import { announce } from "../lib/events.js";

const STEP = 4; // px: less is no other height

/** @param {{ header: HTMLElement | null, intro: HTMLElement, columns: HTMLElement, sentence: HTMLElement, labels: HTMLElement }} of */
export function startStage({ header, intro, columns, sentence, labels }) {
  const { style } = document.documentElement;
  let room = 0;
  const measure = () => {
    const above = Math.round(columns.getBoundingClientRect().top + scrollY);
    style.setProperty("--pp-head", `${header?.offsetHeight ?? 0}px`);
    style.setProperty("--pp-above", `${above}px`);
    const plot = /** @type {HTMLElement | null} */ (labels.querySelector(".pp-plot"));
    // What the card has beside its bars, and the two gaps: before the columns' first card, and between both cards.
    const rest = labels.offsetHeight - (plot?.offsetHeight ?? 0);
    const gaps =
      Number.parseFloat(getComputedStyle(columns).paddingTop) + Number.parseFloat(getComputedStyle(columns).rowGap);
    const left = innerHeight - above - sentence.offsetHeight - rest - gaps;
    if (Math.abs(left - room) < STEP) return;
    room = left;
    style.setProperty("--pp-labels-room", `${Math.round(room)}px`);
    announce("room");
  };
  const observer = new ResizeObserver(measure);
  for (const node of [header, intro, sentence, labels]) if (node) observer.observe(node);
  addEventListener("resize", measure);
}
