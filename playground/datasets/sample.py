"""Which examples a prompt is trained on, chosen on, and measured on.

Every draw depends on the examples' order and the seed alone, so a run can be
repeated from its spec on another machine.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from playground.datasets.dataset import DataSet, by_label
from playground.errors import DataError
from playground.results import Example

# With fewer development examples a class, choosing a prompt by them is guessing.
FEWEST_DEV = 4


def few_shot(examples: Sequence[Example], per_class: int, seed: int) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """K examples a class to train on and K others a class to choose by, both shuffled.

    The true few-shot setting of Perez et al. 2021: a development set no larger than
    the training set. Where the smallest class has fewer than 2K, every class gives
    as many development examples as that one has left, so that both parts stay
    balanced. With one seed, the training examples for a smaller K are among those
    for a larger.

    >>> rows = [Example({"text": str(i)}, "ab"[i % 2]) for i in range(20)]
    >>> train, dev = few_shot(rows, per_class=3, seed=1)
    >>> len(train), len(dev), sorted(row.label for row in dev)
    (6, 6, ['a', 'a', 'a', 'b', 'b', 'b'])

    Args:
        examples: the training split; `per_class`: K, at least 1.

    Raises:
        DataError: no example, one class, or a class with fewer than K plus
            min(K, 4) examples (`empty`, `one_class`, `too_few`).
    """
    groups = by_label(examples)
    needed = per_class + min(per_class, FEWEST_DEV)
    for label, group in groups.items():
        if len(group) < needed:
            raise DataError("too_few", label=label, count=len(group), needed=needed)
    chance = random.Random(seed)
    for group in groups.values():
        chance.shuffle(group)
    until = min(2 * per_class, *(len(group) for group in groups.values()))
    train = [example for group in groups.values() for example in group[:per_class]]
    dev = [example for group in groups.values() for example in group[per_class:until]]
    chance.shuffle(train)
    chance.shuffle(dev)
    return tuple(train), tuple(dev)


def hold_out(dataset: DataSet, share: float = 0.5, seed: int = 0) -> DataSet:
    """The data set with a test split: its own, else a share of each class's training
    examples, at least one, leaving at least one. The rows keep their order.

    Raises:
        DataError: no example, one class, or a class with a single example
            (`empty`, `one_class`, `too_few`).
    """
    if dataset.test:
        return dataset
    chance = random.Random(seed)
    held: set[int] = set()
    for label, group in by_label(dataset.train).items():
        if len(group) < 2:
            raise DataError("too_few", label=label, count=len(group), needed=2)
        places = [place for place, example in enumerate(dataset.train) if example.label == label]
        held.update(chance.sample(places, min(max(round(share * len(group)), 1), len(group) - 1)))
    return replace(
        dataset,
        train=tuple(example for place, example in enumerate(dataset.train) if place not in held),
        test=tuple(example for place, example in enumerate(dataset.train) if place in held),
    )


def at_most(examples: tuple[Example, ...], count: int) -> tuple[Example, ...]:
    """At most `count` of them in their order, drawn once and for all: a file may be sorted by its labels."""
    if len(examples) <= count:
        return examples
    places = sorted(random.Random(0).sample(range(len(examples)), count))
    return tuple(examples[place] for place in places)
