/* Warnings beside their cause, with fixes of one click; and errors, calm and amber. */
import { h, keyed, setText, show } from "./dom.js";
import { edit, page } from "./store.js";
import { t } from "./strings.js";

const MARK = { info: "i", warning: "!", error: "!" };

function createNotice() {
  return h(
    "li",
    {},
    h("span", { class: "pp-mark", "aria-hidden": "true" }),
    h("div", { class: "pp-notice-text" }, h("span", { class: "pp-message" }), h("span", { class: "pp-fixes" })),
  );
}

function fillNotice(node, notice) {
  node.className = `pp-notice pp-${notice.level}`;
  node.dataset.testid = "notice";
  setText(node.querySelector(".pp-mark"), MARK[notice.level] ?? "i");
  setText(node.querySelector(".pp-message"), notice.message);
  const of = page.answer.of;
  keyed(
    node.querySelector(".pp-fixes"),
    notice.fixes ?? [],
    (fix) => `${fix.title}/${fix.edit.start}/${fix.edit.end}/${fix.edit.replacement}`,
    () => h("button", { type: "button", class: "pp-fix", data: { testid: "fix" } }),
    (button, fix) => {
      setText(button, fix.title);
      // A fix is about one exact text: when that has changed, the click does nothing.
      button.onclick = () => {
        if (of[fix.edit.target] === page.state[fix.edit.target]) edit(() => fix.edit);
      };
    },
  );
}

/* The list of notices under a box. */
export function noticeList() {
  const list = h("ul", { class: "pp-notices", hidden: true });
  return {
    list,
    update(notices) {
      show(list, notices.length > 0);
      keyed(list, notices, (notice) => notice.message, createNotice, fillNotice);
    },
  };
}

/* The message of the error whose target is one of `targets`; keeps its node so that it can be read out. */
export function errorLine(targets) {
  const text = h("span", { class: "pp-message" });
  const line = h(
    "div",
    { class: "pp-notice pp-error", role: "status", hidden: true, data: { testid: `error-${targets[0]}` } },
    h("span", { class: "pp-mark", "aria-hidden": "true" }, "!"),
    h("div", { class: "pp-notice-text" }, text),
  );
  return {
    line,
    /* Returns the error when it is about this place, else null. */
    update(answer) {
      const error = answer.error && targets.includes(answer.error.target) ? answer.error : null;
      show(line, Boolean(error));
      setText(text, error ? error.message || t("error.unknown") : "");
      return error;
    },
  };
}
