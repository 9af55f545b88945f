"""Conditions on what a model answers, as a teacher writes them: `share of positive above 80%`.

    top label is [not] LABEL              label flips, label stays
    top word is [not] WORD [at mask N]    top word changes, top word stays
    QUANTITY is|above|below|at least|at most VALUE
    prompt is cloze|prefix                calibration is NAME
    template|verbalizer|fields|options unchanged

QUANTITY is `share of LABEL`, `probability of WORD [at mask N]`, `rank of WORD [at mask N]`, `mass outside`, `pieces of
WORD`, `words of LABEL`, `masks`, `soft tokens` or `parameters of METHOD [with N tokens]`; VALUE a number, a percentage,
another quantity, or `before`: the same quantity in the step before. Names of several words stand in quotation marks.
This module reads; `seen` judges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playground.errors import LessonError

SHARES = ("share", "probability", "mass outside")
NAMED = ("share", "probability", "rank", "pieces", "words", "parameters")
PLAIN = ("mass outside", "soft tokens", "masks")
SIGNS = ("at least", "at most", "above", "below", "is")
KEPT = ("template", "verbalizer", "fields", "options")
_TOKEN = re.compile(r'"([^"]*)"|“([^”]*)”|「([^」]*)」|(\S+)')
_NUMBER = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(%?)")


@dataclass(frozen=True)
class Quantity:
    """Something to measure. `of` is its label, word or method; `number` the mask (from 1), or how many tokens."""

    name: str
    of: str = ""
    number: int | None = None

    @property
    def share(self) -> bool:
        """Whether it lies in [0, 1] and is written in percent."""
        return self.name in SHARES


@dataclass(frozen=True)
class Compare:
    """`right` is a number (a share as one in [0, 1]), another quantity, or `None` for the same one before."""

    left: Quantity
    sign: str
    right: float | Quantity | None


@dataclass(frozen=True)
class Top:
    """The likeliest label or word is this one, or is not."""

    what: str
    name: str
    negated: bool
    mask: int = 1


@dataclass(frozen=True)
class Turned:
    """The likeliest label or word is another one than before, or the same."""

    what: str
    turned: bool


@dataclass(frozen=True)
class Kept:
    """A control is as it was before."""

    what: str


@dataclass(frozen=True)
class Is:
    """The prompt's kind, or the calibration's name."""

    what: str
    value: str


@dataclass(frozen=True)
class Condition:
    """A condition as it is written, on a line of its file."""

    text: str
    line: int
    rule: Compare | Top | Turned | Kept | Is

    @property
    def looks_back(self) -> bool:
        """Whether it compares with what was before."""
        rule = self.rule
        return isinstance(rule, Turned | Kept) or (isinstance(rule, Compare) and rule.right is None)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels it names."""
        match self.rule:
            case Top("label", name):
                return (name,)
            case Compare(left, _, right):
                return tuple(its.of for its in (left, right) if isinstance(its, Quantity) and _of_label(its))
        return ()


def _of_label(quantity: Quantity) -> bool:
    return quantity.name in ("share", "words")


def parse(text: str, line: int) -> Condition:
    """Read a condition.

    Raises:
        LessonError: it has none of the forms.

    >>> parse("share of positive above 80%", 3).rule
    Compare(left=Quantity(name='share', of='positive', number=None), sign='above', right=0.8)
    """
    reader = _Reader(text, line)
    rule = reader.rule()
    if reader.left():
        raise reader.wrong()
    return Condition(text, line, rule)


def quantity(text: str, line: int) -> Quantity:
    """Read a quantity alone.

    Raises:
        LessonError: it is none.
    """
    reader = _Reader(text, line)
    found = reader.quantity()
    if found is None or reader.left():
        raise reader.wrong()
    return found


def number(text: str) -> tuple[float, bool] | None:
    """A number and whether it is a percentage, which is divided by a hundred; `None` for anything else.

    >>> number("80%"), number("1,920"), number("many")
    ((0.8, True), (1920.0, False), None)
    """
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    value = float(found[1].replace(",", ""))
    return (value / 100, True) if found[2] else (value, False)


class _Reader:
    """One pass over a condition's words."""

    def __init__(self, text: str, line: int):
        self._text, self._line = text, line
        found = [match.groups() for match in _TOKEN.finditer(text)]
        # What is quoted is a name, never a keyword.
        self._words = [(next(part for part in parts if part is not None), parts[3] is None) for parts in found]
        self._at = 0

    def wrong(self) -> LessonError:
        return LessonError("bad_condition", line=self._line, text=self._text[:80])

    def left(self) -> bool:
        return self._at < len(self._words)

    def word(self, *phrases: str) -> str | None:
        """The first of some phrases that stands here; it is passed over."""
        for phrase in phrases:
            words = [(word, False) for word in phrase.split()]
            if self._words[self._at : self._at + len(words)] == words:
                self._at += len(words)
                return phrase
        return None

    def name(self) -> str:
        """Any word, or some in quotation marks."""
        if not self.left():
            raise self.wrong()
        self._at += 1
        return self._words[self._at - 1][0]

    def count(self) -> int:
        """A whole number of at least one."""
        text = self.name()
        if not re.fullmatch(r"[1-9]\d{0,5}", text):
            raise self.wrong()
        return int(text)

    def rule(self) -> Compare | Top | Turned | Kept | Is:
        if top := self.word("top label is", "top word is"):
            what = top.split()[1]
            negated = self.word("not") is not None
            return Top(what, self.name(), negated, self.mask() if what == "word" else 1)
        if turned := self.word("label flips", "label stays", "top word changes", "top word stays"):
            return Turned("label" if turned.startswith("label") else "word", not turned.endswith("stays"))
        if self.word("prompt is"):
            if kind := self.word("cloze", "prefix"):
                return Is("prompt", kind)
            raise self.wrong()
        if self.word("calibration is"):
            return Is("calibration", self.name())
        if kept := self.word(*(f"{what} unchanged" for what in KEPT)):
            return Kept(kept.split()[0])
        left = self.quantity()
        sign = self.word(*SIGNS)
        if left is None or sign is None:
            raise self.wrong()
        return Compare(left, sign, self.value(left))

    def mask(self) -> int:
        return self.count() if self.word("at mask") else 1

    def quantity(self) -> Quantity | None:
        if plain := self.word(*PLAIN):
            return Quantity(plain)
        named = self.word(*(f"{name} of" for name in NAMED))
        if named is None:
            return None
        name, of = named.split()[0], self.name()
        if name in ("probability", "rank"):
            return Quantity(name, of, self.mask())
        if name == "parameters" and self.word("with"):
            tokens = self.count()
            if not self.word("tokens", "token"):
                raise self.wrong()
            return Quantity(name, of, tokens)
        return Quantity(name, of)

    def value(self, left: Quantity) -> float | Quantity | None:
        if self.word("before"):
            return None
        if (other := self.quantity()) is not None:
            return other
        found = number(self.name())
        # 80 and 0.8 are both read by somebody as a share: only 80% says which.
        if found is None or found[1] != left.share:
            raise self.wrong()
        return found[0]
