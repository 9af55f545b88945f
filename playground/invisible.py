"""Characters that nobody sees, halves of characters, and names that only look the same, wherever a text comes from."""

from __future__ import annotations

import re
import sys
from unicodedata import category, name, normalize

# Zero-width spaces and joiners, marks of byte order and direction, soft hyphens, control characters; and fillers that
# are letters by name. Not NUL: a cell that ends in one is damaged.
INVISIBLE = frozenset(
    [*(character for character in map(chr, range(1, 0x10000)) if category(character) == "Cf")]
    + [character for character in map(chr, range(1, 0xA0)) if category(character) == "Cc" and not character.isspace()]
    + list("\u034f\u115f\u1160\u2800\u3164\uffa0")
)
# What is taken away around a cell, a label or a word.
ENDS = "".join(INVISIBLE) + "".join(filter(str.isspace, map(chr, range(min(sys.maxunicode, 0x3001)))))

_JOINERS = frozenset("\u200c\u200d")
# Scripts whose letters a joiner never joins; with others (and with emoji) it belongs to the spelling.
_UNJOINED = ("LATIN", "DIGIT", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
_STYLES = {0xFE0E: None, 0xFE0F: None}
HALVES = re.compile("[\ud800-\udfff]")


def hidden_in(text: str) -> tuple[str, ...]:
    """The invisible characters within a text, as `U+200B`; joined emoji and scripts that need joiners are left alone.

    >>> hidden_in("po\\u200bs"), hidden_in("po\\u200ds"), hidden_in("👩\\u200d🚀")
    (('U+200B',), ('U+200D',), ())
    """
    if text.isascii() and text.isprintable():
        return ()
    return tuple(dict.fromkeys(f"U+{ord(letter):04X}" for i, letter in enumerate(text) if _hidden(text, i)))


def without_hidden(text: str) -> str:
    """The text without what `hidden_in` names."""
    return "".join(letter for i, letter in enumerate(text) if not _hidden(text, i))


def _hidden(text: str, at: int) -> bool:
    letter = text[at]
    if letter in _JOINERS:
        return at > 0 and name(text[at - 1], "").startswith(_UNJOINED)
    return letter in INVISIBLE or letter == "\0"


def alike(label: str) -> str:
    """A label's name such that two that look the same are the same: its letters composed (a file from macOS has `e` and
    its accent apart), blanks of any kind one space, emoji without the mark that says how they are drawn.

    >>> alike("tre\\u0300s\\xa0 bon")
    'très bon'
    """
    if label.isascii() and label.isprintable() and "  " not in label:
        return label
    return " ".join(normalize("NFC", label.translate(_STYLES)).split())


def half(text: str) -> int | None:
    """Where half a character stands (`\\ud83d` without its other half), which no model reads and no answer can carry;
    `None` if nowhere."""
    found = HALVES.search(text)
    return found.start() if found else None


def mended(text: str) -> str:
    """The text with a question mark for each half of a character."""
    return HALVES.sub("?", text)
