"""A cell that holds a list of words or sentences, as JSON, Python and NumPy write it -> the text that they make."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise

LONGEST = 100_000  # characters of a cell that may be a list
_BEGINS = re.compile(r"[\[(]\s*['\"]")
_NUMPY = re.compile(r"\[(?:\s*'(?:[^'\\]|\\.)*'|\s*\"(?:[^\"\\]|\\.)*\")+\s*\]")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def joined(cell: str) -> str | None:
    """The text of a list of two and more texts; `None` for any other cell. Chinese and Japanese stand without spaces.

    >>> joined('["the", "film"]'), joined("['电', '影', 'very', 'good']"), joined("[1, 2]"), joined("[so] what")
    ('the film', '电影very good', None, None)
    """
    if not (_BEGINS.match(cell) and cell.endswith(("]", ")"))) or len(cell) > LONGEST:
        return None
    found = _list(cell)
    if not isinstance(found, list | tuple) or len(found) < 2 or not all(isinstance(one, str) for one in found):
        return None
    words = [one.strip() for one in found if one.strip()]
    text = "".join(word + _gap(word, after) for word, after in pairwise(words))
    return text + words[-1] if words else None


def _list(cell: str) -> object:
    if _NUMPY.fullmatch(cell):
        return [single or double for single, double in _QUOTED.findall(cell)]
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(cell)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _gap(before: str, after: str) -> str:
    return "" if _UNSPACED.match(before[-1]) or _UNSPACED.match(after[0]) else " "
