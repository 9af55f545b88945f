"""Which encoding a text file has, and its text.

A byte-order mark decides, then valid UTF-8, which hardly any other encoding is by
chance. UTF-16 without a mark shows in its line ends and separators, every second
byte of which is zero. The library charset-normalizer decides what is left; it is
asked about the encodings of `ENCODINGS` alone, since of all those in the world it
prefers a rare one for a few Chinese words.
"""

from __future__ import annotations

import codecs
from unicodedata import category

from charset_normalizer import from_bytes

from playground.errors import DataError

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
SAMPLE = 64 * 1024  # bytes or characters that are enough to tell
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
    """UTF-16 by where its zero bytes are: the higher half of an ASCII character."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return "utf-16-be" if even > odd else "utf-16-le"


def _nearly_utf8(sample: bytes) -> bool:
    """Whether at most a tenth of what is not ASCII fails to be UTF-8: a damaged file."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return 10 * broken <= sum(character > "\x7f" for character in text) - broken


def decode(data: bytes, encoding: str) -> tuple[str, int]:
    """The text without its byte-order mark, and how many characters of it were unreadable.

    Raises:
        DataError: it is no text in this encoding (`not_text`).
    """
    try:
        text, unreadable = data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        unreadable = text.count("\ufffd")
    sample = text[: SAMPLE // 8]
    strange = sum(category(character) in STRANGE and not character.isspace() for character in sample)
    if 20 * strange > len(sample):
        raise DataError("not_text")
    return text.removeprefix("\ufeff"), unreadable
