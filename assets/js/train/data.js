/* The examples to learn from: a demo set, or a CSV file that is read in the browser. */
import { h, keyed, setText, show, swatch } from "../dom.js";
import { picker, readText } from "../files.js";
import { errorLine } from "../notices.js";
import { on, same } from "../store.js";
import { t } from "../strings.js";
import { form, labels, put } from "./form.js";
import { field, selectInput } from "./inputs.js";

const OWN = "own";
const LARGEST = 4 * 1024 * 1024;
const isOwn = () => "csv" in form.value.data;
const demo = () => form.setup.demos.find(({ id }) => id === form.value.data.demo);

/* Paste, choose or drop a file. */
function ownData() {
  const message = h("p", { class: "pp-field-error", role: "alert", hidden: true });
  const take = async (file) => {
    const large = file.size > LARGEST;
    show(message, large);
    setText(message, large ? t("train.data.too_large") : "");
    if (!large) put({ data: { name: file.name, csv: await readText(file) } });
  };
  const file = picker({ id: "pp-csv-file", accept: ".csv,.tsv,text/csv,text/plain", label: t("train.data.choose"), onfile: take });
  const area = h("textarea", { id: "pp-csv", class: "pp-input pp-csv", rows: "4", spellcheck: "false", placeholder: t("train.data.placeholder"), "aria-label": t("train.data.paste"), data: { testid: "train-csv" } });
  area.addEventListener("input", () => put({ data: { name: t("train.data.pasted"), csv: area.value } }));
  const name = h("span", { class: "pp-quiet" });
  const node = h("div", { class: "pp-own-data", hidden: true }, area, h("div", { class: "pp-own-row" }, h("button", { type: "button", class: "pp-pill", onclick: file.pick }, t("train.data.choose")), file.input, name), h("p", { class: "pp-quiet" }, t("train.data.columns")), message);
  node.addEventListener("dragover", (event) => event.preventDefault());
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    const [dropped] = event.dataTransfer.files;
    if (dropped) take(dropped);
  });
  return {
    node,
    fill() {
      show(node, isOwn());
      if (!isOwn()) return;
      if (document.activeElement !== area && area.value !== form.value.data.csv) area.value = form.value.data.csv;
      setText(name, form.value.data.csv ? (form.value.data.name ?? "") : "");
    },
  };
}

function rows(body, items) {
  keyed(body, items, (_, i) => i, () => h("tr", {}, h("td", { class: "pp-clip" }), h("td", {})), (row, item) => {
    setText(row.firstElementChild, item.text);
    row.firstElementChild.title = item.text;
    setText(row.lastElementChild, item.label);
  });
}

/* How many examples of which class, and the first five of them. */
function preview() {
  const counts = h("ul", { class: "pp-counts", data: { testid: "class-counts" } });
  const split = h("span", { class: "pp-quiet pp-number", data: { testid: "split" } });
  const body = h("tbody", {});
  const head = h("tr", {}, h("th", { scope: "col" }, t("train.data.text")), h("th", { scope: "col" }, t("train.data.label")));
  const first = h("details", { class: "pp-more-options" }, h("summary", {}, t("train.data.first")), h("div", { class: "pp-scroll" }, h("table", { class: "pp-steps pp-preview-table", data: { testid: "preview" } }, h("thead", {}, head), body)));
  const node = h("div", { class: "pp-data-preview" }, h("div", { class: "pp-data-facts" }, counts, split), first);
  on("plan", ({ examples, preview: items }) => {
    show(node, Boolean(examples));
    if (!examples) return;
    keyed(counts, examples.classes, (_, i) => i, (_, i) => h("li", { class: "pp-class" }, swatch(i), h("span", {}), h("span", { class: "pp-number" })), (item, { label, count }) => {
      setText(item.children[1], label);
      setText(item.children[2], String(count));
    });
    setText(split, t("train.split", examples));
    rows(body, items ?? []);
    show(first, Boolean(items?.length));
  });
  return node;
}

/* The choice, and what belongs below it: `node` and `more`. */
export function dataPart() {
  const choices = [...form.setup.demos.map(({ id, name }) => ({ value: id, label: name })), { value: OWN, label: t("train.data.own") }];
  const select = selectInput("data", choices, {
    value: () => (isOwn() ? OWN : form.value.data.demo),
    choose: (id) => put({ data: id === OWN ? { name: "", csv: "" } : { demo: id } }),
  });
  const own = ownData();
  const suggestion = h("button", { type: "button", class: "pp-pill pp-suggestion", hidden: true, data: { testid: "demo-prompt" }, onclick: () => put({ template: demo().template, verbalizer: demo().verbalizer }) }, t("train.data.prompt"));
  const error = errorLine(["data"]);
  on("plan", (answer) => error.update(answer));
  function fill() {
    own.fill();
    const set = isOwn() ? null : demo();
    show(suggestion, Boolean(set?.verbalizer) && !same(labels(set.verbalizer), labels(form.value.verbalizer)));
  }
  on("form", fill);
  fill();
  return { node: field("data", select), more: h("div", { class: "pp-wide-field" }, own.node, error.line, suggestion, preview()) };
}
