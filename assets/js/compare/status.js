/* What a run has to say first: its sentence when it is over, how far it is while it runs. */
import { h, setText, show } from "../lib/dom.js";
import { active } from "../jobs/list.js";
import { t } from "../lib/strings.js";

export function statusLine(view) {
  const sentence = h("p", {
    class: "pp-lead-sentence",
    role: "status",
    "aria-live": "polite",
    data: { testid: `${view}-summary` },
  });
  const bar = h(
    "div",
    {
      class: "pp-bar",
      role: "progressbar",
      "aria-valuemin": "0",
      "aria-valuemax": "100",
      "aria-label": t("compare.progress"),
    },
    h("div", { class: "pp-bar-fill" }),
  );
  const detail = h("p", { class: "pp-quiet pp-number" });
  const progress = h("div", { class: "pp-run-progress" }, bar, detail);
  const node = h("div", { class: "pp-run-status" }, sentence, progress);
  return {
    node,
    fill({ data }) {
      const row = data?.row;
      setText(sentence, data?.error?.message ?? data?.summary?.message ?? "");
      sentence.classList.toggle(
        "pp-wrong",
        Boolean(data?.error) || ["error", "warning"].includes(data?.summary?.level),
      );
      show(sentence, Boolean(sentence.textContent));
      show(progress, !data?.error && (!row || active(row)));
      const percent = Math.round(100 * (row?.progress ?? 0));
      bar.firstElementChild.style.width = `${percent}%`;
      bar.setAttribute("aria-valuenow", String(percent));
      setText(detail, [row?.state_label, row?.detail].filter(Boolean).join(" · "));
    },
  };
}
