/* What a run asked of what, in one quiet line: enough to quote it, and to do it again. */
import { helpMark } from "../lib/popover.js";
import { h, setText, show } from "../lib/dom.js";
import { pageLanguage, t } from "../lib/strings.js";

const LETTERS = 8; // of a fingerprint or revision; the record's file has them whole

const short = (text) => text.slice(0, LETTERS);
const day = (text) =>
  new Intl.DateTimeFormat(pageLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));

function parts({ data, split, fingerprint, models, seeds, created }) {
  return [
    t("evaluate.record.data", { data, split: t(`data.split.${split}`), fingerprint: short(fingerprint) }),
    ...models.map(({ name, revision }) => t("evaluate.record.model", { name, revision: short(revision) })),
    t(`evaluate.record.${seeds.length > 1 ? "seeds" : "seed"}`, { seeds: seeds.join(t("evaluate.comma")) }),
    day(created),
  ];
}

export function recordLine() {
  const list = h("span", {});
  const node = h(
    "p",
    { class: "pp-quiet pp-record", data: { testid: "record" } },
    list,
    helpMark(t("evaluate.record"), t("evaluate.record.help")),
  );
  return {
    node,
    fill(record) {
      show(node, Boolean(record));
      if (record) setText(list, parts(record).join(" · "));
    },
  };
}
