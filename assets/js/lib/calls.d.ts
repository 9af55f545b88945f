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

/** A file to be saved by the browser. */
export interface Download {
  name: string;
  base64: string;
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

/** What a call takes or gives that needs no more than its name. */
export interface Nothing {
}

/** Another name for a job; an empty one gives it its own back. */
export interface RenameAsked {
  job: string;
  name: string;
}

/** The id of a job that was just queued. */
export interface Started {
  job: string;
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
}
