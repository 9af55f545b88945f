// Made by `python -m components.contracts` from components/contracts: change those, not this.

/** What is to be done with a job. */
export interface ActAsked {
  job: string;
  deed: "cancel" | "resume" | "delete";
}

/** The texts an answer is about: an edit is applied only while they still stand. */
export interface Answered {
  template: string;
  verbalizer: string;
  model: string;
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

/** What of a slot did not fit. */
export interface CutText {
  slot: string;
  text: string;
}

/** A file to be saved by the browser. */
export interface Download {
  name: string;
  base64: string;
}

/** A stretch of the prompt; all joined are its text. `effect` is in log-odds, positive for the label, `None` where there is none; `without` is the label's probability without it; `reason` says why a word has no effect. */
export interface Effect {
  text: string;
  kind: "text" | "slot" | "mask" | "soft" | "trigger";
  slot: string | null;
  effect: number | null;
  without: number | null;
  reason: string | null;
}

/** Which label (`None` or an unknown one: the most probable), by which method (unknown: the first). */
export interface ExplainAsked {
  state: PromptState;
  label: string | null;
  method: string;
}

/** The prompt's words with their effects on one label, whose probability is `base`; `max` is the largest effect's size, `notes` what limits the explanation. */
export interface Explained {
  label: string;
  index: number;
  labels: string[];
  predicted: string;
  method: string;
  base: number;
  items: Effect[];
  max: number;
  strongest: Strongest;
  sentence: string;
  notes: string[];
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

/** An edit of one click. */
export interface Fix {
  title: string;
  edit: TextEdit;
}

/** A formula that the table follows. */
export interface Formula {
  title: string;
  text: string;
}

/** Where something is added to the verbalizer, and what comes before it. */
export interface Insertion {
  at: number;
  prefix: string;
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

/** A label's probability, and the same in words. */
export interface LabelShare {
  label: string;
  index: number;
  probability: number;
  share: string;
}

/** A word of a label; `pieces` are the model's, `note` says what is odd about it. */
export interface LabelWord {
  text: string;
  start: number;
  end: number;
  pieces: string[];
  level: "ok" | "info" | "warning" | "error";
  note: string | null;
  remove: TextEdit;
}

/** The distribution over labels, or a `message` instead. */
export interface LabelsView {
  items: LabelShare[];
  message: string | null;
  figure: Figure | null;
}

/** The answer to one state. Where something is wrong `problem` says what, parts that could be computed are there, the others `None`: the page keeps its last good picture, dimmed. */
export interface LiveAnswer {
  rev: number;
  of: Answered;
  problem: Failure | null;
  template: TemplateView | null;
  verbalizer: VerbalizerView | null;
  labels: LabelsView | null;
  words: WordsView | null;
  prompts: PromptAnswer[] | null;
  vocabulary: VocabularyView | null;
  steps: StepsView | null;
  reading: ReadingView | null;
  model: Model | null;
  milliseconds: number;
}

/** A state with its revision; of one `page` (a random id that each loaded page draws) the newest question wins. */
export interface LiveAsked {
  state: PromptState;
  rev: number;
  page: string;
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

/** What a call takes or gives that needs no more than its name. */
export interface Nothing {
}

/** What is worth saying about a text or one label of it (its index), and what would mend it. */
export interface Notice {
  level: "ok" | "info" | "warning" | "error";
  message: string;
  label: number | null;
  fixes: Fix[];
}

/** Both answers side by side; `cut` says of each text whether it was too long. */
export interface Pair {
  labels: PairLabel[];
  cut: [boolean, boolean];
}

/** Play's state, and the slots of the copy. */
export interface PairAsked {
  state: PromptState;
  fields: Record<string, string>;
}

/** A label's probability for the text, and for the copy (`other`). */
export interface PairLabel {
  label: string;
  index: number;
  probability: number;
  other: number;
}

/** A trained prompt's answer to the same text; `template` is the one it was trained and answers in. */
export interface PromptAnswer {
  id: string;
  name: string;
  in_use: boolean;
  items: LabelShare[];
  error: string | null;
  template: string;
}

/** What a person typed and chose: `model` is empty for the bundled one, `prompts` are ids of trained prompts. */
export interface PromptState {
  template: string;
  verbalizer: string;
  fields: Record<string, string>;
  model: string;
  options: ScoringOptions;
  prompts: string[];
}

/** A piece as the model reads it; `index` is its slot's colour. */
export interface ReadPiece {
  text: string;
  kind: string;
  slot: string | null;
  index: number | null;
}

/** What the model reads, of how many pieces at most, and what was cut. */
export interface ReadingView {
  pieces: ReadPiece[];
  used: number;
  limit: number;
  summary: string;
  cut: CutText[];
  notes: string[];
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

/** A column of the table of steps, with a sentence that says what its numbers are. */
export interface StepColumn {
  key: string;
  title: string;
  help: string;
  numeric: boolean;
}

/** A row of the table: its cells by column, and `how` a label's number comes from its words'. */
export interface StepRow {
  kind: "word" | "label" | "total";
  index: number | null;
  cells: Record<string, string>;
  how: string | null;
}

/** How the number came about. */
export interface StepsView {
  columns: StepColumn[];
  rows: StepRow[];
  formulas: Formula[];
  notes: string[];
}

/** The words with the largest effects, for the label and against it. */
export interface Strongest {
  supporting: Effect[];
  against: Effect[];
}

/** A label as the verbalizer's table shows it; `start` to `end` is its name. */
export interface TableLabel {
  name: string;
  index: number;
  start: number;
  end: number;
  remove: TextEdit;
  words: LabelWord[];
  add: Insertion;
}

/** Where a part of the template lies in its text. */
export interface TemplatePart {
  start: number;
  end: number;
  kind: "text" | "slot" | "mask" | "soft" | "trigger";
}

/** What the template is and what it means for this model; `openprompt` is the exported text, if there is one. */
export interface TemplateView {
  kind: string;
  kind_label: string;
  explanation: string;
  slots: string[];
  run_length: number;
  spans: TemplatePart[];
  notices: Notice[];
  openprompt: string | null;
}

/** A change of one of the two texts: `start` to `end` becomes the replacement. */
export interface TextEdit {
  target: "template" | "verbalizer";
  start: number;
  end: number;
  replacement: string;
}

/** The table that edits the verbalizer's text. */
export interface VerbalizerView {
  labels: TableLabel[];
  notices: Notice[];
  add_label: Insertion;
}

/** The likeliest tokens at one answer position. */
export interface VocabularyColumn {
  title: string;
  tokens: VocabularyToken[];
}

/** A token at a mask: `index` and `label` if it is a label's, `word` to insert or `why` it is none. */
export interface VocabularyToken {
  text: string;
  piece: string;
  probability: number;
  share: string;
  index: number | null;
  label: string | null;
  word: string | null;
  why: string | null;
}

/** The likeliest tokens, a column an answer position. */
export interface VocabularyView {
  columns: VocabularyColumn[];
  note: string | null;
}

/** Where the probability goes: the label words and the mass outside them, or a `message` instead. */
export interface WordsView {
  figure: Figure | null;
  mass_outside: number | null;
  mass_note: string;
  message: string | null;
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
  live: { takes: LiveAsked; gives: LiveAnswer };
  explain: { takes: ExplainAsked; gives: Explained };
  pair: { takes: PairAsked; gives: Pair };
}
