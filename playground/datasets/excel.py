"""One sheet of an Excel workbook (.xlsx) as rows of text.

A formula is the text that was typed, never its result; a date is written as in
ISO 8601, a number as Python writes it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from playground.datasets.table import MOST_COLUMNS, Row, tidy
from playground.errors import DataError
from playground.settings import MIB

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST = 32 * MIB  # of all parts, unpacked; a few bytes can be made to unpack to any size
# Elements in all parts, which the time goes to: 50 000 rows of nine cells have as many.
MOST_ELEMENTS = 1_000_000
MOST_PARTS = 1000
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


def rows(data: bytes, sheet: str) -> Iterator[Row]:
    """Rows that are not blank, each without the empty cells at its end.

    Raises:
        DataError: as `sheets`.
    """
    read = 0
    with _opened(data) as book:
        page = book[sheet]
        # What a file says of its own size may be wrong, or a trap.
        page.reset_dimensions()
        for number, values in enumerate(page.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
            if number > LAST_ROW:
                return
            if values.count(None) == len(values):
                continue  # there can be a million of these
            cells = [tidy(_text(value)) for value in values]
            # A workbook keeps a text once that stands in a million cells.
            read += sum(map(len, cells))
            if read > LARGEST:
                raise DataError("excel_too_large", limit=LARGEST // MIB)
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                yield Row(number, (), "row_wide")
            elif cells:
                yield Row(number, tuple(cells))


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    if not looks_like(data):
        raise DataError("not_excel")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries = parts.infolist()
            # Reading stops at the size that an entry states, so it cannot lie.
            small = len(entries) <= MOST_PARTS and sum(entry.file_size for entry in entries) <= LARGEST
            if not small or sum(_elements(parts.read(entry)) for entry in entries) > MOST_ELEMENTS:
                raise DataError("excel_too_large", limit=LARGEST // MIB)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except DataError:
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl raise whatever it stumbles over.
        raise DataError("not_excel") from error


def _elements(part: bytes) -> int:
    return part.count(b"<") - part.count(b"</")


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
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
