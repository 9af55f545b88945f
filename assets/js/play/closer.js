/* Play's closer look, two folded cards under the answer: why this label, and a minimal pair. */
import { explainCard } from "./explain.js";
import { pairCard } from "./pair.js";

export function mountCloser({ element }) {
  const root = element.firstElementChild;
  root.className = "pp-closer";
  root.append(explainCard(), pairCard());
}
