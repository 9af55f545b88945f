"""Values as JSON and Python write them, read without evaluating anything.

For text that people paste: OpenPrompt's objects, verbalizers of other tools. Either kind of quotation
mark (curly ones too), `None` and `null`, trailing commas, comments to the end of a line. What is no
literal (a lambda, a call) becomes `Code`, which is text that nobody runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MOST_LEVELS = 12  # of lists within lists

_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_BLANK = re.compile(r"(?:\s|#[^\n]*|\ufeff)*")
_ATOM = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|[A-Za-z]+(?![\w.(\[])")
_NAMED = {"None": None, "null": None, "True": True, "true": True, "False": False, "false": False}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}
_CODED = re.compile(r"u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U(000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})")


class NoLiteral(ValueError):
    """The text is no literal."""


@dataclass(frozen=True)
class Code:
    """A value that would have to be run to be known."""

    text: str


@dataclass(frozen=True)
class Object:
    """Keys and values in order, a key as often as it is written. A set's members are keys of `None`."""

    pairs: tuple[tuple[str | float | bool | None, Value], ...]


Value = str | float | bool | None | Code | list["Value"] | Object


def read(source: str, at: int = 0) -> tuple[Value, int]:
    """The value that begins at a place, and where it ends.

    Raises:
        NoLiteral: nothing that could be read begins there.

    >>> read('["a", None, 2,]')
    (['a', None, 2], 15)
    """
    return _value(source, at, MOST_LEVELS)


def read_all(source: str) -> Value:
    """The one value that a text consists of.

    Raises:
        NoLiteral: it is no value, or more than one.
    """
    value, end = read(source, _skip(source, 0))
    if _skip(source, end) < len(source):
        raise NoLiteral
    return value


def _skip(source: str, at: int) -> int:
    blank = _BLANK.match(source, at)
    return blank.end() if blank else at


def _value(source: str, at: int, levels: int) -> tuple[Value, int]:
    char = source[at : at + 1]
    if not char or not levels:
        raise NoLiteral
    if char in _QUOTES:
        return _string(source, at)
    if char == "{":
        return _object(source, at, levels - 1)
    if char in "[(":
        items: list[Value] = []
        end = _items(source, at, lambda place: _member(source, place, levels - 1, items))
        return items, end
    atom = _ATOM.match(source, at)
    if atom is None:
        raise NoLiteral
    text = atom.group()
    if text in _NAMED:
        return _NAMED[text], atom.end()
    if text[0].isalpha():
        raise NoLiteral
    return (int(text) if text.lstrip("+-").isdigit() and len(text) < 20 else float(text)), atom.end()


def _items(source: str, at: int, member: Callable[[int], int]) -> int:
    """Read members between brackets; the place behind the closing one."""
    closing = _CLOSING[source[at]]
    at = _skip(source, at + 1)
    while source[at : at + 1] != closing:
        at = _skip(source, member(at))
        if source[at : at + 1] == ",":
            at = _skip(source, at + 1)
        elif source[at : at + 1] != closing:
            raise NoLiteral
    return at + 1


def _member(source: str, at: int, levels: int, items: list[Value]) -> int:
    value, end = _value(source, at, levels)
    items.append(value)
    return end


def _object(source: str, at: int, levels: int) -> tuple[Object, int]:
    pairs: list[tuple[str | float | bool | None, Value]] = []
    kinds: set[bool] = set()

    def pair(at: int) -> int:
        key, end = _value(source, at, levels)
        if isinstance(key, (Code, list, Object)):
            raise NoLiteral
        colon = _skip(source, end)
        kinds.add(source[colon : colon + 1] == ":")
        if len(kinds) > 1:
            raise NoLiteral  # neither an object nor a set
        value: Value = None
        if True in kinds:
            value, end = _value_or_code(source, _skip(source, colon + 1), levels)
        pairs.append((key, value))
        return end

    end = _items(source, at, pair)
    return Object(tuple(pairs)), end


def _value_or_code(source: str, at: int, levels: int) -> tuple[Value, int]:
    try:
        value, end = _value(source, at, levels)
        if source[_skip(source, end) :][:1] in (",", "}"):
            return value, end
    except NoLiteral:
        pass
    end = _code_end(source, at)
    return Code(source[at:end].strip()), end


def _code_end(source: str, at: int) -> int:
    """Where an expression ends: at a comma or brace that no bracket or quotation mark encloses."""
    open_ones: list[str] = []
    while at < len(source):
        char = source[at]
        if char in _QUOTES:
            at = _string(source, at)[1]
            continue
        if not open_ones and char in ",}":
            return at
        if char in _CLOSING:
            open_ones.append(_CLOSING[char])
        elif open_ones and char == open_ones[-1]:
            open_ones.pop()
        at += 1
    raise NoLiteral


def _string(source: str, at: int) -> tuple[str, int]:
    closing = _QUOTES[source[at]]
    letters: list[str] = []
    at += 1
    while at < len(source) and source[at] != closing:
        if source[at] == "\\" and at + 1 < len(source):
            coded = _CODED.match(source, at + 1)
            if coded:
                letters.append(chr(int(coded[1] or coded[2] or coded[3], 16)))
                at = coded.end()
                continue
            at += 1
            letters.append(_ESCAPES.get(source[at], source[at]))
        else:
            letters.append(source[at])
        at += 1
    if at >= len(source):
        raise NoLiteral
    text = "".join(letters)
    # JSON writes what lies beyond 16 bits as two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), at + 1
