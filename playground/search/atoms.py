"""A template as a row of atoms: its words and marks one by one, its slots and its mask as they are.

What edits a template moves atoms and need not know how a text is written: in scripts with spaces between words a word
is an atom, in those without a character is. Nothing is chosen or scored here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from playground.prompting.template import Mask, Part, Slot, Template, Text, parse
from playground.search.vocabulary import UNSPACED

_ATOM = re.compile(rf"(\s*)([{UNSPACED}-\U0010ffff]|[^\W{UNSPACED}-\U0010ffff]+|[^\w\s]|_)")


@dataclass(frozen=True)
class Atom:
    """A word, mark or part of a template, and the white space before it."""

    space: str
    value: str | Part

    @property
    def is_word(self) -> bool:
        """Whether it is a word, no mark and no part."""
        return isinstance(self.value, str) and self.value.isalnum()


def take_apart(template: Template) -> list[Atom]:
    """The atoms of a template.

    >>> [atom.value for atom in take_apart(parse("{text} It was [MASK]."))][1:3]
    ['It', 'was']
    """
    found, space = [], ""
    for part in template.parts:
        if not isinstance(part, Text):
            found.append(Atom(space, part))
            space = ""
            continue
        at = 0
        for match in _ATOM.finditer(part.text):
            found.append(Atom(space + match[1], match[2]))
            space, at = "", match.end()
        space += part.text[at:]
    return found


def put_together(atoms: Sequence[Atom]) -> Template:
    """The template of some atoms; no white space stands before the first.

    >>> str(put_together(take_apart(parse("{text} It was [MASK], {{so}}."))))
    '{text} It was [MASK], {{so}}.'
    """
    parts: list[Part] = []
    for i, atom in enumerate(atoms):
        text = (atom.space if i else "") + (atom.value if isinstance(atom.value, str) else "")
        last = parts[-1] if parts else None
        if text and isinstance(last, Text):
            parts[-1] = Text(last.text + text)
        elif text:
            parts.append(Text(text))
        if not isinstance(atom.value, str):
            parts.append(atom.value)
    return Template(tuple(parts))


def inserted(atoms: Sequence[Atom], at: int, word: str, spaced: bool = True) -> list[Atom]:
    """The atoms with a word before the one at `at`, which is a word or part; apart by spaces where the script has them.

    >>> str(put_together(inserted(take_apart(parse("{text} It was [MASK].")), 3, "so")))
    '{text} It was so [MASK].'
    >>> str(put_together(inserted(take_apart(parse("[MASK]: {text}")), 0, "Very")))
    'Very [MASK]: {text}'
    """
    gap = " " if spaced else ""
    before, after = list(atoms[:at]), list(atoms[at:])
    space = after[0].space if before else ""
    return [*before, Atom(space or (gap if before else ""), word), replace(after[0], space=gap), *after[1:]]


def with_answer(atoms: Sequence[Atom], word: str) -> list[Atom]:
    """The atoms with a word in the mask's place."""
    return [replace(atom, value=word) if isinstance(atom.value, Mask) else atom for atom in atoms]


def normal(template: Template) -> str:
    """What two templates have in common that differ in case, white space and width only."""
    text = unicodedata.normalize("NFKC", str(template)).casefold()
    return "".join(text.split())


def usable(template: Template) -> bool:
    """Whether a template asks about an example at all: it has a slot and reads back as itself."""
    return any(isinstance(part, Slot) for part in template.parts) and parse(str(template)) == template
