"""How an evaluation reads the mask besides plainly: where a prior's rows come from, what a verbalizer learns from.

Choices and rows alone; priors are `scoring/calibration.py`'s, learning is `learning.py`'s.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.datasets.dataset import by_label
from playground.datasets.sample import at_most
from playground.errors import DataError, OptionsError
from playground.prompting.template import Template
from playground.results import Example
from playground.scoring.calibration import CALIBRATIONS, FEWEST_ROWS, own_rows
from playground.scoring.options import Options

BATCH_FROM = ("train", "evaluated")
BATCH_ROWS = 128  # of the training rows that a prior is the mean over
MOST_LEARN = 64  # labelled examples a class


@dataclass(frozen=True)
class Readouts:
    """Defaults cost nothing.

    Args:
        batch_from: where batch calibration has its rows from where the options have none of their own: the set's
            training rows, or the evaluated ones themselves, without their labels.
        learn: how many training examples a class a verbalizer learns from, 0 for none, up to 64.
        seed: which of them.

    Raises:
        OptionsError: the option, its value, and what it may be.
    """

    batch_from: str = "train"
    learn: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        if self.batch_from not in BATCH_FROM:
            shown, choices = str(self.batch_from)[:60], ", ".join(BATCH_FROM)
            raise OptionsError("not_a_choice", name="batch_from", value=shown, choices=choices)
        for name, value, most in (("learn", self.learn, MOST_LEARN), ("seed", self.seed, 2**31 - 1)):
            if type(value) is not int or not 0 <= value <= most:
                raise OptionsError("not_a_count_up_to", name=name, value=str(value)[:60], limit=most)

    def shown(self, train: Sequence[Example]) -> tuple[Example, ...]:
        """The labelled examples that a verbalizer learns from; none where none shall.

        Raises:
            DataError: there are no training rows of two labels (`nothing_to_learn_from`).
        """
        if not self.learn:
            return ()
        try:
            return drawn(train, self.learn, self.seed)
        except DataError:
            raise DataError("nothing_to_learn_from") from None

    def prior_rows(
        self, options: Options, template: Template, train: tuple[Example, ...], asked: int
    ) -> PriorRows | None:
        """The rows that the chosen calibration has its priors from, `None` where it reads none.

        Args:
            asked: how many examples are evaluated.

        Raises:
            OptionsError: there are too few of them (`too_few_batch_rows`).
        """
        if not CALIBRATIONS[options.calibration].reads_rows or not template.slots:
            return None
        if options.batch_rows:
            own = own_rows(template, options.batch_rows)
            rows = PriorRows("own", tuple(Example(fields, "") for fields in own))
        elif self.batch_from == "train" and train:
            rows = PriorRows("train", at_most(train, BATCH_ROWS))
        else:
            rows = PriorRows("evaluated")
        count = len(rows.examples) or asked
        if count < FEWEST_ROWS:
            raise OptionsError("too_few_batch_rows", count=count, needed=FEWEST_ROWS)
        return rows


@dataclass(frozen=True)
class PriorRows:
    """The rows of a prior. `source` is `own` (the options'), `train` or `evaluated`; these have labels, which no
    prior sees: they only tell how even the rows are. `examples` is empty for the evaluated ones, which are asked
    anyway."""

    source: str
    examples: tuple[Example, ...] = ()


def drawn(examples: Sequence[Example], per_class: int, seed: int) -> tuple[Example, ...]:
    """`per_class` examples of every label, or as many as it has, shuffled; a smaller draw is within a larger one.

    >>> rows = [Example({"text": str(i)}, "aab"[i % 3]) for i in range(9)]
    >>> sorted(row.label for row in drawn(rows, 4, seed=1))
    ['a', 'a', 'a', 'a', 'b', 'b', 'b']

    Raises:
        DataError: no example, or one label (`empty`, `one_class`).
    """
    groups = by_label(examples)
    chance = random.Random(seed)
    for group in groups.values():
        chance.shuffle(group)
    found = [example for group in groups.values() for example in group[:per_class]]
    chance.shuffle(found)
    return tuple(found)


def dominant(examples: Sequence[Example], labels: int) -> tuple[str, float] | None:
    """The commonest label and its share where it dominates: more than half the way from even to all.

    >>> rows = [Example({}, "a")] * 8 + [Example({}, "b")] * 2
    >>> dominant(rows, 2), dominant(rows[2:], 2)
    (('a', 0.8), None)
    """
    if not examples:
        return None
    label, count = Counter(example.label for example in examples).most_common(1)[0]
    even, share = 1 / max(labels, 1), count / len(examples)
    return (label, share) if labels > 1 and share - even > (1 - even) / 2 else None


def told(rows: PriorRows, asked: Sequence[Example], labels: int) -> dict[str, Any]:
    """For a report: where the rows are from, how many, and the label that dominates them, if one does."""
    examples = rows.examples or asked
    found = None if rows.source == "own" else dominant(examples, labels)
    return {"from": rows.source, "count": len(examples), "dominant": found and {"label": found[0], "share": found[1]}}
