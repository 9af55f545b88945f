"""Templates that stand in program code -> the template that the code would make, or `None`.

PET's patterns (Schick and Schütze 2021), lists such as `[self.mask, ':', text_a], [text_b]`, and texts that were
copied with the quotation marks and the name of a program's variable around them. Nothing is ever evaluated.
"""

from __future__ import annotations

import re
from itertools import pairwise

_PATTERN = re.compile(
    r"\s*(?:(?P<mask>(?:self\.)?(?:get_)?mask(?:_id|_token)?(?:\(\))?(?![\w(]))"
    r"|[fr]?'(?P<single>(?:[^'\\\n]|\\.)*)'|[fr]?\"(?P<double>(?:[^\"\\\n]|\\.)*)\""
    r"|(?:self\.)?[A-Za-z_]\w*\((?=[^)])|(?P<word>return|None)\b|(?:\w+\.)?(?P<name>[A-Za-z_]\w*)(?![\w('\"])|(?P<mark>[\[\](),]))"
)
_WRAPPED = re.compile(
    r"\s*(?P<name>[A-Za-z_][\w.]*\s*(?:=|:(?=\s))\s*)?(?P<prefix>[fFrRuU]{0,2})(?P<quote>\"\"\"|'''|[\"'])"
    r"(?P<text>.*)(?P=quote)\s*,?\s*",
    re.DOTALL,
)
_CLOSING = tuple(".,:;!?)%'’”，。：；！？）、」》")
_OPENING = tuple("(“‘「《（")


def pattern(source: str) -> str | None:
    """PET's list of parts as a template; parts are words, so a space stands between them.

    >>> pattern("return ['It was', self.mask, '.', text_a], []")
    'It was [MASK]. {text_a}'
    """
    if "mask" not in source or not source.lstrip().startswith(("[", "return ", "return[")):
        return None
    pieces: list[str] = []
    at = 0
    while at < len(source.rstrip()):
        found = _PATTERN.match(source, at)
        if found is None:
            return None
        at = found.end()
        text = found["single"] if found["single"] is not None else found["double"]
        if found["mask"]:
            pieces.append("[MASK]")
        elif text is not None:
            pieces.append(re.sub(r"\\(.)", r"\1", text).replace("{", "{{").replace("}", "}}").replace("[", "[["))
        elif found["name"]:
            pieces.append("{" + found["name"] + "}")
    pieces = [piece for piece in pieces if piece]
    if "[MASK]" not in pieces:
        return None
    return pieces[0] + "".join(_gap(before, piece) + piece for before, piece in pairwise(pieces))


def _gap(before: str, piece: str) -> str:
    told = before[-1].isspace() or piece[0].isspace() or piece.startswith(_CLOSING) or before.endswith(_OPENING)
    return "" if told or not (before[-1].isascii() and piece[0].isascii()) else " "


def within_quotes(source: str) -> tuple[str, bool] | None:
    """The text between the quotation marks of a program, and whether more than marks stands around it.

    >>> within_quotes('template = "{text} It was [MASK]."'), within_quotes("it's")
    (('{text} It was [MASK].', True), None)
    """
    found = _WRAPPED.fullmatch(source)
    if found is None:
        return None
    text = found["text"]
    inside = re.search(rf"(?<!\\){found['quote']}", text)
    if inside and not text.lstrip().startswith("{"):
        return None  # several texts
    return text.replace("\\" + found["quote"][0], found["quote"][0]), bool(found["name"] or found["prefix"])
