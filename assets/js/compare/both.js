/* What the grid's and the words' form share: the data field, which stands in the one that is in sight. */
import { current } from "../jobs/current.js";
import { dataField } from "../data/picker.js";
import { on } from "../lib/events.js";
import { beginForm, form, put } from "./form.js";

const places = {};
let data = null;

function fill() {
  const place = places[current.kind];
  if (!place) return;
  if (data.node.parentElement !== place) place.append(data.node);
  data.fill();
}

/* `make(models)` gives a form with a place for the data field. */
export function formOf(kind, make) {
  if (!data) {
    beginForm();
    data = dataField({
      value: () => form.value.data,
      choose: (source) => put({ data: source }),
      split: () => form.value.split,
      chooseSplit: (split) => put({ split }),
    });
    for (const name of ["compare-form", "current"]) on(name, fill);
  }
  const made = make();
  places[kind] = made.dataPlace;
  fill();
  return made.node;
}
