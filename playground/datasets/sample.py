"""Which examples a prompt is trained on, chosen on, and measured on.

Every draw depends on the examples' order and the seed alone, so a run can be
repeated from its spec on another machine.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from playground.datasets.dataset import DataSet, by_label
from playground.errors import DataError
from playground.results import Example

# With fewer development examples a class, choosing a prompt by them is guessing.
FEWEST_DEV = 4
# With fewer rows, development and test would be too small to tell anything.
FEWEST_TO_SPLIT = 40
# With fewer rows of a label, its part in either would be a single row taken from hardly more.
FEWEST_OF_LABEL = 5
MOST_RARE = 0.05  # of a set's rows, that may belong to such labels


def few_shot(examples: Sequence[Example], per_class: int, seed: int) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """K examples a class to train on and K others a class to choose by, both shuffled.

    The true few-shot setting of Perez et al. 2021: a development set no larger than
    the training set. Where the smallest class has fewer than K + 4, K is what `affordable`
    leaves it; where it has fewer than 2K, every class gives as many development examples
    as that one has left, so that both parts stay balanced. With one seed, the training
    examples for a smaller K are among those for a larger.

    >>> rows = [Example({"text": str(i)}, "ab"[i % 2]) for i in range(20)]
    >>> train, dev = few_shot(rows, per_class=3, seed=1)
    >>> len(train), len(dev), sorted(row.label for row in dev)
    (6, 6, ['a', 'a', 'a', 'b', 'b', 'b'])

    Args:
        examples: the training split; `per_class`: K, at least 1.

    Raises:
        DataError: no example, one class, or a class with a single example
            (`empty`, `one_class`, `too_few`).
    """
    per_class = affordable(examples, per_class)
    groups = by_label(examples)
    chance = random.Random(seed)
    for group in groups.values():
        chance.shuffle(group)
    until = min(2 * per_class, *(len(group) for group in groups.values()))
    train = [example for group in groups.values() for example in group[:per_class]]
    dev = [example for group in groups.values() for example in group[per_class:until]]
    chance.shuffle(train)
    chance.shuffle(dev)
    return tuple(train), tuple(dev)


def affordable(examples: Sequence[Example], per_class: int) -> int:
    """The K that there are examples for, at most `per_class`: of K a class and min(K, 4) to choose by.

    >>> rows = [Example({"text": str(i)}, "ab"[i % 2]) for i in range(20)]
    >>> affordable(rows, 16), affordable(rows, 5), affordable(rows[:6], 16)
    (6, 5, 1)

    Raises:
        DataError: as `few_shot`.
    """
    groups = by_label(examples)
    label, least = min(((label, len(group)) for label, group in groups.items()), key=lambda pair: pair[1])
    if least < 2:
        raise DataError("too_few", label=label, count=least, needed=2)
    return min(per_class, max(least - FEWEST_DEV, least // 2 if least < 2 * FEWEST_DEV else 0))


def check_labels(examples: Sequence[Example], labels: Sequence[str]) -> None:
    """See that every example's label is one of a verbalizer's.

    Raises:
        DataError: one is not (`label_without_words`); the first by name is told.
    """
    lacking = {example.label for example in examples}.difference(labels)
    if lacking:
        raise DataError("label_without_words", label=min(lacking), known=", ".join(labels))


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


@dataclass(frozen=True)
class Shares:
    """How a data set is split: the shares of development and test rows, and the seed of the draw.

    Raises:
        DataError: a share is none, or nothing would be left to train on (`bad_split`).
    """

    dev: float = 0.1
    test: float = 0.2
    seed: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.dev and 0 <= self.test and self.dev + self.test < 1):
            raise DataError("bad_split", dev=self.dev, test=self.test)


DEFAULT_SHARES = Shares()


def splittable(dataset: DataSet) -> bool:
    """Whether a split may be drawn unasked: the file has none of its own, there are rows enough, and nearly all of them
    belong to labels with enough for every part.

    >>> rows = tuple(Example({"text": str(i)}, "ab"[i % 2]) for i in range(40))
    >>> splittable(DataSet("x", "x", rows, (), ())), splittable(DataSet("x", "x", rows[:20], (), ()))
    (True, False)
    """
    if dataset.dev or dataset.test or len(dataset.train) < FEWEST_TO_SPLIT:
        return False
    rare = sum(count for count in dataset.counts("train").values() if count < FEWEST_OF_LABEL)
    return rare <= MOST_RARE * len(dataset.train)


def split_up(dataset: DataSet, shares: Shares = DEFAULT_SHARES) -> DataSet:
    """The data set with its training rows split into train, dev and test, each label by the same shares.

    A split that the file itself has stays as it is, and no row is drawn for it. Every label keeps at least one
    training row, then one to test on and one to choose by, as far as it has rows. Rows keep their order.

    Raises:
        DataError: no example, or one class (`empty`, `one_class`).
    """
    chance = random.Random(shares.seed)
    of: dict[int, str] = {}
    places: dict[str, list[int]] = {label: [] for label in by_label(dataset.train)}
    for place, example in enumerate(dataset.train):
        places[example.label].append(place)
    for group in places.values():
        chance.shuffle(group)
        left = len(group) - 1
        for split, share in (("test", shares.test), ("dev", shares.dev)):
            if share and not dataset.split(split):
                count = min(max(round(share * len(group)), 1), left)
                of |= dict.fromkeys(group[left - count : left], split)
                left -= count

    def rows(split: str) -> tuple[Example, ...]:
        return tuple(example for place, example in enumerate(dataset.train) if of.get(place, "train") == split)

    return replace(dataset, train=rows("train"), dev=dataset.dev or rows("dev"), test=dataset.test or rows("test"))


def stratified(labels: Sequence[str], count: int, seed: int) -> list[int]:
    """`count` places in their order, every label by its share, and at least once where there is room.

    >>> ["aaaaaabbbc"[place] for place in stratified("aaaaaabbbc", 5, seed=1)]
    ['a', 'a', 'a', 'b', 'c']
    """
    if count >= len(labels):
        return list(range(len(labels)))
    chance = random.Random(seed)
    places: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        places.setdefault(label, []).append(place)
    if len(places) > count:
        return sorted(chance.sample(range(len(labels)), count))
    exact = {label: count * len(group) / len(labels) for label, group in places.items()}
    taken = {label: max(int(share), 1) for label, share in exact.items()}
    # The largest remainders make up what is missing; too many ones are taken back from the largest shares.
    while (missing := count - sum(taken.values())) != 0:
        step = 1 if missing > 0 else -1
        able = [label for label in taken if step > 0 or taken[label] > 1]
        for label in sorted(able, key=lambda label: step * (taken[label] - exact[label]))[: abs(missing)]:
            taken[label] += step
    return sorted(place for label, group in places.items() for place in chance.sample(group, taken[label]))


def at_most(examples: tuple[Example, ...], count: int) -> tuple[Example, ...]:
    """At most `count` of them in their order, drawn once and for all: a file may be sorted by its labels."""
    if len(examples) <= count:
        return examples
    places = sorted(random.Random(0).sample(range(len(examples)), count))
    return tuple(examples[place] for place in places)
