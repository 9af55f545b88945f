"""The outer form of a lesson's file: front matter, headings, prose, and fenced blocks of `key: value` lines.

Every value knows its line. What the keys mean is for `reading` and `glossary`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from playground.errors import LessonError
from playground.invisible import half

MAX_CHARACTERS = 200_000
_KEY = re.compile(r"([a-z]+)(?:[ \t]+([^:：]+?))?[ \t]*[:：][ \t]*(.*)")
_CHOICE = re.compile(r"-[ \t]+\[([ xX])\][ \t]+(\S.*)")
_FENCE = "```"


@dataclass
class Entry:
    """`key name: value`, or a choice with `marked` and its own entries `under` it."""

    key: str
    name: str
    value: str
    line: int
    marked: bool = False
    under: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """What stands between two fences."""

    name: str
    entries: tuple[Entry, ...]
    line: int

    def check(self, known: Iterable[str], many: Iterable[str] = ()) -> None:
        """Only these keys, and only some of them more than once.

        Raises:
            LessonError: another key, or one twice.
        """
        known, many = tuple(known), tuple(many)
        seen = set()
        for entry in self.entries:
            if entry.key not in known:
                raise LessonError("unknown_key", line=entry.line, key=entry.key, known=", ".join(known))
            place = (entry.key, entry.name)
            if place in seen and entry.key not in many:
                raise LessonError("twice", line=entry.line, key=f"{entry.key} {entry.name}".strip())
            seen.add(place)

    def all(self, key: str) -> list[Entry]:
        """Every entry of a key, in order."""
        return [entry for entry in self.entries if entry.key == key]

    def get(self, key: str) -> Entry | None:
        """The entry of a key that may be left out."""
        return next(iter(self.all(key)), None)

    def need(self, key: str) -> Entry:
        """The entry of a key that may not.

        Raises:
            LessonError: it is missing.
        """
        found = self.get(key)
        if found is None:
            raise LessonError("missing", line=self.line, key=key, block=self.name)
        return found


@dataclass(frozen=True)
class Section:
    """A heading with its prose and its blocks."""

    title: str
    text: tuple[str, ...]
    blocks: tuple[Block, ...]
    line: int

    def block(self, *names: str) -> Block:
        """Its block of one of these names.

        Raises:
            LessonError: it has none, or several.
        """
        found = [block for block in self.blocks if block.name in names]
        if len(found) != 1:
            wanted = " / ".join(f"{_FENCE}{name}" for name in names)
            raise LessonError("one_block", line=self.line, title=self.title, wanted=wanted, count=len(found))
        return found[0]


@dataclass(frozen=True)
class Source:
    """A file: its front matter, the prose before the first heading, and its sections."""

    front: Block
    text: tuple[str, ...]
    sections: tuple[Section, ...]


def read(text: str) -> Source:
    """Take a file apart.

    Raises:
        LessonError: what is wrong on which line.
    """
    if len(text) > MAX_CHARACTERS:
        raise LessonError("too_long", line=1, count=len(text), limit=MAX_CHARACTERS)
    if (at := half(text)) is not None:
        raise LessonError("half_character", line=text.count("\n", 0, at) + 1)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].strip() != "---":
        raise LessonError("no_front", line=1)
    end = next((i for i in range(1, len(lines)) if lines[i].strip() == "---"), None)
    if end is None:
        raise LessonError("front_open", line=1)
    front = Block("---", tuple(_entries(lines, 1, end)), 1)
    return _body(lines, end + 1, front)


def _body(lines: list[str], start: int, front: Block) -> Source:
    sections: list[tuple[str, int, list[str], list[Block]]] = [("", start, [], [])]
    i = start
    while i < len(lines):
        line = lines[i]
        if line.startswith(_FENCE):
            end = next((k for k in range(i + 1, len(lines)) if lines[k].strip() == _FENCE), None)
            if end is None:
                raise LessonError("fence_open", line=i + 1)
            if not sections[-1][0]:
                raise LessonError("no_heading", line=i + 1)
            sections[-1][3].append(Block(line[3:].strip(), tuple(_entries(lines, i + 1, end)), i + 1))
            i = end
        elif line.startswith("## "):
            if not line[3:].strip():
                raise LessonError("no_heading", line=i + 1)
            sections.append((line[3:].strip(), i + 1, [], []))
        else:
            sections[-1][2].append(line)
        i += 1
    made = [Section(title, _paragraphs(prose), tuple(blocks), at) for title, at, prose, blocks in sections]
    return Source(front, made[0].text, tuple(made[1:]))


def _paragraphs(lines: Iterable[str]) -> tuple[str, ...]:
    """Paragraphs are apart by blank lines; between two Chinese characters a line break is no space."""
    blocks = re.split(r"\n\s*\n", "\n".join(line.strip() for line in lines).strip())
    return tuple(_joined(block.split("\n")) for block in blocks if block)


def _joined(parts: Iterable[str]) -> str:
    whole = ""
    for part in parts:
        wide = bool(whole and part) and ord(whole[-1]) > 0x2E80 and ord(part[0]) > 0x2E80
        whole += part if wide or not whole else f" {part}"
    return whole


def _entries(lines: list[str], start: int, end: int) -> list[Entry]:
    """The lines `start:end`, counted from 0. An indented line goes on with the value above, or is a choice's own."""
    found: list[Entry] = []
    for i in range(start, end):
        line = lines[i]
        if not line.strip():
            continue
        if line[0] in " \t":
            _indented(found, line.strip(), i + 1)
        elif choice := _CHOICE.fullmatch(line.rstrip()):
            found.append(Entry("choice", "", choice[2], i + 1, choice[1] != " "))
        elif line.startswith("label "):
            # The rest is a line of a verbalizer, with separators of its own.
            found.append(Entry("label", "", line[6:].strip(), i + 1))
        elif key := _KEY.fullmatch(line.rstrip()):
            found.append(Entry(key[1], key[2] or "", key[3], i + 1))
        else:
            raise LessonError("not_a_line", line=i + 1, text=line.strip()[:60])
    for its in [*found, *(under for entry in found for under in entry.under)]:
        # A field and an option may be empty on purpose.
        if not its.value and its.key not in ("field", "option"):
            raise LessonError("no_value", line=its.line, key=its.key)
    return found


def _indented(found: list[Entry], text: str, line: int) -> None:
    if not found:
        raise LessonError("not_a_line", line=line, text=text[:60])
    last, key = found[-1], _KEY.fullmatch(text)
    if last.key == "choice" and key and key[1] in ("when", "means"):
        last.under.append(Entry(key[1], "", key[3], line))
        return
    last = last.under[-1] if last.under else last
    last.value = _joined([last.value, text]).strip()
