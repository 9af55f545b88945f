"""What trainings and searches on a few examples a class share: how a spec is made, and what is counted before a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from playground.datasets.dataset import DataSet
from playground.datasets.sample import at_most, check_labels, few_shot, hold_out
from playground.models.language_model import LanguageModel
from playground.results import Example
from playground.scoring.batch import ask_all
from playground.scoring.predict import Task
from playground.scoring.scorer import Asked

MOST_TEST = 1_000  # examples that the reported accuracy is measured on; more would cost more than the job itself
SAMPLE = 24  # examples whose length stands for all


class Rows(Protocol):
    """The examples of a spec."""

    @property
    def train(self) -> Sequence[Example]: ...
    @property
    def test(self) -> Sequence[Example]: ...


class FewShot(Protocol):
    """Options of a job that draws K examples a class with each of its seeds."""

    @property
    def examples(self) -> int: ...
    @property
    def seeds(self) -> Sequence[int]: ...


def spec_parts(
    template: str, verbalizer: str, aggregation: str, dataset: DataSet, model: LanguageModel
) -> dict[str, Any]:
    """A spec's prompt, model and data by their names; a set without test rows gives some of its training rows.

    Raises:
        DataError: as `hold_out`.
    """
    if not dataset.test:
        dataset = hold_out(dataset)
    return {
        "template": template,
        "verbalizer": verbalizer,
        "aggregation": aggregation,
        "model": model.id,
        "revision": model.revision,
        "data": dataset.id,
        "fingerprint": dataset.fingerprint,
        "train": dataset.train,
        "test": at_most(dataset.test, MOST_TEST),
    }


@dataclass(frozen=True)
class FirstLook:
    """The first seed's examples, and what the model is asked for some of them."""

    train: Sequence[Example]
    dev: Sequence[Example]
    asked: Sequence[Asked]

    @classmethod
    def at(cls, rows: Rows, options: FewShot, task: Task, model: LanguageModel) -> FirstLook:
        """Draw them.

        Raises:
            DataError: a label has no words, or there are too few examples.
            FieldsError, TemplateError: as `encode`.
        """
        check_labels([*rows.train, *rows.test], task.labels)
        train, dev = few_shot(rows.train, options.examples, options.seeds[0])
        return cls(train, dev, ask_all(task, (example.fields for example in train[:SAMPLE]), model))

    def length(self, tokens: Callable[[Asked], int]) -> float:
        """The mean over the sample of how many tokens an example's question has."""
        return sum(map(tokens, self.asked)) / len(self.asked)


def operations(sequences: float, length: float, model: LanguageModel) -> float:
    """Floating-point operations of reading so many sequences of this length, about."""
    return 2 * sequences * length * (model.parameters - model.embeddings.numel())
