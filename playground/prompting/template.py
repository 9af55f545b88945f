"""Template text -> parts, and back.

The language: literal text with `{name}` slots, one run of `[MASK]` (`[MASK*2]`,
`[MASK][MASK]`, `___` and the model's own spelling are read too), trainable
`[SOFT]`, `[SOFT*5]`, `[SOFT:some words]`, trigger tokens `[T]`, `[T*3]`, and the
escapes `{{`, `}}`, `[[` for the literal characters. Nothing is ever evaluated.

This module knows no tokenizer and no model: see `encoding`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from playground.errors import TemplateError
from playground.invisible import ENDS, half

MAX_CHARACTERS = 2_000
MAX_MASKS = 16
MAX_SOFT = 100
MAX_TRIGGERS = 50
MAX_NAME = 40


@dataclass(frozen=True)
class Text:
    """Literal text, escapes already undone."""

    text: str
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Slot:
    """A place filled from the example's field of this name."""

    name: str
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Mask:
    """The run of answer positions."""

    count: int = 1
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Soft:
    """Trainable tokens: `count` of them, or as many as the pieces of `words`."""

    count: int = 1
    words: str | None = None
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Trigger:
    """Discrete tokens that a search fills."""

    count: int = 1
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


Part = Text | Slot | Mask | Soft | Trigger


@dataclass(frozen=True)
class Template:
    """A parsed template. `str(template)` is its canonical text.

    Equality ignores positions, so `parse(str(t)) == t`.
    """

    parts: tuple[Part, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """Slot names in order of first appearance."""
        return tuple(dict.fromkeys(part.name for part in self.parts if isinstance(part, Slot)))

    @property
    def mask(self) -> int:
        """Index of the mask run among the parts."""
        return next(i for i, part in enumerate(self.parts) if isinstance(part, Mask))

    @property
    def run_length(self) -> int:
        """Number of answer positions."""
        return next(part.count for part in self.parts if isinstance(part, Mask))

    @property
    def kind(self) -> Literal["cloze", "prefix"]:
        """`cloze` with anything but white space after the mask, else `prefix`."""
        after = self.parts[self.mask + 1 :]
        blank = all(isinstance(part, Text) and not part.text.strip() for part in after)
        return "prefix" if blank else "cloze"

    @property
    def leading_space(self) -> bool:
        """Whether the label word brings a space with it: one stands before the mask."""
        before = self.parts[self.mask - 1] if self.mask else None
        return isinstance(before, Text) and before.text.endswith(" ")

    @property
    def soft_tokens(self) -> int | None:
        """Number of soft tokens; `None` where words stand for them, whose pieces only a tokenizer counts."""
        soft = [part for part in self.parts if isinstance(part, Soft)]
        return None if any(part.words is not None for part in soft) else sum(part.count for part in soft)

    def __str__(self) -> str:
        return "".join(map(_print, self.parts))


def _print(part: Part) -> str:
    match part:
        case Text(text):
            return text.replace("{", "{{").replace("}", "}}").replace("[", "[[")
        case Slot(name):
            return "{" + name + "}"
        case Soft(_, str(words)):
            return f"[SOFT:{words}]"
        case Mask(count) | Soft(count) | Trigger(count):
            name = {Mask: "MASK", Soft: "SOFT", Trigger: "T"}[type(part)]
            return f"[{name}]" if count == 1 else f"[{name}*{count}]"


_TOKEN = re.compile(r"\[(?P<name>(?a:MASK|SOFT|T))(?:\*(?P<count>\d+)|:(?P<words>[^\[\]]*))?\]", re.IGNORECASE)
_BLANK = re.compile(r"_{3,}")
_KINDS = {"MASK": (Mask, MAX_MASKS), "SOFT": (Soft, MAX_SOFT), "T": (Trigger, MAX_TRIGGERS)}


def parse(source: str, mask_token: str | None = None) -> Template:
    """Read a template.

    Args:
        source: the text a user typed, at most 2,000 characters.
        mask_token: the model's own mask spelling (`<mask>`), read as `[MASK]`.

    Raises:
        TemplateError: with the place and what to write instead.

    >>> parse("{text} It was [MASK].").parts
    (Slot(name='text'), Text(text=' It was '), Mask(count=1), Text(text='.'))
    >>> str(parse("{text} ___ [[1]"))
    '{text} [MASK] [[1]'
    """
    if len(source) > MAX_CHARACTERS:
        raise TemplateError("too_many_characters", count=len(source), limit=MAX_CHARACTERS)
    if (at := half(source)) is not None:
        raise TemplateError("half_character", start=at, end=at + 1)
    parts: list[Part] = []
    at = 0
    while at < len(source):
        part, end = _next_part(source, at, mask_token)
        _append(parts, part)
        at = end
    template = Template(tuple(parts))
    _check_masks(template)
    return template


def _next_part(source: str, at: int, mask_token: str | None) -> tuple[Part, int]:
    pair, char = source[at : at + 2], source[at]
    if pair in ("{{", "}}", "[["):
        return Text(char, at, at + 2), at + 2
    if mask_token and source.startswith(mask_token, at):
        end = at + len(mask_token)
        return Mask(1, at, end), end
    if char == "{":
        return _slot(source, at)
    if char == "}":
        raise TemplateError("lone_closing_brace", start=at, end=at + 1)
    if char == "[":
        return _token(source, at)
    if blank := _BLANK.match(source, at):
        return Mask(1, at, blank.end()), blank.end()
    return Text(char, at, at + 1), at + 1


def _slot(source: str, at: int) -> tuple[Part, int]:
    stop = re.compile(r"[{}\n]").search(source, at + 1)
    if stop is None or stop.group() != "}":
        raise TemplateError("open_brace", start=at, end=at + 1)
    name, end = source[at + 1 : stop.start()].strip(ENDS), stop.end()
    if not name:
        raise TemplateError("empty_slot", start=at, end=end)
    if len(name) > MAX_NAME:
        raise TemplateError("long_slot_name", start=at, end=end, limit=MAX_NAME)
    return Slot(name, at, end), end


def _token(source: str, at: int) -> tuple[Part, int]:
    match = _TOKEN.match(source, at)
    if match is None or (match["words"] is not None and match["name"].upper() != "SOFT"):
        close = source.find("]", at)
        end = close + 1 if close != -1 else at + 1
        raise TemplateError("unknown_token", start=at, end=end, found=source[at : min(end, at + 30)])
    kind, limit = _KINDS[match["name"].upper()]
    if match["words"] is not None:
        words = match["words"].strip()
        if not words:
            raise TemplateError("empty_soft", start=at, end=match.end())
        return Soft(1, words, at, match.end()), match.end()
    count = int(match["count"] or 1)
    if not 1 <= count <= limit:
        raise TemplateError("bad_count", start=at, end=match.end(), found=match.group(), limit=limit)
    return kind(count=count, start=at, end=match.end()), match.end()


def _append(parts: list[Part], part: Part) -> None:
    """Neighbouring text is one text, and neighbouring masks are one run."""
    last = parts[-1] if parts else None
    if isinstance(part, Text) and isinstance(last, Text):
        parts[-1] = Text(last.text + part.text, last.start, part.end)
    elif isinstance(part, Mask) and isinstance(last, Mask):
        if last.count + part.count > MAX_MASKS:
            found = f"[MASK*{last.count + part.count}]"
            raise TemplateError("bad_count", start=last.start, end=part.end, found=found, limit=MAX_MASKS)
        parts[-1] = Mask(last.count + part.count, last.start, part.end)
    else:
        parts.append(part)


def _check_masks(template: Template) -> None:
    masks = [part for part in template.parts if isinstance(part, Mask)]
    if not masks:
        raise TemplateError("no_mask")
    if len(masks) > 1:
        raise TemplateError("two_masks", start=masks[1].start, end=masks[1].end)
