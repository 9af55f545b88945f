"""How likely a text is as something people write: the cost of its letters, and of those that stand together.

Costs are in nats, the negative logarithms of rough probabilities. `letters.json` has the commonest Chinese
characters, simplified and traditional, the commonest first. Nothing here knows bytes: `encoding.py` asks which
of several readings of the same bytes costs least.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from math import log
from unicodedata import category, name

from playground.datasets import code_pages

ASCII = 3.0  # about what a letter costs in words that are not known
BROKEN = 25.0  # bytes that are nothing in an encoding: never by chance, only by damage
STRANGE = 14.0  # control, private and unassigned characters
RARE = 13.5  # a Chinese character that is in no list
KANA = 10.0  # GB18030 and Big5 have them, Chinese texts hardly ever
OTHER_KIND = 1.5  # a simplified character costs more where traditional ones are written, and the other way round
CHINESE_MARKS = dict.fromkeys("，。！？", 4.0) | dict.fromkeys("、；：（）“”‘’《》～—…「」『』【】·　", 5.5)
# Western letters by how often they are met, and the marks that word processors write.
LETTERS = dict.fromkeys("éèàüöäñóíáçúêßãõâîôûëïùåøæœ", 3.5) | dict.fromkeys("ÉÀÜÖÄÑÓÍÁÇÚÊÂÎÔÈÅØÆ", 5.5)
LETTERS |= dict.fromkeys("ðþý", 5.0) | dict.fromkeys("ÐÞÝ", 6.0)
MARKS = dict.fromkeys("’“”–—…‘", 4.0) | dict.fromkeys("€£°«»©®™•·§½¼¾²³¿¡ ", 5.5)
OPENING, CLOSING = "“‘«¿¡", "”»"


@cache
def _ranks() -> tuple[dict[str, float], dict[str, float]]:
    """Costs of the listed characters: simplified, traditional. The share of the n-th is about 1/n (Zipf)."""
    lists = json.loads(files("playground.datasets").joinpath("letters.json").read_text(encoding="utf-8"))
    found = [
        {letter: log(rank + 4) + 2.2 for rank, letter in enumerate(lists[kind])}
        for kind in ("simplified", "traditional")
    ]
    return found[0], found[1]


@cache
def _kind(character: str) -> str:
    """`a` ASCII letter, `0` other ASCII, `h` Chinese, `m` its marks, `l` another letter, `p` another mark."""
    if character < "\x80":
        return "a" if character.isalpha() else "0"
    if "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf":
        return "h"
    if character in CHINESE_MARKS and character not in MARKS or "\uff00" <= character <= "\uffef":
        return "m"
    return "l" if category(character)[0] in "LM" else "p"


@cache
def _script(character: str) -> str:
    first = name(character, "?").partition(" ")[0]
    return "LATIN" if first == "COMBINING" else first


@cache
def _cost(character: str, traditional: bool) -> float:
    """Of one character by itself, where simplified or traditional characters are written."""
    if character < "\x80":
        return ASCII if character >= " " or character in "\t\n\r" else STRANGE
    if character == "\ufffd":
        return BROKEN
    simple, full = _ranks()
    own, other = (full, simple) if traditional else (simple, full)
    if (cost := min(own.get(character, RARE), other.get(character, RARE) + OTHER_KIND)) < RARE:
        return cost
    if (cost := CHINESE_MARKS.get(character) or LETTERS.get(character) or MARKS.get(character)) is not None:
        return cost
    group = category(character)
    if group in {"Cc", "Co", "Cs", "Cn"}:
        return STRANGE
    if _kind(character) == "h" or "\u3100" <= character <= "\u312f":
        return RARE  # and the signs of Taiwan's phonetic alphabet
    if group[0] == "L" and (character > "\u024f" or "LATIN" not in name(character, "") or _common_extension(character)):
        if "\u3040" <= character <= "\u30ff":
            return KANA
        return 5.5 if "\uff00" <= character or character < "\u3000" else 7.0
    return 9.0 if group[0] in "LP" else 10.0 if group == "So" and character < "\U0001f000" else 7.0


def _common_extension(character: str) -> bool:
    """Whether Central European languages and Turkish write it."""
    return character in "ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůžČĎŘŠŽőűŐŰğışĞİŞăâțșȚȘāēīūģķļņ"


@cache
def _cost_in(character: str, page: str) -> float:
    """Of one character where a seldom encoding is supposed: its own languages' letters."""
    if page in code_pages.JAPANESE:
        if "\u3040" <= character <= "\u30ff":
            return code_pages.KANA
        if "\uff61" <= character <= "\uff9f":
            return code_pages.HALF_KANA
        if _kind(character) == "h":
            return min(code_pages.KANJI, _cost(character, False), _cost(character, True))
    if page == "cp949" and character > "\u3130":
        return code_pages.hangul(character)
    costs = code_pages.LETTERS.get(page)
    if costs is not None and character >= "\x80" and _kind(character) == "l":
        return costs.get(character, code_pages.OTHER_LETTER)
    return _cost(character, page == "big5")


def _kind_in(character: str, page: str) -> str:
    return "h" if page in code_pages.JAPANESE and "\u3040" <= character <= "\u30ff" else _kind(character)


def _together(before: str, character: str, after: str, page: str) -> float:
    """What it costs that a character beyond ASCII stands between two others."""
    kind, left, right = (_kind_in(each, page) for each in (character, before, after))
    if kind == "h":
        # Chinese stands beside Chinese, or beside a separator; letters of ASCII touch it now and then.
        return (0.0 if left in "hm" else 3.5 if left == "a" else 5.0 if left in "lp" else 0.7) + (
            2.0 if right == "a" else 0.0
        )
    if kind == "m":
        return 0.0 if left in "hm" or right in "hm" else 2.5
    if kind == "l":
        words = (left in "al") + (right in "al")
        cost = (5.0, 0.0, 0.0)[words] + (3.0 if left == "h" or right == "h" else 0.0)
        if left == "l":
            # Words of another script are full of such letters; those of Latin letters have one or two.
            run = (code_pages.LONG_RUN if right == "l" else code_pages.RUN) if page in code_pages.LETTERS else 5.0
            cost += 0.0 if _script(before) == _script(character) != "LATIN" else run
            cost += 0.0 if _script(before) == _script(character) else 4.0
        elif "a" in (left, right) and _script(character) != "LATIN":
            cost += 4.0  # another script within a word of Latin letters
        if character.isupper() and left in "al" and before.islower():
            cost += 4.0  # a capital within a word
        return cost
    if character in OPENING:
        return 0.0 if left in "0mp" and right in "al0" else 3.0
    if character in CLOSING:
        return 0.0 if right in "0mp" and left in "al0" else 3.0
    if character == "’":
        return 0.0 if left in "al" else 2.0
    return 3.5 if left in "lp" or right == "l" else 0.5


def cost(text: str, page: str = "") -> tuple[float, int]:
    """The cost of a text, and how many of its characters are not ASCII.

    >>> cost("太难看了")[0] < cost("ÌÆÄÑ¿´ÁË")[0]
    True

    Args:
        page: the encoding whose languages it would be in, for Big5 and `code_pages.OTHERS`.
    """
    total, foreign = 0.0, 0
    around = f"\n{text}\n"
    for place, character in enumerate(text, start=1):
        total += _cost_in(character, page)
        if character >= "\x80":
            foreign += 1
            total += _together(around[place - 1], character, around[place + 1], page)
    return total, foreign
