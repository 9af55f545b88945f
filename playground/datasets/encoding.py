"""Which encoding a text file has, and its text.

A byte-order mark decides, then valid UTF-8, which hardly any other encoding is by
chance. UTF-16 without a mark shows in its line ends and separators, one byte of
which is zero. The library charset-normalizer decides what is left; it is
asked about the encodings of `ENCODINGS` alone, since of all those in the world it
prefers a rare one for a few Chinese words.
"""

from __future__ import annotations

import codecs
from collections import Counter
from unicodedata import category

from charset_normalizer import from_bytes

# As Python knows them, in the order they are offered.
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "cp1252")
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
# Encoding -> the last leading byte of its frequent characters, and their least second byte.
FREQUENT = {"gb18030": (0xD7, 0xA1), "big5": (0xC6, 0x40)}
SAMPLE = 64 * 1024  # bytes that are enough to tell
# Those of UTF-16 that tell its byte order: read the other way round they are characters that hardly any text has.
BETWEEN = frozenset(b'\t\n\r ",;|')
PART, PARTS = 8192, 16  # characters looked at together, and how many times after the first
# Kinds of characters that no text is full of: control, private, surrogate and unassigned ones.
STRANGE = {"Cc", "Co", "Cs", "Cn"}


def guess(data: bytes) -> str:
    """The likeliest of `ENCODINGS`.

    >>> guess("文本,标签\\n太难看了,差评\\n".encode("gb18030"))
    'gb18030'
    """
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        strange = error.start
    else:
        if b"\0" not in data[:SAMPLE]:
            return "utf-8"
        strange = 0
    if b"\0" in data[:SAMPLE]:
        return _wide(data[:SAMPLE])
    # From the line with the first byte that is not ASCII to a line's end.
    start = max(data.rfind(b"\n", 0, strange), data.rfind(b"\r", 0, strange)) + 1
    sample = data[start : start + SAMPLE]
    if start + SAMPLE < len(data):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    if _nearly_utf8(sample):
        return "utf-8"
    found = from_bytes(sample, cp_isolation=["gb18030", "big5", "cp1252"], enable_fallback=False)
    likely = sorted(found, key=lambda match: (match.chaos, -match.coherence, -_common(str(match), match.encoding)))
    return likely[0].encoding if likely else "utf-8"


def _common(text: str, name: str) -> float:
    """The share of Chinese characters that are frequent ones, by where an encoding has put
    them: what tells GB18030 and Big5 apart where both make characters of a few bytes."""
    if name not in FREQUENT:
        return 0.0
    last, second = FREQUENT[name]
    pairs = [pair for character in text if character > "\x7f" and len(pair := character.encode(name)) == 2]
    return sum(0xA1 <= pair[0] <= last and pair[1] >= second for pair in pairs) / max(len(pairs), 1)


def _wide(sample: bytes) -> str:
    """UTF-16 by which byte of its line ends and separators is zero, the higher one.

    Where there are none, by which byte is zero more often. Alone that would mislead: 一 (U+4E00)
    and 最 (U+6700) have a zero too, beside what would be an ASCII letter.
    """
    even, odd = sample[::2], sample[1::2]

    def zeros(higher: bytes, lower: bytes) -> tuple[int, int]:
        return sum(not high and low in BETWEEN for high, low in zip(higher, lower, strict=False)), higher.count(0)

    return "utf-16-be" if zeros(even, odd) > zeros(odd, even) else "utf-16-le"


def _nearly_utf8(sample: bytes) -> bool:
    """Whether at most a tenth of what is not ASCII fails to be UTF-8: a damaged file."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return 10 * broken <= sum(character > "\x7f" for character in text) - broken


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
