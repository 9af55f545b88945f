"""What a job runs: each distinct prompt once for all the verbalizers that it is read with.

A pass is one template (or trained prompt) on one model; the words of several
verbalizers are scored on the same encoded prompts, and every cell reads its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from playground.datasets.sample import check_labels
from playground.errors import FieldsError, PlaygroundError, TemplateError, VerbalizerError
from playground.evaluation.encoded_examples import TOGETHER
from playground.evaluation.learning import learn
from playground.evaluation.readouts import PriorRows
from playground.evaluation.spec import Cell, EvaluationSpec
from playground.models import soft_prompt
from playground.models.language_model import LanguageModel
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import Template, parse
from playground.prompting.verbalizer import Label, Verbalizer, Word
from playground.results import Example
from playground.scoring.aggregation import label_scores, normalise
from playground.scoring.batch import cut, mass_outside, most_tokens, size, word_scores
from playground.scoring.calibration import CALIBRATIONS, FEWEST_ROWS, USUAL, calibrate
from playground.scoring.learnt import LearntVerbalizer
from playground.scoring.options import Options
from playground.scoring.plans import drive, under
from playground.scoring.predict import Task, prior_of, prior_plan, scorer_for

CHUNK = 4 * TOGETHER  # rows that are sorted by their length together


@dataclass(frozen=True)
class Reading:
    """A cell's answers: label log scores [examples, labels], not yet normalised over the labels."""

    scores: Tensor

    @property
    def log_probabilities(self) -> Tensor:
        """Normalised over the labels; single precision, so that what is kept in a file gives these very numbers."""
        return normalise(self.scores).float()

    @property
    def predicted(self) -> Tensor:
        """[examples], labels' indices."""
        return self.log_probabilities.argmax(-1)


@dataclass(frozen=True)
class Question:
    """One cell that can be asked: its task, and its words' log priors [entries] for the
    calibrated reading, `None` for a template without a slot, or where a pass finds them from rows."""

    cell: Cell
    task: Task
    prior: Tensor | None

    def gold(self, examples: Sequence[Example]) -> Tensor:
        """The true labels' indices in the verbalizer: [examples]."""
        return torch.tensor([self.task.labels.index(example.label) for example in examples], dtype=torch.long)

    def plain(self, scores: Tensor) -> Reading:
        """Of its words' scores [examples, entries]."""
        return Reading(label_scores(scores.double(), self.task.groups, self.task.options.aggregation))

    def calibrated(self, scores: Tensor, prior: Tensor | None) -> Reading | None:
        """The same, calibrated."""
        return None if prior is None else self.plain(calibrate(scores.double(), prior))


@dataclass(frozen=True)
class Pass:
    """EncodedExamples that share a template, a model and the room their words need.

    `rows` are what priors are found from by the `calibration`, if by any; `shown` are the labelled examples that a
    verbalizer learns from.
    """

    questions: tuple[Question, ...]
    model: LanguageModel
    calibration: str = USUAL
    rows: PriorRows | None = None
    shown: tuple[Example, ...] = ()

    @cached_property
    def task(self) -> Task:
        """One that scores every question's words, each once."""
        first = self.questions[0].task
        words = {word: ids for question in self.questions for word, ids in question.task.words.items()}
        union = Verbalizer((Label("", tuple(Word(word) for word in words)),))
        return Task(first.template, union, first.options, words, (), first.prompt)

    def columns(self, question: Question) -> list[int]:
        """Which of the pass's words are the question's entries."""
        places = {word: i for i, (_, word) in enumerate(self.task.entries)}
        return [places[word] for _, word in question.task.entries]

    @property
    def besides(self) -> int:
        """How many examples are asked besides those to be answered: for priors, and to learn from."""
        return len(self.shown) + (len(self.rows.examples) if self.rows else 0)

    def mass_outside(self, question: Question, scores: Tensor) -> Tensor | None:
        """[examples], of the question's own words' scores."""
        return mass_outside(question.task, scores, self.model)

    def cut(self, examples: Sequence[Example]) -> list[bool]:
        """Of each example whether it is longer than the model reads under this prompt."""
        return cut(self.task, [example.fields for example in examples], self.model)

    @cached_property
    def learnt(self) -> LearntVerbalizer | None:
        """The verbalizer learnt from what is shown, with this pass's template; asked for when it is first used."""
        return learn(self.task, self.shown, self.model) if self.shown else None

    def by_learnt(self, question: Question, scores: Tensor) -> Reading | None:
        """A question's answers by the learnt verbalizer, of what `chunks` gave [examples, words + places]."""
        if self.learnt is None:
            return None
        return Reading(self.learnt.over(question.task.labels, scores[:, len(self.task.entries) :]))

    @cached_property
    def _rows_scores(self) -> Tensor:
        """The words' scores of the rows that priors are found from: [rows, words]."""
        fields = [example.fields for example in self.rows.examples] if self.rows else []
        parts = [fields[start : start + TOGETHER] for start in range(0, len(fields), TOGETHER)]
        return torch.cat([word_scores(self.task, part, self.model) for part in parts])

    def prior(self, question: Question, examples: Sequence[Example], scores: Tensor) -> Tensor | None:
        """A question's log priors [entries], `None` where it has none.

        Args:
            examples, scores: what is asked so far, which itself may be what the prior is found from.
        """
        if self.rows is None:
            return question.prior
        task = replace(question.task, options=replace(question.task.options, calibration=self.calibration))
        given = self.rows.examples or examples
        if len(given) < FEWEST_ROWS:
            return None  # so far
        found = self._rows_scores if self.rows.examples else scores
        fields = [example.fields for example in given]
        return prior_of(task, self.model, fields, found[:, self.columns(question)])

    def chunks(self, examples: Sequence[Example]) -> Iterator[tuple[int, Tensor | None]]:
        """How many examples are asked so far, with, where a chunk is complete, its words'
        scores [chunk, words] in the examples' order; behind them those of the places that a learnt verbalizer reads.

        Within a chunk rows of like length are asked together: they waste the least on padding.
        """
        places = self.learnt.places if self.learnt else ()
        for start in range(0, len(examples), CHUNK):
            chunk = [example.fields for example in examples[start : start + CHUNK]]
            order = sorted(range(len(chunk)), key=lambda i: sum(map(len, chunk[i].values())))
            parts, done = [], start
            for at in range(0, len(order), TOGETHER):
                here = [chunk[i] for i in order[at : at + TOGETHER]]
                parts.append(word_scores(self.task, here, self.model, places))
                done = start + at + len(here)
                if at + len(here) < len(order):
                    yield done, None
            yield done, torch.cat(parts)[torch.tensor(order).argsort()]


def passes(
    spec: EvaluationSpec, models: Sequence[LanguageModel], priors: bool = True
) -> tuple[list[Pass], dict[Cell, PlaygroundError]]:
    """Every question of a job, and why the others cannot be asked. Without `priors` no model runs.

    Raises:
        DataError: a verbalizer shall be learnt, but there are no training rows of two labels (`nothing_to_learn_from`).
    """
    shown = spec.readouts.shown(spec.train)
    found: dict[tuple, list[Question]] = {}
    errors: dict[Cell, PlaygroundError] = {}
    names = spec.examples[0].fields if spec.examples else ()
    longest = {name: max(size(example.fields[name]) for example in spec.examples) for name in names}
    for m, model in enumerate(models):
        for r in range(len(spec.rows)):
            for c in range(len(spec.columns)):
                cell = Cell(m, r, c)
                try:
                    question = _question(spec, cell, model, priors)
                except PlaygroundError as error:
                    errors[cell] = error
                else:
                    room = _room(question.task, model, c, longest)
                    found.setdefault((m, r, *room), []).append(question)
    made = []
    for (m, *_), questions in found.items():
        rows = _prior_rows(spec, questions[0].task.template)
        made.append(Pass(tuple(questions), models[m], spec.options.calibration, rows, shown))
    return made, errors


def _prior_rows(spec: EvaluationSpec, template: Template) -> PriorRows | None:
    return spec.readouts.prior_rows(spec.options, template, spec.train, len(spec.order))


def _room(task: Task, model: LanguageModel, column: int, longest: Mapping[str, int]) -> tuple:
    """What must be equal for two questions to share a pass: where a text might not fit, the pieces
    of the longest word, for which it is cut; what holds the words themselves is asked for each verbalizer."""
    if scorer_for(model).reads_words(task.template):
        return ("own", column)
    pieces = max(map(len, task.words.values()))
    return ("shared", None if most_tokens(task, longest) <= model.max_length else pieces)


def _question(spec: EvaluationSpec, cell: Cell, model: LanguageModel, priors: bool) -> Question:
    row, column = spec.rows[cell.row], spec.columns[cell.column]
    prompt = soft_prompt.load(spec.prompts[row.prompt]) if row.prompt else None
    template = parse(row.template, model.tokenizer.mask_token)
    _check_slots(template, spec.examples)
    verbalizer = verbalizers.parse(column.verbalizer)
    if verbalizer is None:
        raise VerbalizerError("none")
    plain = Task.build(template, verbalizer, replace(spec.options, calibration="none"), model, prompt)
    check_labels(spec.examples, plain.labels)
    # The pass finds what is found from rows, for all its questions at once.
    own = _prior_rows(spec, template) is None
    return Question(cell, plain, _prior(plain, spec.options, model) if priors and own else None)


def _prior(task: Task, options: Options, model: LanguageModel) -> Tensor | None:
    """The words' log priors under the chosen calibration, the usual one where none was chosen."""
    how = options.calibration if options.calibrates else USUAL
    plan = prior_plan(replace(task, options=replace(options, calibration=how)), model)
    try:
        return drive(under(task.prompt and task.prompt.input, plan), model)
    except TemplateError:
        return None  # without a slot there is nothing to calibrate by


def _check_slots(template: Template, examples: Sequence[Example]) -> None:
    known = examples[0].fields if examples else {}
    for name in template.slots:
        if name not in known:
            raise FieldsError("missing", name=name)


def prior_shares(question: Question, prior: Tensor | None, how: str) -> Mapping[str, dict[str, float]] | None:
    """What the prompt answers without regard to the example, as shares of one: by label and by word, no word where
    the calibration `how` knows labels alone."""
    if prior is None:
        return None
    task, aggregation = question.task, question.task.options.aggregation
    if CALIBRATIONS[how].of == "labels":
        labels, words = [prior[group[0]].exp().item() for group in task.groups], []
        entries: list[tuple[str, str]] = []
    else:
        labels = normalise(label_scores(prior, task.groups, aggregation)).exp().tolist()
        words, entries = normalise(prior).exp().tolist(), task.entries
    return {
        "labels": dict(zip(task.labels, labels, strict=True)),
        "words": {word: share for (_, word), share in zip(entries, words, strict=True)},
    }
