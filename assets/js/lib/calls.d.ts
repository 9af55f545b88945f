// Made by `python -m components.contracts` from components/contracts: change those, not this.

/** What is to be done with a job. */
export interface ActAsked {
  job: string;
  deed: "cancel" | "resume" | "delete";
}

/** The job's line as it is now; `None` where it is gone. */
export interface Changed {
  line: JobLine | null;
}

/** One column of a comparison, with a sentence that says what its numbers are. */
export interface Column {
  key: string;
  title: string;
  help: string;
  numeric: boolean;
}

/** Numbers of the columns, from 0: of the label, of the split if any, and of each slot by its name. */
export interface ColumnRoles {
  label: number | null;
  split: number | null;
  slots: Record<string, number>;
}

/** Numbers of the columns, from 0, as far as they are chosen. */
export interface ColumnRolesAsked {
  label?: number | null;
  split?: number | null;
  slots?: Record<string, number>;
}

/** Jobs of one kind; the others are compared with the first. */
export interface CompareAsked {
  jobs: string[];
}

/** Several jobs side by side. */
export interface Compared {
  figure: Figure | null;
  columns: Column[];
  rows: ComparedRow[];
}

/** One job in a comparison: a cell a column, as text, of which a second line is drawn small; `tied` where it cannot be told from the first. */
export interface ComparedRow {
  id: string;
  title: string;
  cells: string[];
  tied: boolean;
}

/** A set as a picker shows it. `baseline` is split -> accuracy of a bag of words; it and the prompts are those of demo sets, `created` is of uploads, and nobody said the language of one's own rows. */
export interface DataCard {
  rows: Record<string, number>;
  labels: string[];
  counts: Record<string, Record<string, number>>;
  slots: string[];
  fingerprint: string;
  source: DemoSource | UploadSource | TableSource;
  name: string;
  about: string;
  language: string | null;
  baseline: Record<string, number> | null;
  prompts: DataPrompts | null;
  mine: boolean;
  created: string | null;
}

/** The visitor's sets, newest first, then the demo sets, the reader's language first. */
export interface DataCards {
  sets: DataCard[];
}

/** Prompts that go with a set: those for a grid, from good to poor, and a template to train. */
export interface DataPrompts {
  templates: string[];
  verbalizers: string[];
  soft: string;
}

/** One example. */
export interface DataRow {
  fields: Record<string, string>;
  label: string;
  split: string;
}

/** Fifty rows at most, of so many. */
export interface DataRows {
  rows: DataRow[];
  count: number;
}

/** Which upload. */
export interface DeleteAsked {
  upload: string;
}

/** A set that comes with the app. */
export interface DemoSource {
  demo: string;
}

/** A file to be saved by the browser. */
export interface Download {
  name: string;
  base64: string;
}

/** The id of rows that have arrived, and that nobody but their owner's preview sees. */
export interface Draft {
  upload: string;
}

/** Why a call has no answer, in the visitor's language. `target` is the input beside which a page shows it (`template`, `verbalizer`, `data`, `model`, …), `start` and `end` its place in that input's text, in UTF-16 code units; `fields` says what is wrong with single fields of a form, by their names. */
export interface Failure {
  message: string;
  target: string;
  start: number | null;
  end: number | null;
  fields: Record<string, string>;
}

/** Plotly's JSON, in which `"var(--name)"` stands for a CSS variable and `layout.meta.height` for the height in px at normal size; text in it is escaped for Plotly's subset of HTML. */
export interface Figure {
  data: Record<string, JsonValue>[];
  layout: Record<string, JsonValue>;
}

/** Which file of a job; `place` says of which part of it (`seed`, or `model`, `row` and `column`). */
export interface FileAsked {
  job: string;
  file: string;
  place?: Record<string, number>;
}

/** A value to choose, and its name. */
export interface FileChoice {
  value: string;
  label: string;
}

/** What can be chosen of a file. */
export interface FileChoices {
  encodings: FileChoice[];
  delimiters: FileChoice[];
  sheets: string[];
}

/** How a file is read; what its kind has no use for is `None`. */
export interface FileOptions {
  kind: "csv" | "jsonl" | "excel";
  encoding: string | null;
  delimiter: string | null;
  header: boolean;
  sheet: string | null;
}

/** How a file shall be read; what is `None` is guessed. */
export interface FileOptionsAsked {
  kind?: string | null;
  encoding?: string | null;
  delimiter?: string | null;
  header?: boolean | null;
  sheet?: string | null;
}

/** A file as it is read and how else it could be: its first rows, what would be used and what would be left out. In an encoding in which it is no text it has no columns. */
export interface FilePreview {
  options: FileOptions;
  guessed: FileOptions;
  choices: FileChoices;
  columns: TableColumn[];
  rows: string[][];
  count: number;
  mapping: ColumnRoles;
  labels: LabelCount[];
  good: number;
  bad: number;
  problems: RowProblem[];
  notes: Note[];
  name: string;
}

/** A data set of the hub by its name; configuration and split may be left to the hub. */
export interface HubAsked {
  name: string;
  config?: string;
  split?: string;
}

/** Which job. */
export interface JobAsked {
  job: string;
}

/** One job in a list. `title` is its own name or what its kind calls it, `subject` what it worked on in a few words (data, method), `note` more of it where the title does not say so (the prompt); `detail` is how far it is, in words. What it came to is `None` until it is known. */
export interface JobLine {
  id: string;
  kind: string;
  title: string;
  subject: string;
  note: string;
  state: "queued" | "running" | "cancelling" | "interrupted" | "cancelled" | "failed" | "done";
  state_label: string;
  progress: number;
  detail: string;
  accuracy: number | null;
  interval: [number, number] | null;
  spread: number | null;
  gain: number | null;
  can: ("cancel" | "resume" | "delete" | "repeat" | "rename" | "compare" | "use")[];
  created: string;
}

/** The visitor's jobs, newest first, and how many of others will be served before theirs. */
export interface Jobs {
  jobs: JobLine[];
  ahead: number;
}

/** Which kinds; none named: all. */
export interface JobsAsked {
  kinds?: string[];
}

export type JsonValue = any;

/** A label and its rows. */
export interface LabelCount {
  label: string;
  count: number;
}

/** A verbalizer's text. */
export interface LabelsAsked {
  verbalizer: string;
}

/** Whose loading is meant; `begin` is true once, and false for every look at how far it is. */
export interface LoadAsked {
  id: string;
  begin: boolean;
}

/** How far it is: `fraction` is `None` where nobody knows. Once done there is the `model`. */
export interface Loading {
  id: string;
  message: string;
  fraction: number | null;
  done: boolean;
  model: Model | null;
}

/** A model as people choose it; the bundled one's id is empty. `note` says why it cannot be loaded now. */
export interface Model {
  id: string;
  name: string;
  kind: string;
  kind_label: string;
  languages: string;
  parameters: string;
  loaded: boolean;
  available: boolean;
  note: string;
}

/** Every model that can be named. */
export interface Models {
  models: Model[];
}

/** One thing worth saying beside a form or an answer. */
export interface Note {
  level: "ok" | "info" | "warning" | "error";
  message: string;
}

/** What a call takes or gives that needs no more than its name. */
export interface Nothing {
}

/** Rows as text, and what to call them. */
export interface PasteAsked {
  text: string;
  name?: string;
}

/** An upload, and how to read it; `None`: as it was saved, else guessed. */
export interface PreviewAsked {
  upload: string;
  options?: FileOptionsAsked | null;
  mapping?: ColumnRolesAsked | null;
}

/** Another name for a job; an empty one gives it its own back. */
export interface RenameAsked {
  job: string;
  name: string;
}

/** Why a row cannot be used; the header is row 1. */
export interface RowProblem {
  row: number;
  message: string;
}

/** Some rows of a split, or of `all`, from one on, counted from 0. */
export interface RowsAsked {
  source: DemoSource | UploadSource | TableSource;
  split?: string;
  start?: number;
}

/** An upload with how it is to be read, and its name. */
export interface SaveAsked {
  upload: string;
  options?: FileOptionsAsked | null;
  mapping?: ColumnRolesAsked | null;
  name?: string;
}

/** The set that was made, and which rows were left out. */
export interface SavedData {
  card: DataCard;
  problems: RowProblem[];
  bad: number;
}

/** The id of a job that was just queued. */
export interface Started {
  job: string;
}

/** A column, its first different cells, and how many there are. */
export interface TableColumn {
  name: string;
  sample: string[];
  distinct: number;
}

/** A table that comes with the question, from a program: its first row names the columns. */
export interface TableSource {
  csv: string;
  name: string;
}

/** A saved upload, its owner's alone. */
export interface UploadSource {
  upload: string;
}

/** Its labels in their order; `None` where the text cannot be understood. */
export interface VerbalizerLabels {
  labels: string[] | null;
}

export interface Calls {
  models: { takes: Nothing; gives: Models };
  model_load: { takes: LoadAsked; gives: Loading };
  jobs: { takes: JobsAsked; gives: Jobs };
  job_act: { takes: ActAsked; gives: Changed };
  job_rename: { takes: RenameAsked; gives: Changed };
  job_repeat: { takes: JobAsked; gives: Started };
  job_compare: { takes: CompareAsked; gives: Compared };
  job_file: { takes: FileAsked; gives: Download };
  job_forget: { takes: Nothing; gives: Nothing };
  data_list: { takes: Nothing; gives: DataCards };
  data_labels: { takes: LabelsAsked; gives: VerbalizerLabels };
  data_paste: { takes: PasteAsked; gives: Draft };
  data_hub: { takes: HubAsked; gives: Draft };
  data_preview: { takes: PreviewAsked; gives: FilePreview };
  data_save: { takes: SaveAsked; gives: SavedData };
  data_delete: { takes: DeleteAsked; gives: Nothing };
  data_rows: { takes: RowsAsked; gives: DataRows };
}
