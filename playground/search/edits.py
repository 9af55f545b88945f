"""Small changes of a template, by chance: delete, swap, paraphrase, add (GrIPS, Prasad et al. 2023, section 3).

The paper edits phrases of long instructions, which a parser finds; a template is short, so here a phrase is one word or
two neighbours. What was deleted may be added again elsewhere, as there; where nothing was, the model says which word
stands in a place. A paraphrase is what the model puts in the phrase's place instead.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from playground.prompting.template import Template
from playground.search.atoms import Atom, inserted, put_together, take_apart
from playground.search.refill import refill
from playground.search.template_source import Candidate, Ground

WORDS = 5  # that the model may put into a place
MOST_WORDS = 12  # of a template that words are still added to

Atoms = list[Atom]


def edited(
    ground: Ground, templates: Sequence[Template], chance: random.Random, deleted: list[str], count: int
) -> list[Candidate]:
    """`count` changes of some templates, or fewer where one cannot be made.

    Args:
        deleted: phrases that were taken out; what is taken out now is put there, too.
    """
    found = []
    for _ in range(count):
        template = chance.choice(templates)
        name = chance.choice(list(EDITS))
        atoms = EDITS[name](ground, take_apart(template), chance, deleted)
        if atoms is not None:
            found.append(Candidate(put_together(atoms), name, template))
    return found


def _phrase(atoms: Atoms, chance: random.Random) -> tuple[int, int] | None:
    """Where a phrase begins and ends."""
    places = [i for i, atom in enumerate(atoms) if atom.is_word]
    if not places:
        return None
    start = chance.choice(places)
    return start, start + (2 if start + 1 in places and chance.random() < 0.5 else 1)


def _delete(ground: Ground, atoms: Atoms, chance: random.Random, deleted: list[str]) -> Atoms | None:
    phrase = _phrase(atoms, chance)
    if phrase is None:
        return None
    start, end = phrase
    gone = atoms[start:end]
    deleted.append("".join((atom.space if i else "") + str(atom.value) for i, atom in enumerate(gone)))
    return [*atoms[:start], *atoms[end:]]


def _swap(ground: Ground, atoms: Atoms, chance: random.Random, deleted: list[str]) -> Atoms | None:
    places = [i for i, atom in enumerate(atoms) if atom.is_word]
    if len(places) < 2:
        return None
    one, other = chance.sample(places, 2)
    changed = list(atoms)
    changed[one] = replace(atoms[one], value=atoms[other].value)
    changed[other] = replace(atoms[other], value=atoms[one].value)
    return changed


def _paraphrase(ground: Ground, atoms: Atoms, chance: random.Random, deleted: list[str]) -> Atoms | None:
    phrase = _phrase(atoms, chance)
    if phrase is None:
        return None
    start, end = phrase
    changed = list(atoms)
    for i in range(start, end):
        words = [word for word, _ in refill(ground, changed, i, WORDS + 1) if word != changed[i].value]
        if not words:
            return None
        changed[i] = replace(changed[i], value=chance.choice(words[:WORDS]))
    return changed


def _add(ground: Ground, atoms: Atoms, chance: random.Random, deleted: list[str]) -> Atoms | None:
    if sum(atom.is_word for atom in atoms) >= MOST_WORDS:
        return None
    # Before a word or the mask, not at the very end and not within what a mark closes.
    places = [i for i, atom in enumerate(atoms) if atom.is_word or not isinstance(atom.value, str)]
    at = chance.choice(places)
    if deleted and chance.random() < 0.5:
        return inserted(atoms, at, chance.choice(deleted), ground.spaced)
    trial = inserted(atoms, at, "", ground.spaced)
    words = [word for word, _ in refill(ground, trial, at, WORDS)]
    return inserted(atoms, at, chance.choice(words), ground.spaced) if words else None


EDITS: dict[str, Callable[[Ground, Atoms, random.Random, list[str]], Atoms | None]] = {
    "delete": _delete,
    "swap": _swap,
    "paraphrase": _paraphrase,
    "add": _add,
}
