"""A prompt beside a data set whose labels or slots have other names: which means which, and a prompt that fits.

Nothing is asked of a model, and no example is read: names alone decide. What is changed is told, for a person
to agree to; a label that no line stands for gets a line of its own, to be made better by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from playground.prompting.template import Slot, Template
from playground.prompting.verbalizer import Label, Verbalizer

ENOUGH = 0.4  # likeness from which a set goes with a prompt: two of five labels do


@dataclass(frozen=True)
class Names:
    """What a data set calls its labels and slots.

    `also` is label -> other names of the same thing; `words` is label -> label words where somebody knows some.
    """

    labels: tuple[str, ...]
    slots: tuple[str, ...]
    also: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Fitted:
    """A prompt that fits, and what was done to it.

    `renamed` and `slots` are pairs of what it was called and what it is called now; `written` are the labels whose
    line is new, `dropped` those that no example has, `kept` how many labels it had already.
    """

    template: Template
    verbalizer: Verbalizer
    renamed: tuple[tuple[str, str], ...]
    slots: tuple[tuple[str, str], ...]
    written: tuple[str, ...]
    dropped: tuple[str, ...]
    kept: int

    @property
    def same(self) -> bool:
        """Whether nothing had to be done."""
        return not (self.renamed or self.slots or self.written or self.dropped)

    @property
    def likeness(self) -> float:
        """How much of the two sides goes together, from 0 to 1; other slots count against it."""
        met = self.kept + len(self.renamed)
        return met / (met + len(self.written) + len(self.dropped)) - 0.25 * bool(self.slots)


def fit(template: Template, verbalizer: Verbalizer | None, names: Names) -> Fitted:
    """The nearest prompt that has the labels and slots of a set.

    >>> from playground.prompting import template, verbalizer
    >>> names = Names(("positive", "negative"), ("text",), {"positive": ("good",)}, {"negative": ("bad",)})
    >>> found = fit(template.parse("{review} It was [MASK]."), verbalizer.parse("good: great"), names)
    >>> str(found.template), str(found.verbalizer)
    ('{text} It was [MASK].', 'positive: great\\nnegative: bad')
    >>> found.renamed, found.slots, found.written
    ((('good', 'positive'),), (('review', 'text'),), ('negative',))
    """
    lines = list(verbalizer.labels) if verbalizer else []
    means = _meanings(lines, names)
    of = {label: line for line, label in zip(lines, means, strict=True) if label is not None}
    words = {
        label: [word.text for word in of[label].words] if label in of else list(names.words.get(label, ())) or [label]
        for label in _ordered(means, names)
    }
    fitting = Verbalizer.from_mapping(words)
    assert fitting is not None  # a set has labels
    taken, slots = _slots(template, names.slots)
    return Fitted(
        template=taken,
        verbalizer=fitting,
        slots=slots,
        written=tuple(label for label in names.labels if label not in of),
        dropped=tuple(line.name for line, label in zip(lines, means, strict=True) if label is None),
        kept=sum(line.name == label for line, label in zip(lines, means, strict=True)),
        renamed=tuple(
            (line.name, label)
            for line, label in zip(lines, means, strict=True)
            if label is not None and label != line.name
        ),
    )


def _ordered(means: Sequence[str | None], names: Names) -> list[str]:
    """The set's labels in the prompt's order, so that each keeps its colour; new ones after them."""
    first = [label for label in means if label is not None]
    return first + [label for label in names.labels if label not in first]


def _meanings(lines: Sequence[Label], names: Names) -> list[str | None]:
    """The set's label that each line stands for: by its name, else by another name, else by a word of its own."""
    found: list[str | None] = [None] * len(lines)

    def claim(says: Callable[[Label, str], bool]) -> None:
        for i, line in enumerate(lines):
            if found[i] is None:
                free = (label for label in names.labels if label not in found)
                found[i] = next((label for label in free if says(line, label)), None)

    claim(lambda line, label: line.name == label)
    claim(lambda line, label: line.name.casefold() == label.casefold())
    claim(lambda line, label: line.name.casefold() in map(str.casefold, names.also.get(label, ())))
    claim(lambda line, label: label.casefold() in (word.text.casefold() for word in line.words))
    return found


def _slots(template: Template, wanted: Sequence[str]) -> tuple[Template, tuple[tuple[str, str], ...]]:
    """Slots that the set does not have take the names of those that it has left, in order; the rest go."""
    have = template.slots
    free = [name for name in wanted if name not in have]
    other = [name for name in have if name not in wanted]
    names = dict(zip(other, [*free, *[""] * len(other)], strict=False))
    parts = [
        replace(part, name=names.get(part.name, part.name)) if isinstance(part, Slot) else part
        for part in template.parts
    ]
    kept = Template(tuple(part for part in parts if not (isinstance(part, Slot) and not part.name)))
    return kept, tuple(names.items())
