"""Verbalizer text -> labels and their words, and back.

One label a line: `positive: great, good`. Chinese punctuation （：，、） works
too; a word or label that contains a separator is quoted, and invisible characters
around one that is not are no part of it; a line without a colon
is a label that is its own word. The text is the only state: every word knows its
place in it, so that a table can edit the text.

This module knows no tokenizer: what a model makes of a word is `lint`'s job.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playground.errors import VerbalizerError
from playground.invisible import ENDS, INVISIBLE, alike, half
from playground.results import Edit
from playground.settings import MOST_LABELS

MAX_CHARACTERS = 60_000
MAX_WORDS = 2_000
MAX_LENGTH = 60

_ENDS = frozenset(ENDS)
# Ended by any character that ends a line somewhere; a page's text box knows the line feed alone.
_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_LINE, _BREAK = re.compile(f"[^{_BREAKS}]+"), re.compile(f"[{_BREAKS}]")
_COLONS = ":："
_COMMAS = ",，、"
_QUOTES = {'"': '"', "“": "”", "「": "」"}


@dataclass(frozen=True)
class Word:
    """One label word and its place in the text, quotes included."""

    text: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Label:
    """A label, its words in order, and the place of its line and of its name."""

    name: str
    words: tuple[Word, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    name_end: int = field(default=0, compare=False)
    colon: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Verbalizer:
    """Labels in the order typed. `str(verbalizer)` is its canonical text."""

    labels: tuple[Label, ...]

    @classmethod
    def from_mapping(cls, words: Mapping[str, str | Sequence[str]]) -> Verbalizer | None:
        """`{"positive": ["great", "good"]}` -> Verbalizer; a lone string is one word; `None` for no label.

        Raises:
            VerbalizerError: as `parse`, and for a line break within a label or word.
        """
        lists = {name: [its_words] if isinstance(its_words, str) else its_words for name, its_words in words.items()}
        for text in (text for name, its_words in lists.items() for text in (name, *its_words)):
            if _BREAK.search(text):
                raise VerbalizerError("line_break", word=text)
        return parse("\n".join(_line(name, its_words) for name, its_words in lists.items()))

    def __str__(self) -> str:
        return "\n".join(_line(label.name, [word.text for word in label.words]) for label in self.labels)


def quote(text: str) -> str:
    """The text as it must stand in a verbalizer: quoted where it has to be.

    >>> quote("great"), quote("so, so")
    ('great', '"so, so"')
    """
    special = set(_COLONS + _COMMAS) | set(_QUOTES) | set(_QUOTES.values())
    if text and text == text.strip(ENDS) and not special & set(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def _line(name: str, words: Sequence[str]) -> str:
    return f"{quote(name)}: {', '.join(map(quote, words))}".rstrip(" ")


def parse(source: str) -> Verbalizer | None:
    """Read a verbalizer; `None` when the text is blank.

    Raises:
        VerbalizerError: with the place and what to write instead.

    >>> parse('水果：苹果、梨').labels[0].words
    (Word(text='苹果'), Word(text='梨'))
    >>> str(parse('other: "so, so"'))
    'other: "so, so"'
    """
    if len(source) > MAX_CHARACTERS:
        raise VerbalizerError("too_many_characters", count=len(source), limit=MAX_CHARACTERS)
    if (at := half(source)) is not None:
        raise VerbalizerError("half_character", start=at, end=at + 1)
    lines = [line for line in _LINE.finditer(source) if line.group().strip(ENDS)]
    labels = [_label(source, line.start(), line.end()) for line in lines]
    _check(labels)
    return Verbalizer(tuple(labels)) if labels else None


def _label(source: str, start: int, end: int) -> Label:
    start, end = _trim(source, start, end)
    name, at = _item(source, start, end, _COLONS)
    if not name.text:
        raise VerbalizerError("no_label_name", start=start, end=end)
    if at == end:
        if (
            any(comma in source[name.start : name.end] for comma in _COMMAS)
            and name.text == source[name.start : name.end]
        ):
            raise VerbalizerError("no_colon", start=start, end=end)
        return Label(alike(name.text), (Word(name.text, name.start, name.end),), start, end, end, colon=False)
    words = []
    while at < end:
        word, at = _item(source, at + 1, end, _COMMAS)
        if word.text:
            words.append(word)
    return Label(alike(name.text), tuple(words), start, end, name.end)


def _item(source: str, start: int, end: int, separators: str) -> tuple[Word, int]:
    """The text up to the next separator outside quotes, and where that separator is."""
    begin, _ = _trim(source, start, end)
    closing = _QUOTES.get(source[begin]) if begin < end else None
    if closing:
        return _quoted(source, begin, end, closing, separators)
    stop = next((i for i in range(begin, end) if source[i] in separators), end)
    begin, close = _trim(source, begin, stop)
    return Word(source[begin:close], begin, close), stop


def _quoted(source: str, begin: int, end: int, closing: str, separators: str) -> tuple[Word, int]:
    characters, at = [], begin + 1
    while at < end:
        if source[at] != closing:
            characters.append(source[at])
            at += 1
        elif source.startswith(closing * 2, at):
            characters.append(closing)
            at += 2
        else:
            break
    if at >= end:
        raise VerbalizerError("open_quote", start=begin, end=end)
    close = at + 1
    rest, _ = _trim(source, close, end)
    if rest < end and source[rest] not in separators:
        raise VerbalizerError("text_after_quote", start=close, end=end, found=source[close:end].strip())
    return Word("".join(characters), begin, close), rest


def _trim(source: str, start: int, end: int) -> tuple[int, int]:
    while start < end and source[start] in _ENDS:
        start += 1
    while end > start and source[end - 1] in _ENDS:
        end -= 1
    return start, end


def _check(labels: list[Label]) -> None:
    if len(labels) > MOST_LABELS:
        raise VerbalizerError("too_many_labels", count=len(labels), limit=MOST_LABELS)
    count = sum(len(label.words) for label in labels)
    if count > MAX_WORDS:
        raise VerbalizerError("too_many_words", count=count, limit=MAX_WORDS)
    seen: set[str] = set()
    for label in labels:
        if label.name in seen:
            raise VerbalizerError("label_twice", start=label.start, end=label.end, label=label.name)
        seen.add(label.name)
        for word in label.words:
            if len(word.text) > MAX_LENGTH:
                raise VerbalizerError("long_word", start=word.start, end=word.end, limit=MAX_LENGTH)
        if len(label.name) > MAX_LENGTH:
            raise VerbalizerError("long_word", start=label.start, end=label.end, limit=MAX_LENGTH)


def unseen(verbalizer: Verbalizer, source: str) -> list[int]:
    """Where invisible characters stand that belong to no label and no word."""
    places = [at for at, letter in enumerate(source) if letter in INVISIBLE]
    kept: set[int] = set()
    for label in verbalizer.labels if places else ():
        for start, end in [(label.start, label.name_end), *((word.start, word.end) for word in label.words)]:
            kept.update(range(start, end))
    return [at for at in places if at not in kept]


def removal(label: Label, index: int) -> Edit:
    """The edit that takes one word, and the separator it leaves over, out of the text."""
    words, word = label.words, label.words[index]
    if not label.colon:
        return Edit("verbalizer", label.start, label.end, quote(label.name) + ":")
    if index + 1 < len(words):
        return Edit("verbalizer", word.start, words[index + 1].start, "")
    if index:
        return Edit("verbalizer", words[index - 1].end, word.end, "")
    return Edit("verbalizer", word.start, word.end, "")


def label_removal(verbalizer: Verbalizer, index: int, source: str) -> Edit:
    """The edit that takes a label's whole line out of the text."""
    label = verbalizer.labels[index]
    if index + 1 < len(verbalizer.labels):
        return Edit("verbalizer", label.start, verbalizer.labels[index + 1].start, "")
    before = verbalizer.labels[index - 1].end if index else 0
    return Edit("verbalizer", before, len(source), "")


def addition(label: Label) -> tuple[int, str]:
    """Where a further word of the label goes, and what stands before it."""
    if not label.colon:
        return label.end, f": {quote(label.name)}, "
    if label.words:
        return label.words[-1].end, ", "
    return label.end, " "
