"""Bytes of a file -> a table, and the guesses that reading it needs.

Kinds: `csv` (any separator, so TSV too), `jsonl` (JSON Lines, or one JSON array) and
`excel`. A `FileFormat` says how; what a user leaves open is guessed. Cells are text and
nothing else: a formula in one is never looked at.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from playground.datasets import encoding, excel, jsonl
from playground.datasets.table import LABEL_NAMES, MOST_COLUMNS, SPLIT_NAMES, TEXT_NAMES, Row, Table, letters, tidy
from playground.errors import DataError

KINDS = ("csv", "jsonl", "excel")
WIDE_COMMA = "，"
# The likelier separator first where two divide the rows equally well: commas occur in any text.
DELIMITERS = ("\t", ";", "|", ",", WIDE_COMMA)
# The first line by which Excel is told the separator, and which it does not show.
SEPARATOR_LINE = re.compile(rf'"?sep=([{"".join(DELIMITERS)}])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
SAMPLE = 200  # rows that are enough to guess by
# Below its first, of one quoted cell. About what the longest text that is taken has (20 000 characters);
# without an end, a mark left open could take in thousands of rows up to some other mark that fits by chance.
MOST_LINES = 500
PDF = b"%PDF-"  # a small one may hold nothing but text


@dataclass(frozen=True)
class FileFormat:
    """How a file is read; what its kind has no use for is `None`."""

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    header: bool = True
    sheet: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As `complete` takes it."""
        return asdict(self)


def complete(data: bytes, name: str, chosen: Mapping[str, Any]) -> FileFormat:
    """How to read a file: what was chosen, and a guess for every `None` or missing value.

    Raises:
        DataError: a choice does not exist, or a workbook cannot be read
            (`unknown_option`, `old_excel`, `not_excel`, `excel_too_large`).
    """
    named = _one_of("encoding", encoding.ENCODINGS, chosen)
    kind = _one_of("kind", KINDS, chosen) or guess_kind(data, name, named)
    if kind == "excel":
        known = excel.sheets(data)
        if not known:
            raise DataError("empty")
        file_format = FileFormat(kind, sheet=_one_of("sheet", known, chosen) or known[0])
    else:
        named = named or encoding.guess(data)
        file_format = FileFormat(kind, named)
    if kind == "csv":
        text, _ = encoding.decode(data, named or "utf-8")
        file_format = replace(file_format, delimiter=_one_of("delimiter", DELIMITERS, chosen) or guess_delimiter(text))
    if kind == "jsonl":
        return file_format
    header = chosen.get("header")
    if not isinstance(header, bool):
        header = guess_header(list(itertools.islice(_rows(data, file_format), SAMPLE)))
    return replace(file_format, header=header)


def _one_of(name: str, known: Sequence[str], chosen: Mapping[str, Any]) -> str | None:
    found = chosen.get(name)
    if found is not None and found not in known:
        raise DataError("unknown_option", option=name, found=tidy(str(found)[:40]))
    return found


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


def guess_delimiter(text: str) -> str:
    """The one that a line `sep=;` names, else what divides most of the first rows into as
    many cells as the first has.

    Separators inside quotation marks do not count, and full-width commas, which any
    Chinese text has, only where nothing else divides the rows and they do half of them.

    >>> guess_delimiter('text;label\\n"so; so";a\\nfine, really;b')
    ';'
    """
    if stated := SEPARATOR_LINE.match(text):
        return stated[1]

    def fits(delimiter: str) -> tuple[int, int]:
        rows = list(itertools.islice(csv_rows(text, delimiter), SAMPLE))
        good = [len(row.cells) for row in rows if not row.problem]
        width = good[0] if good else 1
        count = good.count(width)
        return (count, width) if width > 1 and (delimiter != WIDE_COMMA or 2 * count >= len(rows)) else (0, 0)

    for rivals in (DELIMITERS[:-1], DELIMITERS[-1:]):
        best = max(rivals, key=fits)
        if fits(best) > (0, 0):
            return best
    return ","


def guess_header(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns: by its words, else by being unlike the others."""
    if not rows or rows[0].problem:
        return False
    first = [cell.lower() for cell in rows[0].cells]
    if {*first} & (TEXT_NAMES | LABEL_NAMES | SPLIT_NAMES):
        return True
    rest = [row.cells for row in rows[1:] if len(row.cells) == len(first)]
    if not rest or len({*first}) < len(first):
        return False
    columns = [[cell.lower() for cell in column] for column in zip(*rest, strict=True)]
    if any(name in column for name, column in zip(first, columns, strict=True)):
        return False
    return any(_unlike(name, column) for name, column in zip(first, columns, strict=True))


def _unlike(name: str, column: Sequence[str]) -> bool:
    """Whether a first cell is no entry of its column: a word over numbers, over long
    texts, or over a few words that come again and again."""
    numbers = sum(cell.replace(".", "", 1).isdecimal() for cell in column)
    mean = sum(map(len, column)) / len(column)
    repeated = len({*column}) * 2 <= len(column)
    return (numbers == len(column) and not name.isdecimal()) or (mean >= 10 and 2 * len(name) < mean) or repeated


def read(data: bytes, file_format: FileFormat, limit: int) -> Table:
    """The table; no more than `limit` of its rows are read, and whether there are more.

    Raises:
        DataError: there is no row, the header cannot be read, or the file cannot (`empty`,
            `row_unreadable`, `too_many_columns`, `pdf`, `not_text`, `json_object`, and those of `complete`).
    """
    if file_format.kind == "excel":
        return _even(table(excel.rows(data, file_format.sheet or ""), file_format.header, limit))
    if data[:SAMPLE].lstrip().startswith(PDF):
        raise DataError("pdf")
    text, unreadable = encoding.decode(data, file_format.encoding or "utf-8")
    if encoding.is_strange(text):
        raise DataError("not_text")
    if file_format.kind == "jsonl":
        found = jsonl.read(text, limit)
    else:
        found = table(csv_rows(text, file_format.delimiter or ","), file_format.header, limit)
    return replace(found, unreadable=unreadable)


def _rows(data: bytes, file_format: FileFormat) -> Iterator[Row]:
    if file_format.kind == "excel":
        return excel.rows(data, file_format.sheet or "")
    return csv_rows(encoding.decode(data, file_format.encoding or "utf-8")[0], file_format.delimiter or ",")


def table(rows: Iterable[Row], header: bool, limit: int) -> Table:
    """Rows below their header; without one, columns are called as in a spreadsheet.

    Raises:
        DataError: `empty`, `row_unreadable`, `too_many_columns`.
    """
    rows = iter(rows)
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
        return Table(first.cells, kept, count)
    widths = [len(row.cells) for row in kept[:SAMPLE]]
    return Table(tuple(map(letters, range(max(widths, key=widths.count, default=0)))), kept, count)


def _even(found: Table) -> Table:
    """Rows of a sheet, which end with their last cell, all as wide as the widest."""
    width = max([len(found.columns), *(len(row.cells) for row in found.rows)])

    def fill(cells: tuple[str, ...]) -> tuple[str, ...]:
        return cells + ("",) * (width - len(cells))

    return replace(
        found,
        columns=fill(found.columns),
        rows=tuple(Row(row.number, fill(row.cells), row.problem) for row in found.rows),
    )


def csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    """Rows that are not blank, with `row_unreadable` where the quotation marks of one do not
    fit or a cell is larger than the csv module takes (128 KiB) or `MOST_LINES`.

    Below such a row, the next line is the next row. In a file of tabs whose first rows have
    marks that do not fit, quotation marks are characters as any other.
    """
    if stated := SEPARATOR_LINE.match(text):
        text = text[stated.end() :]
    plain = delimiter == "\t" and any(row.problem for row in itertools.islice(_csv_rows(text, delimiter), SAMPLE))
    return _csv_rows(text, delimiter, csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL)


def _csv_rows(text: str, delimiter: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> Iterator[Row]:
    source = io.StringIO(text, newline="")
    failed = 0  # how far down a row that could not be read was followed
    for number in itertools.count(1):
        first = source.readline()
        if not first:
            return
        below = source.tell()
        # A quoted cell that goes on to a line which such a row went through would fail just where that one
        # did, so no line is read twice for it: time stays linear, however many marks are left open.
        rest = itertools.islice(source, MOST_LINES) if below >= failed else ()
        # Strict: otherwise a quotation mark never closed swallows the rows after it, unsaid.
        reader = csv.reader(itertools.chain([first], rest), delimiter=delimiter, strict=True, quoting=quoting)
        try:
            cells = next(reader)
        except csv.Error:
            failed = max(failed, source.tell())
            source.seek(below)
            yield Row(number, (), "row_unreadable")
            continue
        if len(cells) > MOST_COLUMNS:
            yield Row(number, (), "row_wide")
            continue
        tidied = tuple(map(tidy, cells))
        if any(tidied):
            yield Row(number, tidied)
