/* How much of the window stands above question and answer: style sheets keep the labels in sight below the header by it,
   and on a projector give each column the rest of the height. */

/** @param {{ header: HTMLElement | null, intro: HTMLElement, columns: HTMLElement }} of */
export function startStage({ header, intro, columns }) {
  const { style } = document.documentElement;
  const measure = () => {
    style.setProperty("--pp-head", `${header?.offsetHeight ?? 0}px`);
    style.setProperty("--pp-above", `${Math.round(columns.getBoundingClientRect().top + scrollY)}px`);
  };
  const observer = new ResizeObserver(measure);
  if (header) observer.observe(header);
  observer.observe(intro);
}
