/* The data sets there are: this browser's own and the demo sets, asked once a page and after each change. */
import { ask } from "../lib/api.js";
import { announce } from "../lib/events.js";
import { same } from "../lib/store.js";
import { t } from "../lib/strings.js";

/* `list` is null until it arrives. */
export const sets = { list: null, error: "" };

export const cardOf = (source) => sets.list?.find((card) => same(card.source, source)) ?? null;

export const isMine = (source) => Boolean(source && "upload" in source);

export async function loadSets() {
  try {
    const answer = await ask("data_list", {}, { latest: true });
    if (!answer) return; // a later question is on its way
    Object.assign(sets, answer.error ? { error: answer.error.message } : { list: answer.sets, error: "" });
  } catch {
    sets.error = t("calls.lost");
  }
  announce("sets", sets);
}

/* A set that was just saved, before the server is asked again. */
export function putSet(card) {
  sets.list = [card, ...(sets.list ?? []).filter(({ source }) => !same(source, card.source))];
  announce("sets", sets);
}

/* Returns what went wrong, or "". */
export async function deleteSet(source) {
  try {
    const answer = await ask("data_delete", { upload: source.upload });
    if (answer.error) return answer.error.message;
  } catch {
    return t("calls.lost");
  }
  sets.list = sets.list.filter((card) => !same(card.source, source));
  announce("sets", sets);
  return "";
}

/* An upload that nobody wants any more; should this fail, the server lets it go in time. */
export const discard = (upload) => ask("data_delete", { upload }).catch(() => null);
