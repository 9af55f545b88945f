"""One sheet of an Excel workbook (.xlsx) as rows of text.

A formula is the text that was typed, never its result; a date is written as in
ISO 8601, a number as Python writes it.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from playground.datasets.table import MOST_COLUMNS, Row, row_of
from playground.errors import DataError
from playground.settings import MIB

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST = 32 * MIB  # of all parts, unpacked; a few bytes can be made to unpack to any size
# Elements in all parts, which the time goes to: 50 000 rows of nine cells have as many.
MOST_ELEMENTS = 1_000_000
MOST_PARTS = 1000
# Of a part without cells: more styles than Excel itself allows, or sheets than anybody would look through.
MOST_SMALL, CELLS = 65_536, ("xl/worksheets/", "xl/sharedStrings.xml")
LONGEST_TAG, LONGEST_FORMAT = 64 * 1024, 1024  # bytes; Excel's own formats of numbers have at most 255
TAG, NUMBER_FORMAT = (
    re.compile(rb"<[^<>]{%d}" % LONGEST_TAG),
    re.compile(rb'formatCode\s*=\s*"[^"]{%d}' % LONGEST_FORMAT),
)
MOST_ATTRIBUTES = 8  # of an element, on average
MOST_SHEETS = 1000
HEAD = 200  # rows of a sheet that are enough to choose it
LOOKED_INTO = 20  # sheets, for one with rows
LAST_ROW = 1_048_576  # Excel's own


def looks_like(data: bytes) -> bool:
    """Whether it is a workbook, by its first bytes.

    Raises:
        DataError: it is one of old Excel's, or has a password (`old_excel`).
    """
    if data.startswith(OLD):
        raise DataError("old_excel")
    return data.startswith(ZIP)


def sheets(data: bytes) -> tuple[str, ...]:
    """The names of the sheets; charts on a page of their own are none.

    Raises:
        DataError: it cannot be read (`old_excel`, `not_excel`, `excel_too_large`).
    """
    with _opened(data) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def likely(data: bytes) -> str:
    """The sheet that is read where nobody has chosen one: the first with a table, else with anything; of hidden ones
    only where no other has.

    Raises:
        DataError: as `sheets`, or no sheet has a row (`empty`).
    """
    filled: list[str] = []
    with _opened(data) as book:
        pages = sorted(book.worksheets, key=lambda page: page.sheet_state != "visible")
        for page in itertools.islice(pages, LOOKED_INTO):
            head = list(itertools.islice(_rows(page), HEAD))
            if len(head) > 1 and any(sum(map(bool, row.cells)) > 1 for row in head):
                return page.title
            filled += [page.title] * bool(head)
    if not filled:
        raise DataError("empty")
    return filled[0]


def rows(data: bytes, sheet: str) -> Iterator[Row]:
    """Rows that are not blank, each without the empty cells at its end.

    Raises:
        DataError: as `sheets`.
    """
    with _opened(data) as book:
        yield from _rows(book[sheet])


def _rows(page: Any) -> Iterator[Row]:
    read = 0
    # What a file says of its own size may be wrong, or a trap.
    page.reset_dimensions()
    for number, values in enumerate(page.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
        if number > LAST_ROW:
            return
        if values.count(None) == len(values):
            continue  # there can be a million of these
        row = row_of(number, map(_text, values))
        # A workbook keeps a text once that stands in a million cells.
        read += sum(map(len, row.cells))
        if read > LARGEST:
            raise DataError("excel_too_large", limit=LARGEST // MIB)
        cells = list(row.cells)
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            yield Row(number, (), "row_wide")
        elif cells:
            yield Row(number, tuple(cells), cleaned=row.cleaned)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    if not looks_like(data):
        raise DataError("not_excel")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries = parts.infolist()
            # Reading stops at the size that an entry states, so it cannot lie.
            small = len(entries) <= MOST_PARTS and sum(entry.file_size for entry in entries) <= LARGEST
            if not small or sum(_elements(entry.filename, parts.read(entry)) for entry in entries) > MOST_ELEMENTS:
                raise DataError("excel_too_large", limit=LARGEST // MIB)
        from openpyxl import load_workbook  # slow to import

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            if len(book.worksheets) > MOST_SHEETS:
                raise DataError("excel_too_large", limit=LARGEST // MIB)
            yield book
        finally:
            book.close()
    except DataError:
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl raise whatever it stumbles over.
        raise DataError("not_excel") from error


def _elements(name: str, part: bytes) -> int:
    """How many elements a part has; far more than are allowed where it was made to cost time."""
    count = part.count(b"<") - part.count(b"</")
    marks = max(part.count(b'"'), part.count(b"'"))
    attributes = marks // 2 > MOST_ATTRIBUTES * count + MOST_SMALL and name != CELLS[1]
    if (
        attributes
        or TAG.search(part)
        or NUMBER_FORMAT.search(part)
        or (count > MOST_SMALL and not name.startswith(CELLS))
    ):
        return MOST_ELEMENTS + 1
    return count


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return _unescaped(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case date() | time() | timedelta():
            return str(value)
        case int() | float():
            return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
        case _:
            return str(getattr(value, "text", value) or "")  # a formula over several cells


def _unescaped(text: str) -> str:
    """Text whose line ends and the like may be spelled out: `_x000D_`."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape  # slow to import

    return unescape(text)
