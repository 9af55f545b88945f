// Made by `python -m components.contracts` from components/contracts: change those, not this.

/** What is to be done with a job. */
export interface ActAsked {
  job: string;
  deed: "cancel" | "resume" | "delete";
}

/** The accuracy without and with calibration on the same examples, with McNemar's p. */
export interface CalibrationEffect {
  plain: number;
  calibrated: number;
  difference: number;
  interval: [number, number];
  p: number;
  sentence: string;
}

/** A cell's place among the job's models, rows and columns. */
export interface CellAsked {
  job: string;
  reading: "plain" | "calibrated" | null;
  model: number;
  row: number;
  column: number;
}

/** A prompt's numbers on the examples asked so far, `None` each while unknown; `majority` and `bag_of_words` are what always saying the commonest label and counting words get. */
export interface CellNumbers {
  examples: number;
  right: number;
  accuracy: number;
  interval: [number, number];
  macro_f1: number | null;
  ece: number | null;
  loss: number | null;
  mass_outside: number | null;
  majority: number | null;
  bag_of_words: number | null;
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

/** A set that comes with the app. */
export interface DemoSource {
  demo: string;
}

/** A file to be saved by the browser. */
export interface Download {
  name: string;
  base64: string;
}

/** What the form can choose from: calibrations, by name. */
export interface EvaluateSetup {
  calibrations: string[];
}

/** One evaluation as it is now; figures and `labels` come when it is done. `state` is its prompt as Play has it. */
export interface EvaluateWatched {
  line: JobLine;
  summary: Note;
  reading: "plain" | "calibrated";
  has_calibrated: boolean;
  record: Record;
  numbers: CellNumbers | null;
  figures: EvaluationFigures | null;
  labels: LabelNumbers[];
  calibration: CalibrationEffect | null;
  state: PlayState;
}

/** The confusion matrix, what is predicted too often, how far a probability can be trusted, and the prior; a cell of the matrix has `customdata` `[row, column, sentence]`. */
export interface EvaluationFigures {
  confusion: Figure;
  bias: Figure;
  reliability: Figure;
  prior: Figure | null;
}

/** One example and what the model made of it; labels and their places in the verbalizer, a probability each. `state` is Play's with this example. */
export interface ExampleAnswer {
  fields: Record<string, string>;
  gold: string;
  predicted: string;
  gold_index: number;
  predicted_index: number;
  probabilities: number[];
  mass_outside: number | null;
  state: PlayState;
}

/** A page of the list, and how many there are in all; the reading is the one that was used. */
export interface Examples {
  examples: ExampleAnswer[];
  count: number;
  reading: "plain" | "calibrated";
}

/** Which of a job's examples: `wrong` the surest first, `unsure` the closest first; of one true label (`gold`) or one predicted, where these are named; `start` counts those that are there already. */
export interface ExamplesAsked {
  job: string;
  reading: "plain" | "calibrated" | null;
  show: "wrong" | "right" | "unsure" | "all";
  gold: string | null;
  predicted: string | null;
  start: number;
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

/** One prompt of the grid: nobody knows it yet where accuracy and error are both `None`. `spread` is over draws; `answered`: its predictions can be had. */
export interface GridCell {
  accuracy: number | null;
  interval: [number, number] | null;
  macro_f1: number | null;
  spread: number | null;
  best: boolean;
  tied: boolean;
  error: string | null;
  answered: boolean;
}

/** One cell by itself: its numbers, `None` where there are none, and its prompt as Play has it. */
export interface GridCellSeen {
  numbers: GridNumbers | null;
  state: PlayState;
}

/** Every template and trained prompt with every verbalizer and model; each of `seeds` draws a sample, and all that were drawn are asked once. */
export interface GridForm {
  data: DemoSource | UploadSource | TableSource | null;
  split: string;
  sample: number | string | boolean | null;
  options: ScoringOptions;
  prompts: string[];
  name?: string;
  templates: string[];
  verbalizers: string[];
  models: string[];
  seeds: (number | string | boolean | null)[];
}

/** A cell's numbers, and how it compares with the best one. */
export interface GridNumbers {
  examples: number;
  right: number;
  accuracy: number;
  interval: [number, number];
  macro_f1: number | null;
  ece: number | null;
  loss: number | null;
  mass_outside: number | null;
  majority: number | null;
  bag_of_words: number | null;
  best: boolean;
  tied: boolean;
  spread: number | null;
  difference: number | null;
  difference_interval: [number, number] | null;
  p: number | null;
}

/** A grid before it starts; where words are changed, a row is one change. */
export interface GridOutlined {
  examples: number;
  labels: LabelCount[];
  missing: string[];
  seconds: number | null;
  notes: Note[];
  prompts: PromptName[];
  cells: number;
  rows: PartOutline[];
  columns: PartOutline[];
}

/** A template; the last row may be the average of them all (`ensemble`), which has none. */
export interface GridRow {
  name: string;
  template: string | null;
  ensemble: boolean;
  cells: GridCell[];
}

/** A grid as it is now: a table and a heatmap a model. */
export interface GridWatched {
  line: JobLine;
  summary: Note;
  reading: "plain" | "calibrated";
  has_calibrated: boolean;
  record: Record;
  grid: ModelGrid[];
  figures: Figure[];
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

/** How many of the examples have a label. */
export interface LabelCount {
  label: string;
  count: number;
}

/** One label: how many examples have it, how many were given it, and how well that fits. */
export interface LabelNumbers {
  label: string;
  support: number;
  predicted: number;
  precision: number;
  recall: number;
  f1: number;
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

/** Which job, and in which reading; `None` leaves it to the job. */
export interface LookAsked {
  job: string;
  reading: "plain" | "calibrated" | null;
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

/** One model's part of the grid. */
export interface ModelGrid {
  model: string;
  columns: string[];
  rows: GridRow[];
}

/** A model and what exactly it was. */
export interface ModelUsed {
  name: string;
  revision: string;
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

/** A job before it starts: its examples, the labels that have no words (`missing`), the seconds it may take (`None` where that cannot be told), and what is worth saying. */
export interface Outlined {
  examples: number;
  labels: LabelCount[];
  missing: string[];
  seconds: number | null;
  notes: Note[];
  prompts: PromptName[];
}

/** A row or column of the grid, and why none of its cells can be asked, where that is so. */
export interface PartOutline {
  name: string;
  error: string | null;
}

/** What a person typed and chose: `model` is empty for the bundled one, `prompts` are ids of trained prompts. */
export interface PlayState {
  template: string;
  verbalizer: string;
  fields: Record<string, string>;
  model: string;
  options: ScoringOptions;
  prompts: string[];
}

/** One prompt, as Play has it; `seed` draws the sample. */
export interface PromptForm {
  data: DemoSource | UploadSource | TableSource | null;
  split: string;
  sample: number | string | boolean | null;
  options: ScoringOptions;
  prompts: string[];
  name?: string;
  template: string;
  verbalizer: string;
  model: string;
  seed: number | string | boolean | null;
}

/** A trained prompt of the form. */
export interface PromptName {
  id: string;
  name: string;
}

/** What was asked of what: enough to quote. */
export interface Record {
  data: string;
  fingerprint: string;
  split: string;
  rows: number;
  models: ModelUsed[];
  seeds: number[];
  created: string;
}

/** Another name for a job; an empty one gives it its own back. */
export interface RenameAsked {
  job: string;
  name: string;
}

/** How scores become labels, as `playground/scoring/options.py` has it. Wide, for a link can carry anything: which values there are is the core's to say. */
export interface ScoringOptions {
  calibration: string;
  content_free: string[];
  domain: string | null;
  aggregation: string;
  filling: string;
  length_normalised: boolean;
  top_k: number;
}

/** The id of a job that was just queued. */
export interface Started {
  job: string;
}

/** A table that comes with the question, from a program: its first row names the columns. */
export interface TableSource {
  csv: string;
  name?: string;
}

/** A piece of the template's text: a word that can be changed has an index, and what its changes did. */
export interface TemplatePiece {
  text: string;
  start: number;
  end: number;
  kind: "text" | "slot" | "mask" | "soft" | "trigger";
  index: number | null;
  dropped: WordChange | null;
  replaced: WordChange | null;
}

/** A saved upload, its owner's alone. */
export interface UploadSource {
  upload: string;
}

/** The template as it is. */
export interface WholeTemplate {
  accuracy: number;
  interval: [number, number];
}

/** What dropping a word, or putting another (`by`) in its place, does to the accuracy; the interval and McNemar's p come when the job is done. */
export interface WordChange {
  by: string | null;
  change: number | null;
  interval: [number, number] | null;
  p: number | null;
  error: string | null;
}

/** One prompt; `replacements` are words by the index of the one whose place they take. */
export interface WordsForm {
  data: DemoSource | UploadSource | TableSource | null;
  split: string;
  sample: number | string | boolean | null;
  options: ScoringOptions;
  prompts: string[];
  name?: string;
  template: string;
  verbalizer: string;
  model: string;
  seed: number | string | boolean | null;
  replacements?: Record<string, string>;
}

/** A template word by word; its pieces joined are its text. */
export interface WordsWatched {
  line: JobLine;
  summary: Note;
  reading: "plain" | "calibrated";
  has_calibrated: boolean;
  record: Record;
  template: TemplatePiece[];
  base: WholeTemplate | null;
  figure: Figure | null;
  state: PlayState;
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
  evaluate_outline: { takes: PromptForm; gives: Outlined };
  evaluate_start: { takes: PromptForm; gives: Started };
  evaluate_watch: { takes: LookAsked; gives: EvaluateWatched };
  evaluate_examples: { takes: ExamplesAsked; gives: Examples };
  grid_outline: { takes: GridForm; gives: GridOutlined };
  grid_start: { takes: GridForm; gives: Started };
  grid_watch: { takes: LookAsked; gives: GridWatched };
  grid_cell: { takes: CellAsked; gives: GridCellSeen };
  words_outline: { takes: WordsForm; gives: GridOutlined };
  words_start: { takes: WordsForm; gives: Started };
  words_watch: { takes: LookAsked; gives: WordsWatched };
}
