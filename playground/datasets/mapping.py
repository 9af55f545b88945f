"""A table and what its columns mean -> a data set, and what is wrong with the rows left out."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from playground import i18n
from playground.datasets import formats
from playground.datasets.columns import LONGEST_SLOT, MOST_SLOTS, SPLIT_WORDS, Columns, guess
from playground.datasets.dataset import SPLITS, DataSet, by_label
from playground.datasets.labels import SeveralLabels, read_label, several
from playground.datasets.table import LABEL_NAMES, Row, Table
from playground.datasets.tokens import joined
from playground.errors import DataError
from playground.invisible import hidden_in
from playground.results import Example

__all__ = [
    "LONGEST_SLOT",
    "MOST_SLOTS",
    "SPLIT_WORDS",
    "Columns",
    "Limits",
    "NoDataSet",
    "RowProblem",
    "build",
    "by_header",
    "guess",
    "notes",
    "pasted",
    "read_csv",
]
MOST_NAMED = 5  # labels with invisible characters within them
PASTED = {"label", "split", "text"}


@dataclass(frozen=True)
class Limits:
    """What one data set may hold: rows, characters in one cell, different labels."""

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


class NoDataSet(DataError):
    """A table of which no data set comes, with the problems of its rows: they may be why, and are said."""

    def __init__(self, error: DataError, problems: Sequence[RowProblem]):
        super().__init__(error.code, start=error.start, end=error.end, **error.values)
        self.problems = tuple(problems)

    def message(self, language: str = "en") -> str:
        """What is wrong, and with it the first row's problem."""
        said = super().message(language)
        if not self.problems or self.code == self.problems[0].code:
            return said
        return f"{said} {self.problems[0].message(language)}"


class _Unusable(Exception):
    """A row that cannot be an example; carries the problem's code and values."""

    def __init__(self, code: str, **values: Any):
        super().__init__(code)
        self.code, self.values = code, values


def read_csv(text: str, name: str, limits: Limits) -> tuple[DataSet, tuple[RowProblem, ...]]:
    """A pasted table whose first row names the columns: `label`, `split` if there is one,
    and every other column a slot, usually `text`.

    Raises:
        DataError: `empty`, `no_header`, `no_label_column`, `no_text_column`,
            `column_twice`, `too_many_rows`, `too_many_labels`, `one_class`, or the
            first row's problem where no row is good.
    """
    table = pasted(text, limits.rows)
    return build(table, by_header(table), name, limits)


def pasted(text: str, limit: int) -> Table:
    """The table of a pasted text, whose first row names the columns.

    Raises:
        DataError: `empty`, `row_unreadable`, `too_many_columns`.
    """
    text = text.removeprefix("\ufeff")
    return formats.table(formats.csv_rows(text, formats.guess_delimiter(text)), True, limit)


def by_header(table: Table) -> Columns:
    """The columns by what the first row calls them; label, split and text in any case.

    Raises:
        DataError: `no_header`, `no_label_column`, `no_text_column`, `column_twice`.
    """
    names = [name.lower() if name.lower() in PASTED else name for name in table.columns]
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
    return Columns(names.index("label"), names.index("split") if "split" in names else None, slots)


def build(table: Table, columns: Columns, name: str, limits: Limits) -> tuple[DataSet, tuple[RowProblem, ...]]:
    """The good rows as a data set, and the problems of the others, by row.

    Without a `split` column all rows are training examples (`sample.hold_out` then
    draws a test split). A text that comes again is left out.

    Raises:
        DataError: `no_label_chosen`, `no_slot_chosen`, `column_both`, `empty`,
            `too_many_rows`, `too_many_labels`, `one_class`, or the first row's
            problem where no row is good; with the problems of all rows.
    """
    unread = [RowProblem(row.number, row.problem, {}) for row in table.rows if row.problem]
    if unread and len(unread) == len(table.rows):
        # No choice of columns could help.
        raise NoDataSet(DataError(unread[0].code, row=unread[0].row), unread)
    problems: list[RowProblem] = []
    try:
        return _build(table, columns, name, limits, problems), tuple(problems)
    except DataError as error:
        raise NoDataSet(error, problems or unread) from error


def _build(table: Table, columns: Columns, name: str, limits: Limits, problems: list[RowProblem]) -> DataSet:
    """As `build`; the rows' problems are added to a list, so that they are known whatever happens."""
    if table.count > limits.rows:
        raise DataError("too_many_rows", limit=limits.rows)
    if columns.label is None:
        raise DataError("no_label_chosen")
    if not columns.slots:
        raise DataError("no_slot_chosen")
    if columns.label in columns.slots.values():
        # The answer would stand in the question.
        raise DataError("column_both", name=table.columns[columns.label])
    splits: dict[str, list[Example]] = {split: [] for split in SPLITS}
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    known = {row.cells[columns.label] for row in table.rows if columns.label < len(row.cells)}
    for row in table.rows:
        try:
            split, example = _example(row, table.columns, known, columns, limits)
            content = tuple(example.fields.values())
            if content in seen:
                # The same text to learn from and to be measured on would flatter the prompt.
                first, label = seen[content]
                raise _Unusable("row_twice" if example.label == label else "row_other_label", first=first)
            seen[content] = row.number, example.label
            splits[split].append(example)
        except _Unusable as error:
            problems.append(RowProblem(row.number, error.code, error.values))
    if problems and not any(splits.values()):
        raise DataError(problems[0].code, row=problems[0].row, **problems[0].values)
    train, dev, test = (tuple(splits[split]) for split in SPLITS)
    labels = by_label((*train, *dev, *test))
    if len(labels) > limits.labels:
        raise DataError("too_many_labels", count=len(labels), limit=limits.labels)
    return DataSet("upload", name, train, dev, test)


def _example(
    row: Row, names: tuple[str, ...], known: AbstractSet[str], columns: Columns, limits: Limits
) -> tuple[str, Example]:
    """A row's split and example, or `_Unusable`; `known` are the cells of the label column."""
    if row.problem:
        raise _Unusable(row.problem)
    if len(row.cells) != len(names):
        raise _Unusable("row_width", count=len(row.cells), expected=len(names))
    lower = [cell.lower() for cell in row.cells]
    if row.cells == names or (LABEL_NAMES & {*lower} and lower == [name.lower() for name in names]):
        raise _Unusable("row_header")
    cells = {name: row.cells[place] for name, place in columns.slots.items()}
    fields = {name: joined(cell) or cell for name, cell in cells.items()}
    label = _label("" if columns.label is None else row.cells[columns.label], known)
    for cell in (*fields.values(), label):
        if "\0" in cell:
            raise _Unusable("row_nul")
        if len(cell) > limits.characters:
            raise _Unusable("row_too_long", count=len(cell), limit=limits.characters)
    if not any(fields.values()):
        raise _Unusable("row_no_text")
    if not label:
        raise _Unusable("row_no_label")
    found = "train" if columns.split is None else row.cells[columns.split]
    if found.lower() not in SPLIT_WORDS:
        raise _Unusable("row_split", found=found[:40])
    return SPLIT_WORDS[found.lower()], Example(fields, label)


def _label(cell: str, known: AbstractSet[str]) -> str:
    """A cell as a label.

    Raises:
        _Unusable: it has several.
    """
    try:
        label = read_label(cell)
        if parts := several(label, known):
            raise SeveralLabels(parts)
    except SeveralLabels as error:
        raise _Unusable("row_labels", found=str(error)[:80]) from None
    # The same numbers, partly written as fractions, are the same labels.
    return label[:-2] if label.endswith(".0") and label[:-2] in known else label


def notes(table: Table, columns: Columns) -> tuple[tuple[str, dict[str, Any]], ...]:
    """What is worth saying of a table beside its rows' problems, as keys of messages and their values:
    `data.note.unreadable`, `data.note.halves`, `data.note.invisible`, `data.note.inside`, `data.note.joined` and
    `data.note.part`."""
    found: list[tuple[str, dict[str, Any]]] = []
    if table.unreadable:
        found.append(("data.note.unreadable", {"count": table.unreadable}))
    if table.halves:
        found.append(("data.note.halves", {"count": table.halves}))
    lists = [
        joined(row.cells[place]) for row in table.rows for place in columns.slots.values() if place < len(row.cells)
    ]
    if texts := [text for text in lists if text]:
        found.append(("data.note.joined", {"count": len(texts), "text": texts[0][:80]}))
    if table.total is not None and table.total > len(table.rows):
        found.append(("data.note.part", {"count": len(table.rows), "total": table.total}))
    if table.cleaned:
        found.append(("data.note.invisible", {"count": table.cleaned}))
    if columns.label is not None:
        labels = dict.fromkeys(row.cells[columns.label] for row in table.rows if columns.label < len(row.cells))
        for label in itertools.islice((label for label in labels if hidden_in(label)), MOST_NAMED):
            found.append(("data.note.inside", {"label": label[:80], "characters": ", ".join(hidden_in(label))}))
    return tuple(found)
