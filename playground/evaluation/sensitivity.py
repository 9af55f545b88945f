"""How much a prompt's accuracy hangs on the way it is written: the spread over wordings (FormatSpread, Sclar et al. 2024).

Spread is the best wording's accuracy minus the worst one's, on the same examples. There are few wordings, so all are
read; the paper samples from a large grammar of formats and lets a bandit find the extremes. No word is changed, no
wording is recommended: which is best on these examples is partly chance.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import Any

import torch

from playground.datasets.sample import check_labels
from playground.errors import PlaygroundError
from playground.evaluation.intervals import Paired, compare
from playground.evaluation.passes import Pass, Question
from playground.evaluation.spec import Cell
from playground.models.language_model import LanguageModel
from playground.prompting.wordings import wordings
from playground.results import Example, Message
from playground.scoring.batch import ask_all
from playground.scoring.predict import Task


@dataclass(frozen=True)
class WordingScore:
    """One wording on the examples: its text, what it changes (`own` for nothing), and 1 for each example that it
    answers right, else 0."""

    template: str
    change: str
    right: tuple[int, ...]

    @property
    def accuracy(self) -> float:
        """The share right."""
        return mean(self.right)


@dataclass(frozen=True)
class Sensitivity:
    """The wordings that the model reads differently, the prompt's own first."""

    wordings: tuple[WordingScore, ...]

    @property
    def own(self) -> WordingScore:
        """The prompt as it is."""
        return self.wordings[0]

    @property
    def lowest(self) -> WordingScore:
        """The worst wording."""
        return min(self.wordings, key=lambda its: its.accuracy)

    @property
    def highest(self) -> WordingScore:
        """The best wording."""
        return max(self.wordings, key=lambda its: its.accuracy)

    @property
    def spread(self) -> float:
        """The best one's accuracy minus the worst one's, 0 to 1."""
        return self.highest.accuracy - self.lowest.accuracy

    @property
    def paired(self) -> Paired:
        """The best one against the worst one. Both are chosen, so chance makes the difference look larger."""
        return compare(self.highest.right, self.lowest.right)

    @classmethod
    def of(cls, reports: Sequence[Mapping[str, Any]]) -> Sensitivity | None:
        """What `reported` told so far, `None` before its first report."""
        found = tuple(WordingScore(each["template"], each["change"], tuple(each["right"])) for each in reports)
        return cls(found) if found else None

    def to_json(self) -> dict[str, Any]:
        """Its numbers, for a record."""
        told = [{"template": its.template, "change": its.change, "accuracy": its.accuracy} for its in self.wordings]
        paired = {**asdict(self.paired), "tied": self.paired.tied}
        return {"rows": len(self.own.right), "spread": self.spread, "paired": paired, "wordings": told}


def sensitivity(task: Task, examples: Sequence[Example], model: LanguageModel) -> Sensitivity:
    """A prompt's spread over its wordings.

    Raises:
        DataError: a label that the verbalizer lacks.
        FieldsError, TemplateError: as `encode`.
    """
    return Sensitivity(tuple(scored(task, examples, model)))


def scored(task: Task, examples: Sequence[Example], model: LanguageModel) -> Iterator[WordingScore]:
    """Every wording in turn, for whoever shows progress; those that the model reads as one before are left out.

    Args:
        task: without calibration, which would have a prior for each wording.
    """
    check_labels(examples, task.labels)
    fields = [example.fields for example in examples]
    seen = set()
    for wording in wordings(task.template):
        try:
            made = Task.build(wording.template, task.verbalizer, task.options, model, task.prompt)
            asked = ask_all(made, fields, model)
        except PlaygroundError:
            if wording.change == "own":
                raise
            continue  # too long for the model, say
        key = tuple(sequence.ids for its in asked for sequence in its.sequences)
        if key in seen:
            continue
        seen.add(key)
        question = Question(Cell(0, 0, 0), made, None)
        its = Pass((question,), model)
        scores = torch.cat([chunk for _, chunk in its.chunks(examples) if chunk is not None])
        answers = question.plain(scores[:, its.columns(question)]).predicted
        yield WordingScore(
            str(wording.template), wording.change, tuple((answers == question.gold(examples)).long().tolist())
        )


def reported(task: Task, examples: Sequence[Example], model: LanguageModel) -> Generator[Message, None, dict[str, Any]]:
    """As `scored`, a report each: its place among all wordings (`done`), and what `Sensitivity.of` reads; in the end
    what the job's result says of them."""
    changes = [its.change for its in wordings(task.template)]
    found = []
    for its in scored(task, examples, model):
        found.append(its)
        place = changes.index(its.change) + 1
        yield Message({"kind": "wording", "done": place, "of": len(changes), **asdict(its)})
    return Sensitivity(tuple(found)).to_json()
