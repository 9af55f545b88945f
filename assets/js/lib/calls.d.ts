// Made by `python -m components.contracts` from components/contracts: change those, not this.

/** Why a call has no answer, in the visitor's language. `target` is the input beside which a page shows it (`template`, `verbalizer`, `data`, `model`, …), `start` and `end` its place in that input's text, in UTF-16 code units; `fields` says what is wrong with single fields of a form, by their names. */
export interface Failure {
  message: string;
  target: string;
  start: number | null;
  end: number | null;
  fields: Record<string, string>;
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

export interface Calls {
  models: { takes: Nothing; gives: Models };
  model_load: { takes: LoadAsked; gives: Loading };
}
