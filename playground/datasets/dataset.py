"""What a data set is: three splits of labelled examples, never changed once built."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from playground.errors import DataError
from playground.results import Example

SPLITS = ("train", "dev", "test")


@dataclass(frozen=True)
class DataSet:
    """Examples in the order of their file. `language` is `None` where nobody said it.

    `label_order` names labels that come first, whatever the rows' order is, so
    that charts keep their colours.
    """

    id: str
    name: str
    train: tuple[Example, ...]
    dev: tuple[Example, ...]
    test: tuple[Example, ...]
    language: str | None = None
    label_order: tuple[str, ...] = ()

    def split(self, name: str) -> tuple[Example, ...]:
        """The examples of `train`, `dev` or `test`.

        Raises:
            KeyError: there is no such split.
        """
        return {"train": self.train, "dev": self.dev, "test": self.test}[name]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Every label: those of `label_order`, then by first appearance."""
        rows = (*self.train, *self.dev, *self.test)
        return tuple(dict.fromkeys([*self.label_order, *(example.label for example in rows)]))

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Names of the fields, by first appearance."""
        rows = (*self.train, *self.dev, *self.test)
        return tuple(dict.fromkeys(name for example in rows for name in example.fields))

    @cached_property
    def fingerprint(self) -> str:
        """12 hex digits that change with any row, label, split or order: the start of
        the SHA-256 of the rows as JSON with sorted keys. Names are not part of it."""
        rows = [[name, dict(row.fields), row.label] for name in SPLITS for row in self.split(name)]
        text = json.dumps(rows, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]

    def counts(self, split: str) -> dict[str, int]:
        """Label -> number of its examples in a split, 0 for a label without any."""
        found = Counter(example.label for example in self.split(split))
        return {label: found[label] for label in self.labels}


def by_label(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """Label -> its examples in their order, labels by first appearance.

    Raises:
        DataError: there is no example, or all have one label (`empty`, `one_class`).
    """
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(example.label, []).append(example)
    if not groups:
        raise DataError("empty")
    if len(groups) == 1:
        raise DataError("one_class", label=examples[0].label)
    return groups
