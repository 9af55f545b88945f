"""What a way to find label words is. Each has a file of its own and registers itself there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from playground.choices import Choices
from playground.errors import SearchError
from playground.search.mask_states import MaskStates, Words
from playground.search.reports import FoundWords, RankedWord

if TYPE_CHECKING:
    from playground.search.options import WordOptions


@dataclass(frozen=True, eq=False)
class Material:
    """What label words are searched on; `dev` is for methods that say so."""

    labels: Sequence[str]
    words: Words
    train: MaskStates
    dev: MaskStates


Find = Callable[[Material, "WordOptions"], FoundWords]


@dataclass(frozen=True)
class WordMethod:
    """One way, with the options that only it reads; `reads_dev` says that it chooses by the development examples."""

    name: str
    find: Find
    reads_dev: bool = False
    options: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its messages."""
        return f"search.method.{self.name}", f"search.method.{self.name}.line"


WORD_METHODS: Choices[WordMethod] = Choices()


def word_method(name: str, *, reads_dev: bool = False, options: tuple[str, ...] = ()) -> Callable[[Find], Find]:
    """Register a function as a way to find label words."""

    def register(find: Find) -> Find:
        WORD_METHODS.register(WordMethod(name, find, reads_dev, options))
        return find

    return register


def ranked(scores: Tensor, material: Material, count: int) -> dict[str, tuple[RankedWord, ...]]:
    """Each label's best words by scores [labels, words]; equal ones in the vocabulary's order."""
    order = scores.argsort(dim=1, descending=True, stable=True)[:, :count]
    return {
        label: tuple(RankedWord(material.words.texts[i], scores[c, i].item()) for i in order[c].tolist())
        for c, label in enumerate(material.labels)
    }


def verbalizer_of(scores: Tensor, material: Material, count: int) -> dict[str, tuple[str, ...]]:
    """Each label's `count` best words by scores [labels, words].

    A word that several labels want goes to the one that ranks it higher, then to the one that scores it higher.

    Raises:
        SearchError: a label is left without a word.
    """
    depth = min(scores.shape[1], count * len(scores))
    best = scores.topk(depth, dim=1)
    wishes = sorted(
        (rank, -best.values[c, rank].item(), c, int(best.indices[c, rank]))
        for c in range(len(scores))
        for rank in range(depth)
        if best.values[c, rank] > -torch.inf
    )
    lists: list[list[int]] = [[] for _ in range(len(scores))]
    taken: set[int] = set()
    for _, _, c, word in wishes:
        if word not in taken and len(lists[c]) < count:
            taken.add(word)
            lists[c].append(word)
    if not all(lists):
        raise SearchError("no_candidates")
    return {
        label: tuple(material.words.texts[i] for i in its) for label, its in zip(material.labels, lists, strict=True)
    }
