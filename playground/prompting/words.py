"""A filled prompt's words, so that one of them can be left out.

Where a script puts spaces between words, a word is what stands between two spaces, the punctuation
around it apart. Chinese, Japanese and Thai put none, and every segmenter would be one more opinion:
there a word is what the model's own tokenizer begins a piece with, in BERT's case a character, in
others often a word. So what is left out is what the model reads as one thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from playground.prompting.encoding import Tokenizer, fill
from playground.prompting.template import Mask, Slot, Soft, Template, Text

# Lao, Thai; Myanmar, Khmer; kana; Han with its extensions.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS = re.compile(rf"(?P<space>\s+)|(?P<unspaced>[{_UNSPACED}]+)|(?P<spaced>[^\s{_UNSPACED}]+)")


@dataclass(frozen=True)
class Unit:
    """A stretch of a filled prompt: a word, the space between words, or one placeholder.

    `part` is the index of the template's part and `start:end` the place in that part's text; for
    soft and trigger tokens `start` counts the part's tokens. `word` says that it can be left out.
    """

    part: int
    start: int
    end: int
    text: str
    kind: str
    slot: str | None = None
    word: bool = False

    @property
    def key(self) -> tuple[str | int, int]:
        """What this stands for: a slot written twice has the same words twice."""
        return (self.slot if self.slot is not None else self.part), self.start


def units(template: Template, texts: Mapping[str, str], tokenizer: Tokenizer) -> list[Unit]:
    """The units of a filled template in order; their texts joined are its text.

    Args:
        texts: slot name -> text, as the model reads it (after truncation).
    """
    tokens = tokenizer.encode(fill(template, texts, template.run_length))
    starts: dict[int, set[int]] = {}
    for part, offset in zip(tokens.chunks, tokens.offsets, strict=True):
        starts.setdefault(part, set()).add(offset)
    found: list[Unit] = []
    for index, part in enumerate(template.parts):
        match part:
            case Text(text):
                found += _of_text(index, text, "text", None, starts.get(index, ()))
            case Slot(name):
                found += _of_text(index, texts[name], "slot", name, starts.get(index, ()))
            case Soft(_, str(words)):
                found += _of_text(index, words, "soft", None, starts.get(index, ()))
            case Mask():
                found.append(Unit(index, 0, 0, str(Template((part,))), "mask"))
            case _:
                kind, name = ("soft", "s") if isinstance(part, Soft) else ("trigger", "t")
                found += [Unit(index, i, i, f"{name}{i + 1}", kind) for i in range(part.count)]
    return found


def _of_text(part: int, text: str, kind: str, slot: str | None, starts: Collection[int]) -> list[Unit]:
    return [
        Unit(part, start, end, text[start:end], kind, slot, not text[start:end].isspace())
        for start, end in cut(text, starts)
    ]


def cut(text: str, starts: Collection[int]) -> Iterator[tuple[int, int]]:
    """Words and the spaces between them, as places in the text.

    Args:
        starts: where the tokenizer begins a piece; looked at in scripts without spaces only.

    >>> [text[i:j] for text in ["It's (so) good!"] for i, j in cut(text, ())]
    ["It's", ' ', '(', 'so', ')', ' ', 'good', '!']
    >>> [text[i:j] for text in ["很好看。"] for i, j in cut(text, {0, 1, 3})]
    ['很', '好看', '。']
    """
    for run in _RUNS.finditer(text):
        start, end = run.span()
        if run["unspaced"]:
            marks = [start, *sorted(at for at in starts if start < at < end), end]
        elif run["spaced"]:
            inside = [i for i in range(start, end) if _of_a_word(text[i])]
            marks = [start, inside[0], inside[-1] + 1, end] if inside else [start, end]
        else:
            marks = [start, end]
        yield from ((one, other) for one, other in pairwise(marks) if one < other)


def _of_a_word(character: str) -> bool:
    """Letters, the marks upon them, and digits."""
    return unicodedata.category(character)[0] in "LMN"


def without(text: str, start: int, end: int) -> str:
    """The text without one word, and without the space that would stand there twice.

    >>> without(" It was good.", 8, 12)
    ' It was.'
    >>> without(" It was ", 4, 7)
    ' It '
    """
    left, right = text[:start], text[end:]
    spaced = right[:1].isspace()
    if spaced and right.strip() and (not left or left[-1].isspace()):
        right = right.lstrip()
    elif spaced and left[-1:].isspace() or not spaced and left[-1:].isspace() and not (right and _of_a_word(right[0])):
        left = left.rstrip()
    return left + right


def erase(template: Template, texts: Mapping[str, str], unit: Unit) -> tuple[Template, dict[str, str]]:
    """The prompt without one word of a slot's text or of the template itself."""
    if unit.slot is not None:
        return template, {**texts, unit.slot: without(texts[unit.slot], unit.start, unit.end)}
    parts = list(template.parts)
    part = parts[unit.part]
    if isinstance(part, Text):
        parts[unit.part] = replace(part, text=without(part.text, unit.start, unit.end))
    elif isinstance(part, Soft) and part.words is not None:
        left = without(part.words, unit.start, unit.end)
        parts[unit.part] = replace(part, words=left) if left else Text("")
    return Template(tuple(parts)), dict(texts)
