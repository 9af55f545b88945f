/* Where trigger tokens stand in a template's text. Pure functions; what a template means is for the core to say. */
const TRIGGER = /\[t(?:\*(\d+))?\]/gi;
const MASK = /\[mask(?:\*\d+)?\]|<mask>|_{3,}/i;
/* A slot with what closes its sentence: behind it the words of the prompt begin. */
const SLOT = /\{[^{}\n]*\}[^\p{L}\p{N}\s{}[\]"'“”「」]*/gu;

/**
 * How many trigger tokens a template has.
 * @param {string} template
 */
export const triggersIn = (template) =>
  [...template.matchAll(TRIGGER)].reduce((sum, [, count]) => sum + Number(count ?? 1), 0);

/**
 * A template with so many trigger tokens: where its first ones stand, else between its text and the words around the mask.
 * withTriggers("{text} It was [MASK].", 3) is "{text} [T*3] It was [MASK]."
 * @param {string} template
 * @param {number} count
 */
export function withTriggers(template, count) {
  const tokens = count === 1 ? "[T]" : `[T*${count}]`;
  let first = true;
  if (triggersIn(template)) {
    return template.replace(TRIGGER, () => {
      const here = first ? tokens : "";
      first = false;
      return here;
    });
  }
  const mask = MASK.exec(template);
  if (!mask) return template;
  const slots = [...template.matchAll(SLOT)].filter(({ index }) => index < mask.index);
  const last = slots.at(-1);
  const at = last ? last.index + last[0].length : mask.index;
  const [before, behind] = [template.slice(0, at), template.slice(at)];
  // In scripts without spaces none is put in.
  const spaced = behind.startsWith(" ") || (!last && (before === "" || before.endsWith(" ")));
  if (!last) return `${before}${tokens}${spaced ? " " : ""}${behind}`;
  return `${before}${spaced ? " " : ""}${tokens}${behind}`;
}
