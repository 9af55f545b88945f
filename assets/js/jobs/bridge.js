/* For the kinds whose own answers still bring a `row` along: the list's line as that row has it. */
import { active, lineOf, refresh } from "./list.js";

/**
 * @param {string} id
 * @param {any} answer
 */
export function withLine(id, answer) {
  const line = lineOf(id);
  const { row } = answer ?? {};
  if (!line || !row) return answer;
  if (!active(row) && active(line)) refresh(); // what can be done with it has changed
  const { state, state_label, progress, detail, accuracy } = row;
  return { ...answer, line: { ...line, state, state_label, progress, detail, accuracy } };
}
