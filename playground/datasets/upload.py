"""A user's CSV -> a data set, and what is wrong with the rows that were left out.

The first row names the columns: `label`, `split` if there is one (train, dev or
test), and every other column is a slot, usually `text`. A cell is text and nothing
else: a formula in it is never looked at. Encodings are the caller's matter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground import i18n
from playground.datasets.dataset import SPLITS, DataSet, by_label
from playground.errors import DataError
from playground.results import Example

DELIMITERS = ",;\t"
KNOWN = {"label", "split", "text"}


@dataclass(frozen=True)
class Limits:
    """What one upload may hold: rows, characters in one cell, different labels."""

    rows: int
    characters: int
    labels: int


@dataclass(frozen=True)
class RowProblem:
    """Why a row was left out. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    code: str
    values: Mapping[str, Any]

    def message(self, language: str = "en") -> str:
        """What is wrong with the row, in one language."""
        return i18n.translate(language, f"error.data.{self.code}", row=self.row, **self.values)


@dataclass(frozen=True)
class _Header:
    """Column numbers: of the label, of the split if any, and of each slot."""

    width: int
    label: int
    split: int | None
    slots: Mapping[str, int]


class _Unusable(Exception):
    """A row that cannot be an example; carries the problem's code and values."""

    def __init__(self, code: str, **values: Any):
        super().__init__(code)
        self.code, self.values = code, values


def read_csv(text: str, name: str, limits: Limits) -> tuple[DataSet, tuple[RowProblem, ...]]:
    """The good rows as a data set, and the problems of the others, by row.

    Without a `split` column all rows are training examples (`sample.hold_out` then
    draws a test split). Byte-order mark, any line ends, quoted line breaks, and
    semicolons or tabs in place of commas are understood; blank rows and columns
    without a name are passed over.

    Raises:
        DataError: `empty`, `no_header`, `no_label_column`, `no_text_column`,
            `column_twice`, `too_many_rows`, `too_many_labels`, `one_class`, or the
            first row's problem where no row is good.
    """
    records = _records(text.removeprefix("\ufeff"))
    header = _header(next(((cells, broken) for _, cells, broken in records if any(cells) or broken), None))
    splits: dict[str, list[Example]] = {split: [] for split in SPLITS}
    problems: list[RowProblem] = []
    seen: dict[tuple[str, ...], int] = {}
    count = 0
    for row, cells, broken in records:
        if not any(cells) and not broken:
            continue
        count += 1
        if count > limits.rows:
            continue
        try:
            split, example = _example(cells, broken, header, limits)
            content = tuple(example.fields.values())
            if content in seen:
                # The same text to learn from and to be measured on would flatter the prompt.
                raise _Unusable("row_twice", first=seen[content])
            seen[content] = row
            splits[split].append(example)
        except _Unusable as error:
            problems.append(RowProblem(row, error.code, error.values))
    if count > limits.rows:
        raise DataError("too_many_rows", count=count, limit=limits.rows)
    if problems and not any(splits.values()):
        raise DataError(problems[0].code, row=problems[0].row, **problems[0].values)
    train, dev, test = (tuple(splits[split]) for split in SPLITS)
    labels = by_label((*train, *dev, *test))
    if len(labels) > limits.labels:
        raise DataError("too_many_labels", count=len(labels), limit=limits.labels)
    return DataSet("upload", name, train, dev, test), tuple(problems)


def _records(text: str) -> Iterator[tuple[int, list[str], bool]]:
    """Row number, stripped cells, and whether the row is broken: its quotation marks
    do not fit, or a cell is larger than the csv module takes (128 KiB)."""
    first = next(iter(text.lstrip().splitlines()), "")
    delimiter = max(DELIMITERS, key=first.count)
    # Strict: otherwise a quotation mark never closed swallows all rows after it, unsaid.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield row, [], True
            continue
        yield row, ["\n".join(cell.splitlines()).strip() for cell in cells], False


def _header(first: tuple[list[str], bool] | None) -> _Header:
    """The columns by what the first row calls them; label, split and text in any case."""
    if first is None:
        raise DataError("empty")
    cells, broken = first
    if broken:
        raise DataError("row_unreadable", row=1)
    names = [cell.lower() if cell.lower() in KNOWN else cell for cell in cells]
    for place, name in enumerate(names):
        if name and name in names[:place]:
            raise DataError("column_twice", name=name)
    if not {"label", "text"} & set(names):
        raise DataError("no_header", found=", ".join(names)[:80])
    if "label" not in names:
        raise DataError("no_label_column", found=", ".join(names)[:80])
    slots = {name: place for place, name in enumerate(names) if name and name not in {"label", "split"}}
    if not slots:
        raise DataError("no_text_column")
    split = names.index("split") if "split" in names else None
    return _Header(len(names), names.index("label"), split, slots)


def _example(cells: list[str], broken: bool, header: _Header, limits: Limits) -> tuple[str, Example]:
    """A row's split and example, or `_Unusable`."""
    if broken:
        raise _Unusable("row_unreadable")
    if len(cells) != header.width:
        raise _Unusable("row_width", count=len(cells), expected=header.width)
    for cell in cells:
        if len(cell) > limits.characters:
            raise _Unusable("row_too_long", count=len(cell), limit=limits.characters)
    fields = {name: cells[place] for name, place in header.slots.items()}
    label = cells[header.label]
    if not any(fields.values()):
        raise _Unusable("row_no_text")
    if not label:
        raise _Unusable("row_no_label")
    split = "train" if header.split is None else cells[header.split].lower()
    if split not in SPLITS:
        raise _Unusable("row_split", found=split[:40])
    return split, Example(fields, label)
