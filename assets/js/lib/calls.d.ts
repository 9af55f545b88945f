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

/** Which way: what the mask reads, or how much each piece reads the mask. `head` is one of them, `None` their mean; `mask` one of several masks, both counted from 0. */
export interface AttentionAsked {
  state: PromptState;
  way: "from" | "to";
  head: number | null;
  mask: number;
}

/** Attention by layer and piece, out of so many `heads` and `masks`; `told` is its largest weight in a sentence, `notes` say what the picture leaves out. */
export interface AttentionView {
  figure: Figure;
  heads: number;
  masks: number;
  told: string | null;
  notes: string[];
}

/** Split -> accuracy of a bag of words that learnt from the training rows; splits without rows have none. */
export interface Baseline {
  baseline: Record<string, number>;
}

/** A set of one's own. */
export interface BaselineAsked {
  source: DemoSource | UploadSource | TableSource;
}

/** A file that is no lesson: what is wrong, on which line, and what to do. */
export interface BrokenLesson {
  name: string;
  message: string;
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
  reading: "plain" | "calibrated" | "learnt" | null;
  model: number;
  row: number;
  column: number;
}

/** A prompt's numbers on the examples asked so far, `None` each while unknown; `cut` counts those that were longer than the model reads; `majority` and `bag_of_words` are what always saying the commonest label and counting words get. */
export interface CellNumbers {
  examples: number;
  right: number;
  accuracy: number;
  interval: [number, number];
  macro_f1: number | null;
  ece: number | null;
  loss: number | null;
  mass_outside: number | null;
  cut: number | null;
  majority: number | null;
  bag_of_words: number | null;
}

/** The job's line as it is now; `None` where it is gone. */
export interface Changed {
  line: JobLine | null;
}

/** One checkpoint of a training. */
export interface CheckpointAsked {
  job: string;
  seed: number;
  step: number;
}

/** The steps at which a seed left a prompt; `best` is the one it ended with, or the newest. */
export interface Checkpoints {
  seed: number;
  steps: number[];
  best: number;
}

/** A value of an option; `options` are the others that only this value reads. */
export interface ChoiceValue {
  name: string;
  options: string[];
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

/** Jobs of one kind; the others are compared with the `reference`, without one with the oldest. */
export interface CompareAsked {
  jobs: string[];
  reference?: string | null;
}

/** Several jobs side by side; `reference` is the one that the others are held against, `None` where none is. */
export interface Compared {
  reference: string | null;
  figure: Figure | null;
  columns: Column[];
  rows: ComparedRow[];
}

/** One job in a comparison: a cell a column, as text, of which a second line is drawn small; `tied` where it cannot be told from the reference. */
export interface ComparedRow {
  id: string;
  title: string;
  cells: string[];
  tied: boolean;
}

/** Which part of a job, as in `FileAsked`; `start` counts the rows that are there already. */
export interface CutAsked {
  job: string;
  place?: Record<string, number>;
  start?: number;
}

/** An example that was longer than the model reads; `number` is its row among the job's, from 1. */
export interface CutRow {
  number: number;
  fields: Record<string, string>;
  label: string;
}

/** Some of them, and how many there are in all. */
export interface CutRows {
  rows: CutRow[];
  count: number;
}

/** What of a slot did not fit. */
export interface CutText {
  slot: string;
  text: string;
}

/** A set as a picker shows it. `baseline` is split -> accuracy of a bag of words, which for one's own rows is a call of its own; the prompts are those of demo sets, `created` is of uploads, and nobody said the language of one's own rows. */
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

/** The prompt in a set's names. `how`: it fits as it is, it was `fitted`, or the set's `own` prompt stands there because the other asks something else; `none` where neither is possible, and no texts. `message` says what was changed. `grid` are prompts to compare on the set. */
export interface DataFit {
  source: DemoSource | UploadSource | TableSource;
  template: string | null;
  verbalizer: string | null;
  how: "same" | "fitted" | "own" | "none";
  message: string;
  grid: GridPrompts;
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

/** A demo set with the prompt that a training of it begins with, and the hand-written template to beat. */
export interface Demo {
  id: string;
  template: string;
  verbalizer: string;
  rival: string;
}

/** A set that comes with the app. */
export interface DemoSource {
  demo: string;
}

/** What is wrong with a training, what helps, and what of that can be tried by one click. */
export interface Diagnosis {
  level: "ok" | "info" | "warning" | "error";
  message: string;
  advice: string;
  trial: Trial | null;
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

/** A stretch of the prompt; all joined are its text. `effect` is in log-odds, positive for the label, `None` where there is none; `without` is the label's probability without it; `reason` says why a word has no effect. */
export interface Effect {
  text: string;
  kind: "text" | "slot" | "mask" | "soft" | "trigger";
  slot: string | null;
  effect: number | null;
  without: number | null;
  reason: string | null;
}

/** What a line of the file is in an encoding, and what the encoding is called. */
export interface EncodingReading {
  encoding: string;
  label: string;
  sample: string;
}

/** One prompt, and on how many of its rows it is read in other `wordings`, too; 0 for none. */
export interface EvaluateForm {
  data: DemoSource | UploadSource | TableSource | null;
  split: string;
  sample: number | string | boolean | null;
  options: ScoringOptions;
  prompts: string[];
  name?: string;
  learn?: number | string | boolean | null;
  batch_from?: string;
  template: string;
  verbalizer: string;
  model: string;
  seed: number | string | boolean | null;
  wordings?: number | string | boolean | null;
}

/** What the form can choose from: calibrations, by name. */
export interface EvaluateSetup {
  calibrations: string[];
}

/** One evaluation as it is now; figures and `labels` come when it is done, `wordings` one by one after its numbers. `state` is its prompt as Play has it. */
export interface EvaluateWatched {
  line: JobLine;
  summary: Note;
  reading: "plain" | "calibrated" | "learnt";
  has_calibrated: boolean;
  has_learnt: boolean;
  record: Record;
  numbers: CellNumbers | null;
  figures: EvaluationFigures | null;
  labels: LabelNumbers[];
  calibration: CalibrationEffect | null;
  learnt: LearntEffect | null;
  wordings: WordingsSpread | null;
  state: PromptState;
}

/** The confusion matrix, what is predicted too often, how far a probability can be trusted, and the prior; a cell of the matrix has `customdata` `[row, column, sentence]`. */
export interface EvaluationFigures {
  confusion: Figure;
  bias: Figure;
  reliability: Figure;
  prior: Figure | null;
}

/** A row of the data, shortened. */
export interface Example {
  text: string;
  label: string;
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
  state: PromptState;
}

/** Which of a job's examples: `wrong` the surest first, `unsure` the closest first; of one true label (`gold`) or one predicted, where these are named; `start` counts those that are there already. */
export interface ExamplesAsked {
  job: string;
  reading: "plain" | "calibrated" | "learnt" | null;
  show: "wrong" | "right" | "unsure" | "all";
  gold: string | null;
  predicted: string | null;
  start: number;
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

/** Something that a model's answer shows: what in words, and what was found; `holds` whether it is so. */
export interface Fact {
  what: string;
  found: string;
  holds: boolean;
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
export interface FileFormat {
  kind: "csv" | "jsonl" | "excel";
  encoding: string | null;
  delimiter: string | null;
  header: boolean;
  sheet: string | null;
  cut: "every" | "first" | "last";
  start: number;
  rows: number | null;
  seed: number | null;
  by: number | null;
}

/** How a file shall be read; what is `None` is guessed. */
export interface FileFormatAsked {
  kind?: string | null;
  encoding?: string | null;
  delimiter?: string | null;
  header?: boolean | null;
  sheet?: string | null;
  cut?: string | null;
  start?: number | null;
  rows?: number | null;
  seed?: number | null;
  by?: number | null;
}

/** A file as it is read and how else it could be: its first rows, what would be used and what would be left out. In an encoding in which it is no text it has no columns. `readings` are two where the encoding is not certain, else none. A file of more than `limit` rows is taken in part only. */
export interface FilePreview {
  options: FileFormat;
  guessed: FileFormat;
  choices: FileChoices;
  readings: EncodingReading[];
  split: FileSplit;
  limit: number;
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

/** How the rows are split, and how many are in each split; `own` where the file says it itself. */
export interface FileSplit {
  on: boolean;
  dev: number;
  test: number;
  seed: number;
  own: boolean;
  rows: Record<string, number>;
}

/** A prompt, and the set it is to fit; without one the likeliest of all. */
export interface FitAsked {
  template: string;
  verbalizer: string;
  source?: DemoSource | UploadSource | TableSource | null;
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

/** A piece of a template: text, a slot, the mask, or a word that stands in a trigger's place. */
export interface FoundPiece {
  text: string;
  kind: "text" | "slot" | "mask" | "trigger";
}

/** A prompt of the gallery, to be taken over with one click: what it shows, and what to try with it next. */
export interface GalleryExample {
  id: string;
  title: string;
  description: string;
  next: string;
  language: string;
  state: PromptState;
}

/** A term in one sentence; `state` is its example, if it has one, and `see` are other terms' ids. */
export interface GlossaryTerm {
  id: string;
  name: string;
  sentence: string;
  state: PromptState | null;
  paper: PaperLink;
  see: string[];
}

/** All terms of a language. */
export interface GlossaryView {
  title: string;
  terms: GlossaryTerm[];
}

/** Whether a state reaches a goal: a condition as lessons have it, one that looks at nothing before. */
export interface GoalAsked {
  state: PromptState;
  goal: string;
}

/** Each goal with what was found; `problem` says why nothing could be asked of the model. */
export interface Goals {
  goals: Fact[];
  done: boolean;
  problem: string | null;
}

/** How far a task is under what is typed now. */
export interface GoalsAsked {
  lesson: string;
  state: PromptState;
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
  state: PromptState;
}

/** Every template and trained prompt with every verbalizer and model; each of `seeds` draws a sample, and all that were drawn are asked once. */
export interface GridForm {
  data: DemoSource | UploadSource | TableSource | null;
  split: string;
  sample: number | string | boolean | null;
  options: ScoringOptions;
  prompts: string[];
  name?: string;
  learn?: number | string | boolean | null;
  batch_from?: string;
  templates: string[];
  verbalizers: string[];
  models: string[];
  seeds: (number | string | boolean | null)[];
}

/** A cell's numbers, and how it compares with the best one; `holm` is p corrected for all cells. */
export interface GridNumbers {
  examples: number;
  right: number;
  accuracy: number;
  interval: [number, number];
  macro_f1: number | null;
  ece: number | null;
  loss: number | null;
  mass_outside: number | null;
  cut: number | null;
  majority: number | null;
  bag_of_words: number | null;
  best: boolean;
  tied: boolean;
  spread: number | null;
  difference: number | null;
  difference_interval: [number, number] | null;
  p: number | null;
  holm: number | null;
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

/** Templates and verbalizers of a grid. */
export interface GridPrompts {
  templates: string[];
  verbalizers: string[];
}

/** A template; the last row may be the average of them all (`ensemble`), which has none. */
export interface GridRow {
  name: string;
  template: string | null;
  ensemble: boolean;
  cells: GridCell[];
}

/** The demo set that the page opens with where nobody has touched Play: words do much on it. */
export interface GridSetup {
  first: DemoSource;
}

/** A grid as it is now: a table and a heatmap a model. */
export interface GridWatched {
  line: JobLine;
  summary: Note;
  reading: "plain" | "calibrated" | "learnt";
  has_calibrated: boolean;
  has_learnt: boolean;
  record: Record;
  grid: ModelGrid[];
  figures: Figure[];
}

/** What a student guessed in a step, counted from 0: the place of an answer, or a number as typed, percent for shares. */
export interface GuessAsked {
  lesson: string;
  step: number;
  guess: number;
  model: string;
}

/** One sheet of paper: what a teacher wrote, what is asked, what is to be reached (in words), and the link of its QR code. */
export interface HandoutAsked {
  text: string;
  question: string;
  goal: string;
  link: string;
}

/** A data set of the hub by its name; configuration and split may be left to the hub. */
export interface HubAsked {
  name: string;
  config?: string;
  split?: string;
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

/** A prompt that the server keeps now, and Play's state with it. */
export interface KeptPrompt {
  prompt: string;
  state: TrainedState;
}

/** A kind of job that the page lists: the address of its script, relative to every page, and what that is given. */
export interface KindSetup {
  name: string;
  script: string;
  setup: Record<string, JsonValue> | null;
}

/** A label and its rows. */
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

/** One label: the words that were written by hand, and each method's. */
export interface LabelRanking {
  label: string;
  own: string[];
  methods: MethodWords[];
}

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

/** A search for label words as it is now. */
export interface LabelWordsWatched {
  line: JobLine;
  summary: Note;
  result: SearchResult | null;
  methods: MethodAbout[];
  rankings: SeedRanking[];
}

/** A verbalizer's text. */
export interface LabelsAsked {
  verbalizer: string;
}

/** The distribution over labels, or a `message` instead; `told` says in a sentence what the likeliest one's number is, `rest` tells of labels that are not drawn. Where scores are calibrated `plain` is the distribution without that, and `badge` names the calibration. */
export interface LabelsView {
  items: LabelShare[];
  message: string | null;
  figure: Figure | null;
  rest: string | null;
  told: string | null;
  plain: LabelShare[] | null;
  badge: string | null;
}

/** A label with its place in the verbalizer, which gives its colour. */
export interface LayerLabel {
  label: string;
  index: number;
}

/** What is asked of every layer. */
export interface LayersAsked {
  state: PromptState;
}

/** The labels' shares after every layer; `told` says from which on the answer stands. */
export interface LayersView {
  figure: Figure;
  labels: LayerLabel[];
  told: string;
}

/** The accuracy by a learnt verbalizer, against the hand-written one on the same examples. */
export interface LearntEffect {
  accuracy: number;
  difference: number;
  interval: [number, number];
  sentence: string;
  labels: LearntLabel[];
}

/** A label with its strongest words, the largest weights first. */
export interface LearntLabel {
  label: string;
  words: LearntWord[];
}

/** A word at the mask and its weight for a label, against the mean of all labels. */
export interface LearntWord {
  word: string;
  weight: number;
}

/** All methods, the fewest numbers first; `total` is the whole model. */
export interface Ledger {
  rows: LedgerRow[];
  total: number;
}

/** A piece of a ledger's row. */
export interface LedgerPart {
  name: string;
  formula: string;
  count: number;
}

/** How many numbers one method would train; `share` is of the model's own and can exceed 1. */
export interface LedgerRow {
  key: string;
  name: string;
  formula: string;
  parameters: number;
  share: number;
  chosen: boolean;
  note: string;
  parts: LedgerPart[];
}

/** Which lesson. */
export interface LessonAsked {
  lesson: string;
}

/** A lesson in the list: what it teaches, how long it takes, how many steps it has before its task. */
export interface LessonCard {
  id: string;
  title: string;
  minutes: number;
  about: string;
  steps: number;
}

/** What a step sets and asks. Without `choices` it asks for a number, in percent where it is a `share`. */
export interface LessonStep {
  title: string;
  text: string[];
  state: PromptState;
  question: string;
  choices: string[];
  share: boolean;
}

/** What ends a lesson: where it begins, its goals in words, and a hint. */
export interface LessonTask {
  title: string;
  text: string[];
  state: PromptState;
  goals: string[];
  hint: string;
}

/** A lesson without its answers, which are asked of a model; `kind` is the kind of model that it is about. */
export interface LessonView {
  id: string;
  title: string;
  minutes: number;
  kind: string;
  text: string[];
  steps: LessonStep[];
  task: LessonTask;
}

/** What the server's owner allows: unfinished jobs a person; of one job seeds, steps times seeds, examples, minutes. */
export interface Limits {
  jobs: number;
  seeds: number;
  steps: number;
  examples: number;
  minutes: number;
}

/** The answer to one state. Where something is wrong `problem` says what, parts that could be computed are there, the others `None`: the page keeps its last good picture, dimmed. `marks` are those of the parts that are told; `same` names the parts that are as the page has them. `milliseconds` counts from the question's arrival, waiting included. */
export interface LiveAnswer {
  rev: number;
  of: Answered;
  problem: Failure | null;
  offers: Offers | null;
  template: TemplateView | null;
  verbalizer: VerbalizerView | null;
  sentence: SentenceView | null;
  labels: LabelsView | null;
  words: WordsView | null;
  prompts: PromptAnswer[] | null;
  vocabulary: VocabularyView | null;
  steps: StepsView | null;
  reading: ReadingView | null;
  model: Model | null;
  milliseconds: number;
  marks: Record<string, string>;
  same: string[];
}

/** A state with its revision; of one `page` (a random id that each loaded page draws) the newest question wins. `steps_from` is the first row of the steps to be told; a table is told in parts. `has` are the marks of the parts that the page has, by name: these are not told again. */
export interface LiveAsked {
  state: PromptState;
  rev: number;
  page: string;
  steps_from?: number;
  has?: Record<string, string>;
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
  reading: "plain" | "calibrated" | "learnt" | null;
}

/** A way to train a prompt, with its options where nobody chose any: `in_template` says whether its soft tokens stand in the template, `own` which options it alone has. */
export interface Method {
  name: string;
  in_template: boolean;
  own: string[];
  defaults: TrainOptions;
}

/** A method by its name in the reader's language, with a line on how it ranks. */
export interface MethodAbout {
  name: string;
  title: string;
  line: string;
}

/** What one method found for a label, best first; the words of its own verbalizer are `taken`. */
export interface MethodWords {
  method: string;
  words: WordScore[];
  taken: string[];
}

/** A model as people choose it; the bundled one's id is empty. `note` says why it cannot be loaded now, `notes` what a loaded one reads and how it differs from most. */
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
  notes: string[];
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

/** A word of the vocabulary and its cosine with a soft token, or its distance from it. */
export interface Near {
  word: string;
  value: number;
}

/** What soft tokens are near to, with a map where one can be drawn; `message` says why there is nothing to show. */
export interface NearestWords {
  tokens: SoftToken[];
  figure: Figure | null;
  message: string | null;
}

/** One thing worth saying beside a form or an answer. */
export interface Note {
  level: "ok" | "info" | "warning" | "error";
  message: string;
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

/** What else the two texts may be meant to say, each with one click to take it over: other tools' spellings, and a template that the example's text cannot enter. */
export interface Offers {
  template: Notice[];
  verbalizer: Notice[];
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

/** What a page begins with: what can be chosen of scoring, every kind of job with the page that lists it, the first example's state, what options are where nobody chose any, the models; of Play and of a page of jobs what it has alone. */
export interface PageSetup {
  choices: ScoringChoice[];
  pages: Record<string, string>;
  state: PromptState;
  options: ScoringOptions;
  models: Model[];
  play: PlaySetup | null;
  kinds: KindSetup[];
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

/** Where to read on. */
export interface PaperLink {
  name: string;
  address: string;
}

/** A row or column of the grid, and why none of its cells can be asked, where that is so. */
export interface PartOutline {
  name: string;
  error: string | null;
}

/** Rows as text, and what to call them. */
export interface PasteAsked {
  text: string;
  name?: string;
}

/** What Play alone begins with: the answer to its first state, and the gallery. */
export interface PlaySetup {
  first: LiveAnswer;
  examples: GalleryExample[];
}

/** An upload, and how to read and split it; `None`: as it was saved, else guessed. */
export interface PreviewAsked {
  upload: string;
  options?: FileFormatAsked | null;
  mapping?: ColumnRolesAsked | null;
  split?: SplitAsked | null;
}

/** The labels' probabilities, a list for each of `steps`. */
export interface Probe {
  steps: number[];
  labels: ProbeLabel[];
  probabilities: number[][];
}

/** A text for every checkpoint of one seed. */
export interface ProbeAsked {
  job: string;
  seed: number;
  fields: Record<string, string>;
}

/** A label and its place in the verbalizer, which is its colour. */
export interface ProbeLabel {
  label: string;
  index: number;
}

/** A trained prompt's answer to the same text; `template` is the one it was trained and answers in. One without an id is the template of the prompt in use as it is without its training. */
export interface PromptAnswer {
  id: string;
  name: string;
  in_use: boolean;
  items: LabelShare[];
  error: string | null;
  template: string;
}

/** A prompt's file, for the model in use. */
export interface PromptLoadAsked {
  name: string;
  base64: string;
  model: string;
}

/** A trained prompt of the form. */
export interface PromptName {
  id: string;
  name: string;
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

/** Which seed's prompt is to be kept. */
export interface PromptUseAsked {
  job: string;
  seed: number;
}

/** The dark squares as an SVG path, `size` squares a side with the white around them. */
export interface Qr {
  size: number;
  path: string;
}

/** The text of a QR code. */
export interface QrAsked {
  text: string;
}

/** A round of a race: how many templates were read on how many training rows, how many go on, and how many went because the model answers as to another one. */
export interface RaceRound {
  step: number;
  examples: number;
  templates: number;
  left: number;
  same: number;
  edits: boolean;
}

/** A template with how it stands on the first `examples` training rows (none where it waits for the race): the share right, the mean loss in nats, and `gain`, by how much that is less than the hand-written template's on the same rows. `source` says in the reader's language where it comes from, and `of` which template it was made of. `stands`: it still `runs`, was `dropped`, is the `same` to the model as `same_as`, is one of those that are `left` at the end, or the `best` of them; `dev` is the share right of the development rows, once the finalists are read on them. */
export interface RankedTemplate {
  template: string;
  source: string;
  of: string | null;
  examples: number;
  accuracy: number | null;
  interval: [number, number] | null;
  loss: number | null;
  gain: number | null;
  gain_interval: [number, number] | null;
  dev: number | null;
  stands: "runs" | "dropped" | "same" | "left" | "best";
  same_as: string | null;
  state: PromptState;
}

/** Whether it does, in words, with what was found. */
export interface Reached {
  reached: boolean;
  message: string;
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

/** What a page shows of a job, and where it can be opened live; the link may be empty. */
export interface ReportAsked {
  title: string;
  parts: ReportPart[];
  link: string;
}

/** A card of a page: its title, its words line by line, its charts as SVG in base64. */
export interface ReportPart {
  title: string;
  lines: string[];
  pictures: string[];
}

/** All seeds' results, and what they come to in one sentence. */
export interface Result {
  rows: SeedResult[];
  sentence: string;
}

/** What the model says about a guess. `right_choice` is the place of the answer that holds, `None` where none does; `meaning` says what a wrong guess would have meant. `facts` are what it was judged by, measured just now. */
export interface Revealed {
  right: boolean;
  right_choice: number | null;
  guess: string;
  answer: string;
  facts: Fact[];
  meaning: string;
  why: string;
  paper: PaperLink;
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

/** An upload with how it is to be read and split, and its name. */
export interface SaveAsked {
  upload: string;
  options?: FileFormatAsked | null;
  mapping?: ColumnRolesAsked | null;
  split?: SplitAsked | null;
  name?: string;
}

/** The set that was made, and which rows were left out. */
export interface SavedData {
  card: DataCard;
  problems: RowProblem[];
  bad: number;
}

/** An option whose values are counted; `kinds` are those of models that read it, `None` for all. */
export interface ScoringChoice {
  option: string;
  values: ChoiceValue[];
  kinds: string[] | null;
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
  batch_rows: string[];
}

/** All that a form holds; `options` by their names, the others are as they are. */
export interface SearchForm {
  template: string;
  verbalizer: string;
  data: DemoSource | UploadSource | TableSource;
  model: string;
  aggregation: string;
  options: Record<string, number | string | boolean | (number | string | boolean)[]>;
}

/** One prompt of the result on the test rows (without any, on the development rows): `name` is `hand_written`, `calibrated`, `learnt`, `found`, `together`, or a method's. `gain` is over the better of the hand-written prompt and its calibrated answers. `state` is what Play takes over, where the prompt can be written; of `together`, which is no single prompt, the `templates` whose answers are averaged. */
export interface SearchLine {
  name: string;
  title: string;
  accuracy: number;
  interval: [number, number] | null;
  gain: number | null;
  gain_interval: [number, number] | null;
  chosen: boolean;
  state: PromptState | null;
  templates: string[];
}

/** An option of a search: a `whole` number between bounds, a `switch`, `some` or `one` of the choices, a `text`, `lines` of text, or `seeds`; `value` is the one where nobody chose any. */
export interface SearchOption {
  name: string;
  kind: "whole" | "switch" | "some" | "one" | "text" | "lines" | "seeds";
  value: number | string | boolean | (number | string | boolean)[];
  low: number | null;
  high: number | null;
  choices: MethodAbout[];
}

/** A search before it starts: the template that it fills, the hand-written one it is compared with, how many words may stand in the first place, how many examples there are for what, and what it costs. */
export interface SearchOutline {
  template: string;
  hand_written: string;
  triggers: number;
  candidates: number;
  train: number;
  dev: number;
  test: number;
  sequences: number;
  seconds: number;
  notes: Note[];
}

/** All seeds' results, what they come to in a sentence, whether what was found is really better, and how often the test rows of this set have been looked at. */
export interface SearchResult {
  seeds: SeedLines[];
  sentence: string;
  better: boolean;
  looks: string | null;
}

/** What a search's form begins with. */
export interface SearchSetup {
  wanted: string;
  options: SearchOption[];
}

/** A seed's result. */
export interface SeedLines {
  seed: number;
  lines: SearchLine[];
}

/** One seed's words; `best` is the method whose verbalizer it ends with, once that is known. */
export interface SeedRanking {
  seed: number;
  best: string | null;
  labels: LabelRanking[];
}

/** What one seed reached on examples that nobody trained on; `None` where there are none to compare on. */
export interface SeedResult {
  seed: number;
  start: number | null;
  calibrated: number | null;
  accuracy: number;
  interval: [number, number] | null;
  gain: number | null;
  gain_interval: [number, number] | null;
}

/** A stretch of the filled template: `kind` is text, slot, mask, soft or trigger; a long text's middle is left out. */
export interface SentencePart {
  text: string;
  kind: string;
  slot: string | null;
}

/** The prompt as a sentence with its gap of `gaps` positions, and what the model would put there, the likeliest first; `note` says what the fillings are. */
export interface SentenceView {
  parts: SentencePart[];
  gaps: number;
  fillings: VocabularyToken[];
  note: string;
}

/** All lessons of a language, and the files that are none. */
export interface Shelf {
  lessons: LessonCard[];
  broken: BrokenLesson[];
}

/** Where the short link lies, relative to every page, and for how many days it does. */
export interface Short {
  path: string;
  days: number;
}

/** An address of this app: its page, its language, and what follows the question mark. */
export interface ShortAsked {
  page: string;
  language: string;
  query: string;
}

/** One soft token: the word it started as (`None`: at no word), how far it moved, and the words nearest to it. */
export interface SoftToken {
  name: string;
  start: string | null;
  moved: number;
  cosine: Near[];
  euclidean: Near[];
}

/** How the rows of a file without a split of its own are split: shares of dev and test, each label's alike, and the seed of the draw; `on` is false where all rows stay together. */
export interface SplitAsked {
  on?: boolean;
  dev?: number;
  test?: number;
  seed?: number;
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

/** How the number came about: of `count` rows those from `first` on. */
export interface StepsView {
  columns: StepColumn[];
  rows: StepRow[];
  first: number;
  count: number;
  formulas: Formula[];
  notes: string[];
}

/** Play's state, and where it can be opened live; the link may be empty. */
export interface StoryAsked {
  state: PromptState;
  link: string;
}

/** The words with the largest effects, for the label and against it. */
export interface Strongest {
  supporting: Effect[];
  against: Effect[];
}

/** A column, its first different cells, and how many there are. */
export interface TableColumn {
  name: string;
  sample: string[];
  distinct: number;
}

/** A label as the verbalizer's table shows it; `start` to `end` is its name, `more` how many words are not among `words`. */
export interface TableLabel {
  name: string;
  index: number;
  start: number;
  end: number;
  remove: TextEdit;
  words: LabelWord[];
  more: number;
  add: Insertion;
}

/** A table that comes with the question, from a program: its first row names the columns. */
export interface TableSource {
  csv: string;
  name: string;
}

/** Where a part of the template lies in its text. */
export interface TemplatePart {
  start: number;
  end: number;
  kind: "text" | "slot" | "mask" | "soft" | "trigger";
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

/** A search for templates as it is now, its newest seed: the templates, best first (of `gathered` the first ones), and what each round of the races left of them. */
export interface TemplatesWatched {
  line: JobLine;
  summary: Note;
  result: SearchResult | null;
  ranked: RankedTemplate[];
  gathered: number;
  rounds: RaceRound[];
}

/** A change of one of the two texts: `start` to `end` becomes the replacement. */
export interface TextEdit {
  target: "template" | "verbalizer";
  start: number;
  end: number;
  replacement: string;
}

/** All that the form holds; `rival` is the hand-written template to beat, empty for the prompt's own. */
export interface TrainForm {
  method: string;
  tokens: number | string;
  initialisation: string;
  words: string;
  learning_rate: number | string | null;
  steps: number | string;
  batch: number | string;
  seeds: (number | string)[];
  examples: number | string;
  evaluate_every: number | string;
  patience: number | string;
  schedule: string;
  reparameterise: boolean;
  template: string;
  verbalizer: string;
  rival?: string;
  data: DemoSource | UploadSource | TableSource;
  model: string;
  aggregation: string;
}

/** How a prompt is trained; a learning rate of `None` is the method's own. */
export interface TrainOptions {
  method: string;
  tokens: number | string;
  initialisation: string;
  words: string;
  learning_rate: number | string | null;
  steps: number | string;
  batch: number | string;
  seeds: (number | string)[];
  examples: number | string;
  evaluate_every: number | string;
  patience: number | string;
  schedule: string;
  reparameterise: boolean;
}

/** A training before it starts: `template` with its soft tokens, what it costs in numbers and `seconds`, and on what. */
export interface TrainOutline {
  template: string;
  ledger: Ledger;
  parameters: number;
  seconds: number;
  examples: components__contracts__train__Examples;
  preview: Example[];
  notes: Note[];
}

/** What the form begins with: the demo set that a first training is shown with, the choices there are, the limits. */
export interface TrainSetup {
  methods: Method[];
  initialisations: string[];
  schedules: string[];
  first: Demo;
  limits: Limits;
}

/** What Play's state takes over from a trained prompt. */
export interface TrainedState {
  template: string;
  verbalizer: string;
  model: string;
  prompts: string[];
  options: ScoringOptions;
}

/** One training as it is now; `slots` are the fields of its data, `labels` those of its verbalizer, `example` a row of the data to ask about; `cut` counts the examples of finished seeds that were longer than the model reads. */
export interface Training {
  line: JobLine;
  curves: Figure | null;
  summary: Note;
  diagnosis: Diagnosis | null;
  seeds: Checkpoints[];
  slots: string[];
  labels: string[];
  example: Record<string, string>;
  cut: number;
  result: Result | null;
}

/** Options that a diagnosis advises to try, `None` where it says nothing of one, and the words of a button. */
export interface Trial {
  learning_rate: number | null;
  steps: number | null;
  examples: number | null;
  label: string;
}

/** A step that changed the prompt: which place got which word in place of which, what the gradient promised and what came (both nats of loss), and the accuracy on the development rows after it. */
export interface TriggerStep {
  seed: number;
  step: number;
  place: number;
  before: string;
  word: string;
  predicted: number;
  actual: number;
  accuracy: number | null;
}

/** A search for trigger words as it is now: the prompt as it stands, how good each step made it, how far the first order is to be trusted (`linear`, in a sentence), and the steps that changed something, the newest first. */
export interface TriggersWatched {
  line: JobLine;
  summary: Note;
  result: SearchResult | null;
  prompt: FoundPiece[];
  curves: Figure | null;
  scatter: Figure | null;
  linear: string;
  steps: TriggerStep[];
  tried: number;
}

/** A saved upload, its owner's alone. */
export interface UploadSource {
  upload: string;
}

/** Its labels in their order; `None` where the text cannot be understood. */
export interface VerbalizerLabels {
  labels: string[] | null;
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

/** The template as it is; `cut` counts the examples that were longer than the model reads. */
export interface WholeTemplate {
  accuracy: number;
  interval: [number, number];
  cut: number | null;
}

/** What dropping a word, or putting another (`by`) in its place, does to the accuracy; the interval and McNemar's p, alone and as Holm corrects it for all changes, come when the job is done. */
export interface WordChange {
  by: string | null;
  change: number | null;
  interval: [number, number] | null;
  p: number | null;
  holm: number | null;
  error: string | null;
}

/** A word and its method's score. */
export interface WordScore {
  word: string;
  score: number;
}

/** One way to write the prompt: what was changed, the template so, and its accuracy. */
export interface Wording {
  change: string;
  template: string;
  accuracy: number;
}

/** The prompt in its other wordings on some of the rows, its own first, without calibration. A dot of the figure has `customdata` `[index in wordings, sentence]`. */
export interface WordingsSpread {
  sentence: string;
  figure: Figure;
  wordings: Wording[];
}

/** One prompt; `replacements` are words by the index of the one whose place they take. */
export interface WordsForm {
  data: DemoSource | UploadSource | TableSource | null;
  split: string;
  sample: number | string | boolean | null;
  options: ScoringOptions;
  prompts: string[];
  name?: string;
  learn?: number | string | boolean | null;
  batch_from?: string;
  template: string;
  verbalizer: string;
  model: string;
  seed: number | string | boolean | null;
  replacements?: Record<string, string>;
}

/** What Play's state becomes. */
export interface WordsUse {
  state: PromptState;
}

/** The words that somebody put together, by label. */
export interface WordsUseAsked {
  job: string;
  words: Record<string, string[]>;
}

/** Where the probability goes: the label words and the mass outside them, or a `message` instead; `rest` tells of words that are not drawn. */
export interface WordsView {
  figure: Figure | null;
  mass_outside: number | null;
  mass_note: string;
  message: string | null;
  rest: string | null;
}

/** A template word by word; its pieces joined are its text. */
export interface WordsWatched {
  line: JobLine;
  summary: Note;
  reading: "plain" | "calibrated" | "learnt";
  has_calibrated: boolean;
  has_learnt: boolean;
  record: Record;
  template: TemplatePiece[];
  base: WholeTemplate | null;
  figure: Figure | null;
  state: PromptState;
}

/** A page of the list, and how many there are in all; the reading is the one that was used. */
export interface components__contracts__evaluate__Examples {
  examples: ExampleAnswer[];
  count: number;
  reading: "plain" | "calibrated" | "learnt";
}

/** How many examples a seed learns from, how many it chooses by, and how many measure the result. */
export interface components__contracts__train__Examples {
  train: number;
  dev: number;
  test: number;
}

export interface Calls {
  models: { takes: Nothing; gives: Models };
  model_load: { takes: LoadAsked; gives: Loading };
  data_list: { takes: Nothing; gives: DataCards };
  data_baseline: { takes: BaselineAsked; gives: Baseline };
  data_labels: { takes: LabelsAsked; gives: VerbalizerLabels };
  data_fit: { takes: FitAsked; gives: DataFit };
  data_paste: { takes: PasteAsked; gives: Draft };
  data_hub: { takes: HubAsked; gives: Draft };
  data_preview: { takes: PreviewAsked; gives: FilePreview };
  data_save: { takes: SaveAsked; gives: SavedData };
  data_delete: { takes: DeleteAsked; gives: Nothing };
  data_rows: { takes: RowsAsked; gives: DataRows };
  jobs: { takes: JobsAsked; gives: Jobs };
  job_act: { takes: ActAsked; gives: Changed };
  job_rename: { takes: RenameAsked; gives: Changed };
  job_repeat: { takes: JobAsked; gives: Started };
  job_compare: { takes: CompareAsked; gives: Compared };
  job_file: { takes: FileAsked; gives: Download };
  job_cut: { takes: CutAsked; gives: CutRows };
  job_forget: { takes: Nothing; gives: Nothing };
  live: { takes: LiveAsked; gives: LiveAnswer };
  explain: { takes: ExplainAsked; gives: Explained };
  pair: { takes: PairAsked; gives: Pair };
  layers: { takes: LayersAsked; gives: LayersView };
  attention: { takes: AttentionAsked; gives: AttentionView };
  train_outline: { takes: TrainForm; gives: TrainOutline };
  train_start: { takes: TrainForm; gives: Started };
  train_watch: { takes: JobAsked; gives: Training };
  train_probe: { takes: ProbeAsked; gives: Probe };
  nearest_words: { takes: CheckpointAsked; gives: NearestWords };
  prompt_use: { takes: PromptUseAsked; gives: KeptPrompt };
  prompt_load: { takes: PromptLoadAsked; gives: KeptPrompt };
  triggers_outline: { takes: SearchForm; gives: SearchOutline };
  triggers_start: { takes: SearchForm; gives: Started };
  triggers_watch: { takes: JobAsked; gives: TriggersWatched };
  label_words_outline: { takes: SearchForm; gives: SearchOutline };
  label_words_start: { takes: SearchForm; gives: Started };
  label_words_watch: { takes: JobAsked; gives: LabelWordsWatched };
  label_words_use: { takes: WordsUseAsked; gives: WordsUse };
  templates_outline: { takes: SearchForm; gives: SearchOutline };
  templates_start: { takes: SearchForm; gives: Started };
  templates_watch: { takes: JobAsked; gives: TemplatesWatched };
  evaluate_outline: { takes: EvaluateForm; gives: Outlined };
  evaluate_start: { takes: EvaluateForm; gives: Started };
  evaluate_watch: { takes: LookAsked; gives: EvaluateWatched };
  evaluate_examples: { takes: ExamplesAsked; gives: components__contracts__evaluate__Examples };
  grid_outline: { takes: GridForm; gives: GridOutlined };
  grid_start: { takes: GridForm; gives: Started };
  grid_watch: { takes: LookAsked; gives: GridWatched };
  grid_cell: { takes: CellAsked; gives: GridCellSeen };
  words_outline: { takes: WordsForm; gives: GridOutlined };
  words_start: { takes: WordsForm; gives: Started };
  words_watch: { takes: LookAsked; gives: WordsWatched };
  shelf: { takes: Nothing; gives: Shelf };
  lesson: { takes: LessonAsked; gives: LessonView };
  guess: { takes: GuessAsked; gives: Revealed };
  goals: { takes: GoalsAsked; gives: Goals };
  glossary: { takes: Nothing; gives: GlossaryView };
  link_short: { takes: ShortAsked; gives: Short };
  link_qr: { takes: QrAsked; gives: Qr };
  handout: { takes: HandoutAsked; gives: Download };
  story: { takes: StoryAsked; gives: Download };
  report: { takes: ReportAsked; gives: Download };
  goal: { takes: GoalAsked; gives: Reached };
}
