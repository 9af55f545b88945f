"""Where a table begins, and whether its first row names the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from playground.datasets.table import LABEL_NAMES, SPLIT_NAMES, TEXT_NAMES, Row

KNOWN = TEXT_NAMES | LABEL_NAMES | SPLIT_NAMES
MOST_ABOVE = 10  # rows above a header: titles, dates, who made the file
LONGEST_NAME = 40  # characters
LONG = 15  # characters of a text, on average, that is longer than a name
SENTENCE = re.compile(r"[.!?。！？…]$")


def guess_start(rows: Sequence[Row]) -> tuple[int, bool]:
    """(number of the row where the table begins, whether that one names the columns)."""
    if not rows:
        return 1, False
    filled = [sum(map(bool, row.cells)) for row in rows]
    usual = Counter(filled).most_common(1)[0][0]
    for place, row in enumerate(rows[:MOST_ABOVE]):
        known = {cell.lower() for cell in row.cells} & KNOWN
        titles = all(count < max(usual, 2) for count in filled[:place])
        if known and (place == 0 or (titles and filled[place] > 1)):
            return (row.number if place else 1), True
    # Without a known word: rows of one cell above a row that is a header.
    above = next((place for place, count in enumerate(filled[:MOST_ABOVE]) if count > 1), 0) if usual > 1 else 0
    if above and guess_header(rows[above:]):
        return rows[above].number, True
    return 1, guess_header(rows)


def guess_header(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns: by its words, else by being unlike the others.

    Names and columns that are empty do not count. A file of one column has a header only where it is a known word:
    a short text above longer ones is a text.
    """
    if not rows or rows[0].problem:
        return False
    first = [cell.lower() for cell in rows[0].cells]
    while first and not first[-1]:
        first.pop()
    if {*first} & KNOWN:
        return True
    rest = [row.cells[: len(first)] for row in rows[1:] if len(row.cells) >= len(first)]
    names = [name for name in first if name]
    if not rest or len(names) < 2 or len({*names}) < len(names):
        return False
    columns = [[cell.lower() for cell in column if cell] for column in zip(*rest, strict=True)]
    pairs = [(name, column) for name, column in zip(first, columns, strict=True) if name and column]
    if any(name in column for name, column in pairs):
        return False
    numbers = any(_numbers(column) and not name.isdecimal() for name, column in pairs)
    named = all(_could_be_name(name, column) for name, column in pairs)
    return numbers or (named and any(_unlike(name, column) for name, column in pairs))


def _numbers(column: Sequence[str]) -> bool:
    return all(cell.replace(".", "", 1).isdecimal() for cell in column)


def _unlike(name: str, column: Sequence[str]) -> bool:
    """Whether a first cell is no entry of its column: a name over longer texts, or over a few words
    that come again and again."""
    mean = sum(map(len, column)) / len(column)
    repeated = len({*column}) * 2 <= len(column)
    return (mean >= 10 and 2 * len(name) < mean) or repeated


def _could_be_name(name: str, column: Sequence[str]) -> bool:
    """Whether a cell is no text itself: neither a sentence, nor about as long as the long texts below it."""
    mean = sum(map(len, column)) / len(column)
    return not SENTENCE.search(name) and len(name) <= LONGEST_NAME and (mean < LONG or 2 * len(name) < mean)
