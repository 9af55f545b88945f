"""Bytes of a file -> a table, and the guesses that reading it needs.

Kinds: `csv` (lines, however they are divided: `lines.py`), `jsonl` (JSON Lines, or one JSON array) and `excel`.
A `FileFormat` says how; what a user leaves open is guessed. Cells are text and nothing else: a formula in one is
never looked at. `isolated.py` does the same in a process of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from playground.datasets import columns, encoding, excel, jsonl
from playground.datasets.archives import unpack
from playground.datasets.division import LONGEST_DELIMITER, excerpt, guess_delimiter, guess_division
from playground.datasets.header import guess_header, guess_start
from playground.datasets.lines import CUTS, DELIMITERS, MOST_LINES, SAMPLE, SHAPES, csv_rows, unwrapped
from playground.datasets.sample import stratified
from playground.datasets.table import MOST_COLUMNS, Row, Table, letters, tidy
from playground.errors import DataError
from playground.settings import MOST_LABELS

__all__ = [
    "DELIMITERS",
    "KINDS",
    "MOST_LINES",
    "SAMPLE",
    "SHAPES",
    "FileFormat",
    "complete",
    "csv_rows",
    "guess_delimiter",
    "guess_header",
    "guess_kind",
    "read",
    "sheets",
    "table",
]
KINDS = ("csv", "jsonl", "excel")
PDF = b"%PDF-"  # a small one may hold nothing but text
LAST_START = 1000  # row at which a table may begin
MOST_SEED = 2**31
ALL = 2**31  # rows: no limit
# The options that a file need not have, with the values that say so.
PLAIN = {"cut": "every", "start": 1, "rows": None, "seed": None, "by": None}


@dataclass(frozen=True)
class FileFormat:
    """How a file is read; what its kind has no use for is `None`.

    `delimiter` is any text of a few characters, or one of `SHAPES`; `cut` says whether it divides at every place, or
    at the first or last alone. The table begins at row `start`, as a spreadsheet counts; with `header` that one names
    the columns. `rows` takes so many rows: the first, or with a `seed` a sample that keeps the labels' shares, those
    of the column `by` (guessed where it is `None`). `ambiguous` names a second encoding that reads the file about as
    well as the guessed one, or shows that this one makes little sense either: a person should choose.
    """

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    header: bool = True
    sheet: str | None = None
    cut: str = "every"
    start: int = 1
    rows: int | None = None
    seed: int | None = None
    by: int | None = None
    ambiguous: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As `complete` takes it; options that most files do not need are left out where they say nothing."""
        found = asdict(self)
        del found["ambiguous"]  # of the guess, not of the file
        return {name: value for name, value in found.items() if name not in PLAIN or value != PLAIN[name]}


def complete(data: bytes, name: str, chosen: Mapping[str, Any]) -> FileFormat:
    """How to read a file: what was chosen, and a guess for every `None` or missing value.

    Raises:
        DataError: a choice does not exist, or the file cannot be read
            (`unknown_option`, `empty`, and those of `archives.unpack` and `excel.sheets`).
    """
    data, name = unpack(data, name)
    named = _one_of("encoding", encoding.KNOWN, chosen)
    judged = encoding.judge(data) if named is None and not excel.looks_like(data) else None
    likely = named or (judged.encoding if judged else None)
    kind = _one_of("kind", KINDS, chosen) or guess_kind(data, name, likely)
    start = _number("start", 1, LAST_START, chosen)
    part = replace(
        FileFormat(kind),
        rows=_number("rows", 1, ALL, chosen),
        seed=_number("seed", 0, MOST_SEED, chosen),
        by=_number("by", 0, MOST_COLUMNS - 1, chosen),
    )
    if kind == "excel":
        known = excel.sheets(data)
        if not known:
            raise DataError("empty")
        file_format = replace(part, sheet=_one_of("sheet", known, chosen) or excel.likely(data))
    else:
        doubt = tuple(reading.encoding for reading in judged.readings[1:]) if judged else ()
        file_format = replace(part, encoding=likely or encoding.guess(data), ambiguous=doubt)
    if kind == "jsonl":
        return file_format
    if kind == "csv":
        file_format = _divided(data, file_format, chosen)
        if file_format.delimiter in SHAPES or file_format.delimiter == " " and file_format.cut == "first":
            return replace(file_format, header=False, start=start or 1)
    header = chosen.get("header") if isinstance(chosen.get("header"), bool) else None
    if start is None or header is None:
        head = list(itertools.islice(_rows(data, file_format, head=True), SAMPLE))
        if start is not None:
            guessed = start, guess_header([row for row in head if row.number >= start])
        else:
            guessed = guess_start(head) if header is not False else (1, False)
        start, header = guessed[0], guessed[1] if header is None else header
    return replace(file_format, header=header, start=start)


def _one_of(name: str, known: Sequence[str], chosen: Mapping[str, Any]) -> str | None:
    found = chosen.get(name)
    if found is not None and found not in known:
        raise DataError("unknown_option", option=name, found=tidy(str(found)[:40]))
    return found


def _number(name: str, low: int, high: int, chosen: Mapping[str, Any]) -> int | None:
    found = chosen.get(name)
    if found is not None and (type(found) is not int or not low <= found <= high):
        raise DataError("unknown_option", option=name, found=tidy(str(found)[:40]))
    return found


def _decoded(data: bytes, name: str | None) -> tuple[str, int]:
    text, unreadable = encoding.decode(data, name or "utf-8")
    return unwrapped(text), unreadable


def _divided(data: bytes, file_format: FileFormat, chosen: Mapping[str, Any]) -> FileFormat:
    """With its separator; a typed one is taken as it is, but for `\\t`, which nobody can type into a box."""
    cut, delimiter = _one_of("cut", CUTS, chosen), chosen.get("delimiter")
    if isinstance(delimiter, str) and delimiter in SHAPES:
        return replace(file_format, delimiter=delimiter)
    if delimiter is None:
        guessed = guess_division(excerpt(_decoded(data, file_format.encoding)[0]))
        return replace(file_format, delimiter=guessed[0], cut=cut or guessed[1])
    if delimiter == "\\t":
        delimiter = "\t"
    fits = isinstance(delimiter, str) and 1 <= len(delimiter) <= LONGEST_DELIMITER and not {*delimiter} & {*'\r\n"'}
    if not fits or (len(delimiter) > 1 and delimiter.isalnum()):
        raise DataError("unknown_option", option="delimiter", found=tidy(str(delimiter)[:40]))
    return replace(file_format, delimiter=delimiter, cut=cut or "every")


def guess_kind(data: bytes, name: str, named: str | None = None) -> str:
    """By the content, and where that could be anything by the file's name.

    Args:
        named: the encoding, if it is known.

    Raises:
        DataError: `old_excel`, or a name that ends in .xlsx without the content (`not_excel`).
    """
    if excel.looks_like(data):
        return "excel"
    ending = name.lower().rpartition(".")[2]
    if ending in {"xlsx", "xlsm", "xls"}:
        raise DataError("not_excel")
    text, _ = encoding.decode(data, named or encoding.guess(data))
    return "jsonl" if ending in {"jsonl", "ndjson", "json"} or jsonl.looks_like(text) else "csv"


def sheets(data: bytes) -> tuple[str, ...]:
    """The names of a workbook's sheets, also of one within an archive. Raises as `excel.sheets`."""
    return excel.sheets(unpack(data, "")[0])


def read(data: bytes, file_format: FileFormat, limit: int) -> Table:
    """The table; no more than `limit` of its rows are read, and whether there are more.

    Raises:
        DataError: there is no row, the header cannot be read, or the file cannot (`empty`,
            `row_unreadable`, `too_many_columns`, `pdf`, `not_text`, `json_object`, and those of `complete`).
    """
    data, _ = unpack(data, "")
    text, unreadable = "", 0
    if file_format.kind != "excel":
        if data[:SAMPLE].lstrip().startswith(PDF):
            raise DataError("pdf")
        text, unreadable = _decoded(data, file_format.encoding)
        if encoding.is_strange(text):
            raise DataError("not_text")

    def whole(most: int) -> Table:
        if file_format.kind == "jsonl":
            return jsonl.read(text, most)
        return table(_rows(data, file_format), file_format.header, most, file_format.start)

    if file_format.rows is None:
        found = whole(limit)
    else:
        found = _part(whole, file_format, min(file_format.rows, limit))
    if file_format.kind == "excel":
        found = _even(found)
    if (names := SHAPES.get(file_format.delimiter or "")) or (
        file_format.delimiter == " " and file_format.cut == "first" and (names := ("label", "text"))
    ):
        found = replace(found, columns=names)
    return replace(found, unreadable=unreadable)


def _part(whole: Callable[[int], Table], file_format: FileFormat, count: int) -> Table:
    """The first rows, or a sample of them all."""
    found = whole(ALL)
    total = len(found.rows)
    kept = found.rows[:count]
    if file_format.seed is not None and total > count:
        by = file_format.by
        if by is None:
            by = columns.guess(found, MOST_LABELS).label
        labels = [row.cells[by] if by is not None and by < len(row.cells) else "" for row in found.rows]
        kept = tuple(found.rows[place] for place in stratified(labels, count, file_format.seed))
    return replace(found, rows=kept, count=len(kept), total=total)


def _rows(data: bytes, file_format: FileFormat, head: bool = False) -> Iterator[Row]:
    if file_format.kind == "excel":
        return excel.rows(data, file_format.sheet or "")
    text = _decoded(data, file_format.encoding)[0]
    return csv_rows(excerpt(text) if head else text, file_format.delimiter or ",", file_format.cut)


def table(rows: Iterable[Row], header: bool, limit: int, start: int = 1) -> Table:
    """Rows below their header; without one, columns are called as in a spreadsheet.

    Columns at the end without a name and without a cell are left out, and empty cells beyond the columns.

    Args:
        start: the row at which the table begins, as a spreadsheet counts.

    Raises:
        DataError: `empty`, `row_unreadable`, `too_many_columns`.
    """
    rows = itertools.dropwhile(lambda row: row.number < start, rows)
    first = next(rows, None)
    if first is None:
        raise DataError("empty")
    if header and first.problem == "row_unreadable":
        raise DataError("row_unreadable", row=first.number)
    if header and first.problem:
        raise DataError("too_many_columns", limit=MOST_COLUMNS)
    if not header:
        rows = itertools.chain([first], rows)
    kept = tuple(itertools.islice(rows, limit))
    count = len(kept) + sum(1 for _ in itertools.islice(rows, 1))
    if header:
        names = first.cells
    else:
        widths = [len(row.cells) for row in kept[:SAMPLE] if not row.problem]
        names = tuple(map(letters, range(max(widths, key=widths.count, default=0))))
    named = max((place for place, name in enumerate(names, 1) if name and header), default=0)
    width = max([named, *(_width(row.cells[: len(names)]) for row in kept)])
    kept = tuple(replace(row, cells=row.cells[: max(width, _width(row.cells))]) for row in kept)
    cleaned = sum(row.cleaned for row in kept) + (first.cleaned if header else 0)
    return Table(names[:width], kept, count, cleaned=cleaned)


def _width(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that is not empty."""
    width = len(cells)
    while width and not cells[width - 1]:
        width -= 1
    return width


def _even(found: Table) -> Table:
    """Rows of a sheet, which end with their last cell, all as wide as the widest."""
    width = max([len(found.columns), *(len(row.cells) for row in found.rows)])

    def fill(cells: tuple[str, ...]) -> tuple[str, ...]:
        return cells + ("",) * (width - len(cells))

    return replace(
        found,
        columns=fill(found.columns),
        rows=tuple(replace(row, cells=fill(row.cells)) for row in found.rows),
    )
