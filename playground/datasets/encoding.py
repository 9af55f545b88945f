"""Which encoding a text file has, and its text.

A byte-order mark decides. Else every encoding is tried, and what it makes of the bytes is judged by how likely its
letters are, alone and together (`likelihood.py`). An encoding that cannot decode the bytes is the answer only where
all the others make less sense: the file is damaged. Where two readings are close, `judge` says so.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import category

from playground.datasets import code_pages
from playground.datasets.likelihood import ASCII, BROKEN, cost

# As Python knows them, in the order they are offered.
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "cp1252")
KNOWN = (*ENCODINGS, *code_pages.OTHERS)
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
# What it takes, in nats, to believe in each: UTF-8 is everywhere, UTF-16 without a mark a rarity.
SURPRISE = {
    "utf-8": 0.0,
    "gb18030": 1.0,
    "big5": 2.0,
    "cp1252": 1.5,
    "utf-16-le": 3.0,
    "utf-16-be": 5.0,
    **code_pages.SURPRISE,
}
# Those of UTF-16 that tell its byte order: read the other way round they are characters that hardly any text has.
BETWEEN = frozenset(b'\t\n\r ",;|')
WIDE = ("utf-16-le", "utf-16-be")
ENOUGH = 6 * 1024  # bytes to judge by, of lines that are not ASCII throughout
SAMPLE = 64 * 1024  # bytes in which a zero byte is looked for
CLOSE = 4.0  # nats: less between two readings is no decision
# Nats a character beyond ASCII that hardly any text has, where a file has more than a few of them.
UNLIKELY, FEW = {"gb18030": 9.5, "big5": 9.5}, 4
UNLIKELY |= dict.fromkeys(("cp1252", *code_pages.SURPRISE), 7.5) | {"shift_jis": 9.5, "euc_jp": 9.5, "cp949": 9.5}
SHOWN = 80  # characters of a reading that are shown
FOREIGN, END = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\r\n]")
PART, PARTS = 8192, 16  # characters looked at together, and how many times after the first
# Kinds of characters that no text is full of: control, private, surrogate and unassigned ones.
STRANGE = {"Cc", "Co", "Cs", "Cn"}


@dataclass(frozen=True)
class Reading:
    """What an encoding makes of a file: the beginning of the first line that the encodings read differently."""

    encoding: str
    sample: str


@dataclass(frozen=True)
class Judgement:
    """The likeliest reading first. Another one follows where it is about as likely, or no reading makes sense."""

    readings: tuple[Reading, ...]

    @property
    def encoding(self) -> str:
        """The likeliest encoding."""
        return self.readings[0].encoding

    @property
    def ambiguous(self) -> bool:
        """Whether a person should choose."""
        return len(self.readings) > 1


def guess(data: bytes) -> str:
    """The likeliest of `KNOWN`.

    >>> guess("文本,标签\\n太难看了,差评\\n".encode("gb18030"))
    'gb18030'
    """
    return judge(data).encoding


def judge(data: bytes) -> Judgement:
    """The likeliest of `KNOWN`, and the next one where the two are close."""
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return Judgement((Reading(name, ""),))
    wide = b"\0" in data[:SAMPLE]
    # The lines of two-byte characters cannot be told without knowing their order.
    sample = data[:ENOUGH] if wide else b"".join(_foreign_lines(data))
    if not sample:
        return _of_ascii(data)
    candidates = [name for name in ENCODINGS if name not in WIDE] + [_byte_order(data[:SAMPLE])] * wide
    if not wide and decode(sample, "utf-8")[1]:
        candidates += code_pages.SURPRISE
    found = {name: _judged(sample, name) for name in candidates}
    for _ in found:
        best = min(found, key=lambda name: found[name].cost)
        # A place in the rest of the file that it cannot decode speaks against it as much as one in the sample.
        broken = decode(data, best)[1] if len(data) > len(sample) else found[best].broken
        if broken <= found[best].broken:
            break
        found[best] = replace(
            found[best], cost=found[best].cost + BROKEN * (broken - found[best].broken), broken=broken
        )
    best, second = sorted(found, key=lambda name: found[name].cost)[:2]
    close = found[second].cost - found[best].cost < CLOSE or _makes_no_sense(found[best], best)
    # Nothing that is written in it lacks letters: another code page of one byte a letter is likelier.
    close = close or (best in ("cp1252", *code_pages.LETTERS) and found[best].broken > 0)
    same = decode(data[:SAMPLE], best)[0] == decode(data[:SAMPLE], second)[0]
    return Judgement(tuple(_shown(data, (best, second) if close and not same else (best,))))


def _of_ascii(data: bytes) -> Judgement:
    """Of bytes that are ASCII throughout. The signs of other encodings are no text, but for those of UTF-7."""
    name = code_pages.seven_bit(data)
    if name is None:
        return Judgement((Reading("utf-8", ""),))
    names = (name,)
    if name == "utf-7":
        ours, theirs = (cost(decode(data[:ENOUGH], each)[0], each)[0] for each in ("utf-8", name))
        names = (name, "utf-8") if theirs < ours else ("utf-8", name)
    return Judgement(tuple(Reading(each, decode(data[: 8 * SHOWN], each)[0].strip()[: 2 * SHOWN]) for each in names))


@dataclass(frozen=True)
class _Tried:
    """What a reading costs in all and beside its ASCII, how many of its characters are not, and how many are broken."""

    cost: float
    foreign_cost: float
    foreign: int
    broken: int


def _byte_order(sample: bytes) -> str:
    """UTF-16 by which byte of its line ends and separators is zero, the higher one.

    Where there are none, by which byte is zero more often. Alone that would mislead: 一 (U+4E00)
    and 最 (U+6700) have a zero too, beside what would be an ASCII letter.
    """
    even, odd = sample[::2], sample[1::2]

    def zeros(higher: bytes, lower: bytes) -> tuple[int, int]:
        return sum(not high and low in BETWEEN for high, low in zip(higher, lower, strict=False)), higher.count(0)

    return "utf-16-be" if zeros(even, odd) > zeros(odd, even) else "utf-16-le"


def _judged(sample: bytes, name: str) -> _Tried:
    text, broken = decode(sample, name)
    total, foreign = cost(text, name)
    return _Tried(
        total + SURPRISE[name] + code_pages.strays(text, name), total - ASCII * (len(text) - foreign), foreign, broken
    )


def _makes_no_sense(found: _Tried, name: str) -> bool:
    """Whether even the likeliest reading is unlikely: the file may be in an encoding that is not known here."""
    return found.foreign >= FEW and found.foreign_cost > UNLIKELY.get(name, BROKEN) * found.foreign


def _shown(data: bytes, names: tuple[str, ...]) -> Iterator[Reading]:
    lines = (line[: 4 * SHOWN] for line in _foreign_lines(data))
    first = next((line for line in lines if len({decode(line, name)[0] for name in names}) > 1 or len(names) < 2), None)
    first = first or next(_foreign_lines(data), data)[: 4 * SHOWN]
    start = data[: 4 * SHOWN] if any(name in WIDE for name in names) else first
    for name in names:
        yield Reading(name, decode(start, name)[0].strip()[:SHOWN])


def _foreign_lines(data: bytes) -> Iterator[bytes]:
    """Lines that are not ASCII throughout, up to `ENOUGH` bytes of them."""
    at, left = 0, ENOUGH
    while left > 0 and (found := FOREIGN.search(data, at)):
        start = max(data.rfind(b"\n", at, found.start()), data.rfind(b"\r", at, found.start()), at - 1) + 1
        start = max(start, found.start() - ENOUGH)
        end = END.search(data, found.end())
        at = min(end.end() if end else len(data), start + 2 * ENOUGH)
        yield data[start:at]
        left -= at - start


def decode(data: bytes, encoding: str) -> tuple[str, int]:
    """The text without its byte-order mark, and how many characters of it were unreadable."""
    try:
        text, unreadable = data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        unreadable = text.count("\ufffd")
    return text.removeprefix("\ufeff"), unreadable


def is_strange(text: str) -> bool:
    """Whether a twentieth of some part are characters that no text is full of: what was
    decoded is no text in this encoding. Many a binary file begins with plain words."""
    last = max(len(text) - PART, 0)
    for start in {last * number // PARTS for number in range(PARTS + 1)}:
        part = text[start : start + PART]
        strange = (
            n for character, n in Counter(part).items() if category(character) in STRANGE and not character.isspace()
        )
        if 20 * sum(strange) > len(part):
            return True
    return False
