/* On the page long names are shortened; a picture that is saved has room for the whole ones and grows for them. */

/** @typedef {{ l: number, r: number, t: number, b: number }} Margins */

const LINE = 1.3; // of a letter's size
const SLANT = 0.65; // of its length a slanted name stands high

/** @param {string} text */
const plain = (text) => text.replace(/<[^>]*>/g, "");

/**
 * A text in so many lines of about one length, broken at spaces where there are some; tags and entities stay whole.
 * @param {string} text
 * @param {number} count
 */
export function inLines(text, count) {
  const words = text.split(/(?<= )/);
  const lines = [""];
  const length = text.length / Math.max(1, count);
  for (const word of words) {
    const last = lines.length - 1;
    if (lines[last] && lines.length < count && lines[last].length + word.length / 2 > length) lines.push(word);
    else lines[last] += word;
  }
  return lines.map((line) => line.trim());
}

/**
 * A text in lines no wider than the room, nothing of it left out: broken at spaces, a longer word within itself.
 * @param {string} text
 * @param {number} room
 * @param {(part: string) => number} measure how wide a part is
 */
export function inRoom(text, room, measure) {
  const lines = [""];
  for (const word of text.split(/(?<= )/)) {
    const last = lines.length - 1;
    if (lines[last] && measure((lines[last] + word).trimEnd()) > room) lines.push("");
    for (const letter of word) {
      const now = lines.length - 1;
      if (lines[now] && measure((lines[now] + letter).trimEnd()) > room) lines.push(letter);
      else lines[now] += letter;
    }
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

/**
 * @param {string[]} texts
 * @param {{ family: string, size: number, weight?: number }} font
 */
function widest(texts, { family, size, weight = 400 }) {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return 0;
  pen.font = `${weight} ${size}px ${family}`;
  const lines = texts.flatMap((text) => text.split("<br>"));
  return Math.max(0, ...lines.map((line) => pen.measureText(plain(line)).width));
}

/**
 * One axis: its names become the whole ones; how much wider and how many lines more they are.
 * @param {any} axis
 * @param {string[]} names
 * @param {any} font
 * @param {(name: string, lines: number) => number} lines how many a name takes, of those that it takes now
 */
function rename(axis, names, font, lines) {
  /** @type {string[]} */
  const before = axis.ticktext;
  axis.ticktext = names.map((name, i) => {
    const short = before[i] ?? "";
    if (!short.includes("…")) return short;
    return inLines(name, lines(name, short.split("<br>").length)).join("<br>") + (short.endsWith("  ") ? "  " : "");
  });
  const most = (/** @type {string[]} */ texts) => Math.max(1, ...texts.map((text) => text.split("<br>").length));
  return {
    wider: Math.max(0, widest(axis.ticktext, font) - widest(before, font)),
    higher: Math.max(0, most(axis.ticktext) - most(before)) * LINE * font.size,
  };
}

/**
 * Put whole names in place of short ones; the layout and its margins grow by what these need.
 * @param {any} layout as it was drawn
 * @param {Margins} margins as they came out
 * @param {any} full Plotly's own layout, for its fonts
 */
export function wholeNames(layout, margins, full) {
  const { xaxis, yaxis } = layout.meta?.names ?? {};
  if (yaxis) {
    const { wider } = rename(layout.yaxis, yaxis, full.yaxis.tickfont, (_, now) => now);
    margins.l += wider;
    layout.width += wider;
  }
  if (xaxis) {
    const slanted = Boolean(layout.xaxis.tickangle);
    const room = (layout.width - margins.l - margins.r) / Math.max(1, xaxis.length);
    const font = full.xaxis.tickfont;
    const lines = (/** @type {string} */ name, /** @type {number} */ now) =>
      slanted ? 1 : Math.max(now, Math.ceil((1.2 * widest([name], font)) / room));
    const { wider, higher } = rename(layout.xaxis, xaxis, font, lines);
    const up = slanted ? SLANT * wider : higher;
    margins.t += up;
    layout.height += up;
  }
  let beyond = 0;
  for (const note of layout.annotations ?? []) {
    if (!note.name) continue;
    beyond = Math.max(beyond, widest([note.name], note.font) - widest([note.text], note.font));
    note.text = note.name;
  }
  margins.r += beyond;
  layout.width += beyond;
}
