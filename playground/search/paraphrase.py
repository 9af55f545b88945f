"""Templates like the hand-written one: each of its words, and each two neighbours, masked and refilled by the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from playground.prompting.template import Template
from playground.search.atoms import put_together, take_apart
from playground.search.refill import refill
from playground.search.template_source import Ground, template_source

FIRST = 3  # words tried for the first of two neighbours


@template_source("paraphrase", options=("proposals",))
def make(ground: Ground) -> Iterator[tuple[Template, Template | None]]:
    """The likeliest ones by the model's mean log-probability a word."""
    own = ground.task.template
    atoms = take_apart(own)
    places = [i for i, atom in enumerate(atoms) if atom.is_word]
    found: list[tuple[float, Template]] = []
    for i in places:
        for word, score in refill(ground, atoms, i, ground.options.proposals):
            found.append((score, put_together([*atoms[:i], replace(atoms[i], value=word), *atoms[i + 1 :]])))
    for i in places:
        if i + 1 not in places:
            continue
        pair = [*atoms[: i + 1], *atoms[i + 2 :]]  # one atom stands for the two gaps
        for first, its in refill(ground, pair, i, FIRST, count=2):
            changed = [*atoms[:i], replace(atoms[i], value=first), *atoms[i + 1 :]]
            for second, other in refill(ground, changed, i + 1, FIRST):
                both = [*changed[: i + 1], replace(changed[i + 1], value=second), *changed[i + 2 :]]
                found.append(((its + other) / 2, put_together(both)))
    found.sort(key=lambda pair: -pair[0])
    # The template itself is among them, wherever its own word is the likeliest.
    yield from ((template, own) for _, template in found if template != own)
