/* A figure of rows where the page has less height for it than it asks for: the rows stand closer, and their type follows
   them. How close, and what is left out or moved then, the figure says in `meta.closer`. */

/** @typedef {import("./calls.d.ts").Figure} Figure */

const LINE = 0.74; // of a row: the type in it
const AIR = 8; // px at normal size, above and below all rows

/**
 * The height that the style sheet leaves a chart, in px.
 * @param {HTMLElement} host
 */
export const roomOf = (host) => Number.parseFloat(getComputedStyle(host).maxHeight) || Infinity;

/**
 * The figure as it fits, and the largest type in it, in px.
 * @param {Figure} figure
 * @param {number} room px
 * @param {number} by how many times normal size
 * @returns {{ figure: Figure, largest: number }}
 */
export function fitted(figure, room, by) {
  const { meta } = /** @type {any} */ (figure.layout);
  if (!meta?.closer || meta.height * by <= room) return { figure, largest: Infinity };
  const { rows, least, traces, layout } = meta.closer;
  const row = Math.max(least, (room / by - AIR) / rows);
  return {
    figure: {
      data: figure.data.slice(0, traces),
      layout: { ...figure.layout, ...layout, meta: { ...meta, height: Math.floor(row * rows + AIR) } },
    },
    largest: LINE * row * by,
  };
}
