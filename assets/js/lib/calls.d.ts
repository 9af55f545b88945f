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

/** A demo set with the prompt that a training of it begins with. */
export interface Demo {
  id: string;
  template: string;
  verbalizer: string;
}

/** What is wrong with a training, and what helps. */
export interface Diagnosis {
  level: "ok" | "info" | "warning" | "error";
  message: string;
  advice: string;
}

/** A file to be saved by the browser. */
export interface Download {
  name: string;
  base64: string;
}

/** A row of the data, shortened. */
export interface Example {
  text: string;
  label: string;
}

/** How many examples a seed learns from, how many it chooses by, and how many measure the result. */
export interface Examples {
  train: number;
  dev: number;
  test: number;
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

/** A prompt that the server keeps now, and Play's state with it. */
export interface KeptPrompt {
  prompt: string;
  state: PlayState;
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

/** A way to train a prompt, with its options where nobody chose any. `in_template` says whether its soft tokens stand in the template, `own` which options it alone has. */
export interface Method {
  name: string;
  in_template: boolean;
  own: string[];
  defaults: TrainOptions;
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

/** What Play's state takes over from a trained prompt. */
export interface PlayState {
  template: string;
  verbalizer: string;
  model: string;
  prompts: string[];
  options: Record<string, string | number | boolean | string[] | null>;
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

/** A prompt's file, for the model in use. */
export interface PromptLoadAsked {
  name: string;
  base64: string;
  model: string;
}

/** Which seed's prompt is to be kept. */
export interface PromptUseAsked {
  job: string;
  seed: number;
}

/** Another name for a job; an empty one gives it its own back. */
export interface RenameAsked {
  job: string;
  name: string;
}

/** All seeds' results, and what they come to in one sentence. */
export interface Result {
  rows: SeedResult[];
  sentence: string;
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

/** One soft token: the word it started as (`None`: at no word), how far it moved, and the words nearest to it. */
export interface SoftToken {
  name: string;
  start: string | null;
  moved: number;
  cosine: Near[];
  euclidean: Near[];
}

/** The id of a job that was just queued. */
export interface Started {
  job: string;
}

/** Everything the form holds: the prompt, the data set's source, the model, and the options beside them. */
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
  data: Record<string, string>;
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
  examples: Examples;
  preview: Example[];
  notes: Note[];
}

/** What the form begins with: the demo sets, those of the page's language first, and the choices there are. */
export interface TrainSetup {
  methods: Method[];
  initialisations: string[];
  schedules: string[];
  demos: Demo[];
}

/** One training as it is now; `slots` are the fields of its data. */
export interface Training {
  line: JobLine;
  curves: Figure | null;
  summary: Note;
  diagnoses: Diagnosis[];
  seeds: Checkpoints[];
  slots: string[];
  result: Result | null;
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
  train_outline: { takes: TrainForm; gives: TrainOutline };
  train_start: { takes: TrainForm; gives: Started };
  train_watch: { takes: JobAsked; gives: Training };
  train_probe: { takes: ProbeAsked; gives: Probe };
  nearest_words: { takes: CheckpointAsked; gives: NearestWords };
  prompt_use: { takes: PromptUseAsked; gives: KeptPrompt };
  prompt_load: { takes: PromptLoadAsked; gives: KeptPrompt };
}
