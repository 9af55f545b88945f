/* The evaluation in sight, as every card of the page reads it. */
import { seen } from "../jobs/evaluations/sight.js";

/** What the server says of it; nothing while there is none, or no answer yet. */
export const evaluation = () => seen("evaluate");
