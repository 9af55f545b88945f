"""A cell of the label column -> the label it means, whatever program wrote it. Knows no table."""

from __future__ import annotations

import ast
import re
from collections.abc import Set as AbstractSet

from playground.datasets.table import tidy
from playground.invisible import alike

LONGEST_LIST = 1000  # characters of a cell that may be a list
# What programs write where there is none, in lower case: floating point, pandas, databases, Excel. `None` and `NA` are
# not among them: there are data sets in which they are labels.
MISSING = frozenset(
    "nan -nan +nan null \\n #n/a #na <na> nat 1.#qnan 1.#ind #value! #ref! #div/0! #name? #null! #num!".split()
)
_ENCLOSED = {"[": "]", "(": ")", "{": "}", '"': '"', "'": "'", "b": "'\""}
_ADJACENT = re.compile(r"[\"']\s+[\"']")  # a NumPy array; Python would read one text
_NUMBERS = re.compile(r"\[\s*(-?\d+\.?)((?:\s+-?\d+\.?)*)\s*\]")
_SEVERAL = re.compile(r"\s*[,，;；|、]\s*")


class SeveralLabels(ValueError):
    """A cell with more than one label."""

    def __init__(self, found: list[str]):
        super().__init__(", ".join(found))


def read_label(cell: str) -> str:
    """The label of a cell: a list of one, as JSON, Python or NumPy write it, is its element, and quotation marks around
    a whole label are none of it. Empty where the cell says that there is none.

    Raises:
        SeveralLabels: it is a list of several.

    >>> read_label('["positive"]'), read_label("NaN"), read_label("very\\xa0 good")
    ('positive', '', 'very good')
    """
    if cell.lower() in MISSING:
        return ""
    if numbers := _NUMBERS.fullmatch(cell):
        if numbers[2]:
            raise SeveralLabels(cell.strip("[] ").split())
        return numbers[1].rstrip(".")
    if len(cell) < 2 or cell[-1] not in _ENCLOSED.get(cell[0], ""):
        return alike(cell)
    try:
        found = ast.literal_eval(cell) if len(cell) <= LONGEST_LIST else None
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return alike(cell)
    if isinstance(found, list | tuple | set | frozenset) and _ADJACENT.search(cell):
        raise SeveralLabels(re.findall(r"[\"']([^\"']+)[\"']", cell))
    while isinstance(found, list | tuple | set | frozenset):
        if len(found) > 1:
            raise SeveralLabels([str(one) for one in found])
        found = next(iter(found), "")
    if isinstance(found, bytes):
        found = found.decode("utf-8", "replace")
    if isinstance(found, dict) or found is None:
        return alike(cell)
    return alike(tidy(str(found)))


def several(label: str, known: AbstractSet[str]) -> list[str]:
    """The labels that one such as `joy, love` consists of, where each of them is a label of other rows; else none."""
    parts = _SEVERAL.split(label)
    return parts if len(parts) > 1 and all(part in known for part in parts) else []
