/* The header's chip on pages where no answer to a text says which model it is. */
import { on } from "./events.js";
import { page, setModel } from "./store.js";

/** @param {import("./calls.d.ts").Model[]} models */
export function showModel(models) {
  const fill = () => {
    const { model } = page.state;
    setModel(models.find(({ id }) => id === model) ?? { id: model, name: model });
  };
  on("state", fill);
  fill();
}
