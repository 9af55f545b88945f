"""Templates that the model writes between a text and its label word: LM-BFF's idea (Gao et al. 2021, section 5.2).

From one to `LONGEST` gaps stand between the text and the label word, or around it, and are filled from left to right by
a beam of the largest sums of log-probabilities over the examples. The paper lets T5 fill spans of any length; a masked
LM fills gaps of one token each, so every number of gaps is tried, and the mean a word compares them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from playground.prompting.template import Mask, Slot, Template
from playground.search.atoms import Atom, put_together
from playground.search.refill import refill
from playground.search.template_source import Ground, template_source

LONGEST = 4
BEAM = 4


@template_source("infilling", options=("proposals",))
def make(ground: Ground) -> Iterator[tuple[Template, Template | None]]:
    """The likeliest ones by the model's mean log-probability a word."""
    own = ground.task.template
    found: list[tuple[float, Template]] = []
    for count in range(1, LONGEST + 1):
        for before, after in _frames(ground, own):
            found += _filled(ground, before, after, count)
    found.sort(key=lambda pair: -pair[0])
    yield from ((template, None) for _, template in found)


def _frames(ground: Ground, own: Template) -> Iterator[tuple[list[Atom], list[Atom]]]:
    """What stands before and after the gaps."""
    space, stop, colon = (" ", ".", ":") if ground.spaced else ("", "。", "：")
    slots = [Atom(space, Slot(name)) for name in own.slots]
    mask = Atom(space, Mask(own.run_length))
    yield slots, [mask, Atom("", stop)]
    yield [], [mask, Atom("", colon), *slots]
    yield [replace(mask, space="")], [Atom("", colon), *slots]


def _filled(ground: Ground, before: Sequence[Atom], after: Sequence[Atom], count: int) -> list[tuple[float, Template]]:
    space = " " if ground.spaced else ""
    beam: list[tuple[float, list[str]]] = [(0.0, [])]
    for left in range(count, 0, -1):
        longer = []
        for score, words in beam:
            row = [*before, *(Atom(space, word) for word in words)]
            filled = [*row, Atom(space, ""), *after]  # the empty atom becomes the gaps
            for word, its in refill(ground, filled, len(row), BEAM, count=left):
                if word not in words:
                    longer.append((score + its, [*words, word]))
        beam = sorted(longer, key=lambda pair: -pair[0])[:BEAM]
    return [(score / count, put_together([*before, *(Atom(space, w) for w in words), *after])) for score, words in beam]
