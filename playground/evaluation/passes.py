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

from playground.errors import DataError, FieldsError, PlaygroundError, TemplateError, VerbalizerError
from playground.evaluation.encoded_examples import TOGETHER
from playground.evaluation.spec import Cell, EvaluationSpec
from playground.models import soft_prompt
from playground.models.language_model import LanguageModel
from playground.prompting import verbalizer as verbalizers
from playground.prompting.template import Template, parse
from playground.prompting.verbalizer import Label, Verbalizer, Word
from playground.results import Example
from playground.scoring.aggregation import label_scores, normalise
from playground.scoring.batch import cut, mass_outside, most_tokens, size, word_scores
from playground.scoring.calibration import USUAL, calibrate
from playground.scoring.options import Options
from playground.scoring.plans import drive, under
from playground.scoring.predict import Task, prior_plan, scorer_for

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
    calibrated reading, `None` for a template without a slot."""

    cell: Cell
    task: Task
    prior: Tensor | None

    def gold(self, examples: Sequence[Example]) -> Tensor:
        """The true labels' indices in the verbalizer: [examples]."""
        return torch.tensor([self.task.labels.index(example.label) for example in examples], dtype=torch.long)

    def plain(self, scores: Tensor) -> Reading:
        """Of its words' scores [examples, entries]."""
        return Reading(label_scores(scores.double(), self.task.groups, self.task.options.aggregation))

    def calibrated(self, scores: Tensor) -> Reading | None:
        """The same, calibrated."""
        return None if self.prior is None else self.plain(calibrate(scores.double(), self.prior))


@dataclass(frozen=True)
class Pass:
    """EncodedExamples that share a template, a model and the room their words need."""

    questions: tuple[Question, ...]
    model: LanguageModel

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

    def mass_outside(self, question: Question, scores: Tensor) -> Tensor | None:
        """[examples], of the question's own words' scores."""
        return mass_outside(question.task, scores, self.model)

    def cut(self, examples: Sequence[Example]) -> list[bool]:
        """Of each example whether it is longer than the model reads under this prompt."""
        return cut(self.task, [example.fields for example in examples], self.model)

    def chunks(self, examples: Sequence[Example]) -> Iterator[tuple[int, Tensor | None]]:
        """How many examples are asked so far, with, where a chunk is complete, its words'
        scores [chunk, words] in the examples' order.

        Within a chunk rows of like length are asked together: they waste the least on padding.
        """
        for start in range(0, len(examples), CHUNK):
            chunk = [example.fields for example in examples[start : start + CHUNK]]
            order = sorted(range(len(chunk)), key=lambda i: sum(map(len, chunk[i].values())))
            parts, done = [], start
            for at in range(0, len(order), TOGETHER):
                here = [chunk[i] for i in order[at : at + TOGETHER]]
                parts.append(word_scores(self.task, here, self.model))
                done = start + at + len(here)
                if at + len(here) < len(order):
                    yield done, None
            yield done, torch.cat(parts)[torch.tensor(order).argsort()]


def passes(
    spec: EvaluationSpec, models: Sequence[LanguageModel], priors: bool = True
) -> tuple[list[Pass], dict[Cell, PlaygroundError]]:
    """Every question of a job, and why the others cannot be asked. Without `priors` no model runs."""
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
    return [Pass(tuple(questions), models[key[0]]) for key, questions in found.items()], errors


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
    for label in sorted({example.label for example in spec.examples} - set(plain.labels)):
        raise DataError("label_without_words", label=label, known=", ".join(plain.labels))
    return Question(cell, plain, _prior(plain, spec.options, model) if priors else None)


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


def prior_shares(question: Question) -> Mapping[str, dict[str, float]] | None:
    """What the prompt answers where the example says nothing, as shares of one: by label and
    by word."""
    if question.prior is None:
        return None
    task, aggregation = question.task, question.task.options.aggregation
    labels = normalise(label_scores(question.prior, task.groups, aggregation)).exp().tolist()
    words = normalise(question.prior).exp().tolist()
    return {
        "labels": dict(zip(task.labels, labels, strict=True)),
        "words": {word: share for (_, word), share in zip(task.entries, words, strict=True)},
    }
