"""A table and what its columns mean -> a data set, and what is wrong with the rows left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground import i18n
from playground.datasets import formats
from playground.datasets.dataset import SPLITS, DataSet, by_label
from playground.datasets.table import LABEL_NAMES, SPLIT_NAMES, TEXT_NAMES, Row, Table, tidy
from playground.errors import DataError
from playground.results import Example

# Other words for the splits.
SPLIT_WORDS = {
    **{split: split for split in SPLITS},
    **dict.fromkeys(("training", "训练", "训练集", "訓練", "訓練集"), "train"),
    **dict.fromkeys(("validation", "valid", "val", "开发", "开发集", "验证", "验证集", "驗證", "驗證集"), "dev"),
    **dict.fromkeys(("testing", "测试", "测试集", "測試", "測試集"), "test"),
}
LONGEST_SLOT = 40  # characters, as a template takes them
MOST_SLOTS = 10
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


@dataclass(frozen=True)
class Columns:
    """Numbers of the columns, from 0: of the label, of the split if any, and of each slot."""

    label: int | None
    split: int | None
    slots: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """As `from_json` takes it."""
        return {"label": self.label, "split": self.split, "slots": dict(self.slots)}

    @classmethod
    def from_json(cls, value: Any, width: int) -> Columns:
        """Whatever a browser sent, for a table of `width` columns.

        Raises:
            DataError: it is no mapping of this table, or a slot's name is none (`bad_columns`, `bad_slot`).
        """
        value = value if isinstance(value, dict) else {}
        label, split, slots = value.get("label"), value.get("split"), value.get("slots")
        slots = slots if isinstance(slots, dict) else {}
        numbers = [number for number in (label, split, *slots.values()) if number is not None]
        if (
            None in slots.values()
            or len(slots) > MOST_SLOTS
            or any(type(n) is not int or not 0 <= n < width for n in numbers)
        ):
            raise DataError("bad_columns")
        for name in slots:
            if not name or name != tidy(name) or len(name) > LONGEST_SLOT or re.search(r"[{}\n]", name):
                raise DataError("bad_slot", slot=tidy(name)[:80], limit=LONGEST_SLOT)
        return cls(label, split, slots)


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
    text = text.removeprefix("\ufeff")
    table = formats.table(formats.csv_rows(text, formats.guess_delimiter(text)), True, limits.rows)
    return build(table, by_header(table), name, limits)


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


def guess(table: Table, most_labels: int) -> Columns:
    """What the columns of a stranger's file seem to be: by their names, else by their cells."""
    names = [name.lower() for name in table.columns]
    cells = [row.cells for row in table.rows[:1000] if not row.problem and len(row.cells) == len(names)]
    columns = [[cell for cell in column if cell] for column in zip(*cells, strict=True)] or [[] for _ in names]
    left = [place for place, column in enumerate(columns) if column]

    def take(known: frozenset[str], otherwise: Callable[[list[str]], bool]) -> int | None:
        named = [place for place in left if names[place] in known]
        found = named or sorted((p for p in left if otherwise(columns[p])), key=lambda p: len({*columns[p]}))
        if found:
            left.remove(found[0])
        return found[0] if found else None

    split = take(SPLIT_NAMES, lambda column: {cell.lower() for cell in column} <= set(SPLIT_WORDS))
    label = take(LABEL_NAMES, lambda column: 2 <= len({*column}) <= min(most_labels, len(column) // 2))
    texts = [place for place in left if names[place] in TEXT_NAMES] or _long(columns, left)
    if len(texts) == 1:
        return Columns(label, split, {"text": texts[0]})
    slots: dict[str, int] = {}
    for place in texts[:MOST_SLOTS]:
        name = re.sub(r"[{}\s]+", " ", table.columns[place]).strip()[:LONGEST_SLOT].strip() or f"text{place + 1}"
        slots.setdefault(name, place)
    return Columns(label, split, slots)


def _long(columns: Sequence[Sequence[str]], places: Sequence[int]) -> list[int]:
    """The columns whose texts are at least half as long as the longest column's, numbers left out."""
    lengths = {
        place: sum(map(len, columns[place])) / len(columns[place])
        for place in places
        if not all(cell.replace(".", "", 1).lstrip("-").isdecimal() for cell in columns[place])
    }
    return [place for place, mean in lengths.items() if 2 * mean >= max(lengths.values())]


def build(table: Table, columns: Columns, name: str, limits: Limits) -> tuple[DataSet, tuple[RowProblem, ...]]:
    """The good rows as a data set, and the problems of the others, by row.

    Without a `split` column all rows are training examples (`sample.hold_out` then
    draws a test split). A text that comes again is left out.

    Raises:
        DataError: `no_label_chosen`, `no_slot_chosen`, `column_both`, `empty`,
            `too_many_rows`, `too_many_labels`, `one_class`, or the first row's
            problem where no row is good.
    """
    if columns.label is None:
        raise DataError("no_label_chosen")
    if not columns.slots:
        raise DataError("no_slot_chosen")
    if columns.label in columns.slots.values():
        # The answer would stand in the question.
        raise DataError("column_both", name=table.columns[columns.label])
    if table.count > limits.rows:
        raise DataError("too_many_rows", limit=limits.rows)
    splits: dict[str, list[Example]] = {split: [] for split in SPLITS}
    problems: list[RowProblem] = []
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in table.rows:
        try:
            split, example = _example(row, len(table.columns), columns, limits)
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
    return DataSet("upload", name, train, dev, test), tuple(problems)


def _example(row: Row, width: int, columns: Columns, limits: Limits) -> tuple[str, Example]:
    """A row's split and example, or `_Unusable`."""
    if row.problem:
        raise _Unusable(row.problem)
    if len(row.cells) != width:
        raise _Unusable("row_width", count=len(row.cells), expected=width)
    fields = {name: row.cells[place] for name, place in columns.slots.items()}
    label = "" if columns.label is None else row.cells[columns.label]
    for cell in (*fields.values(), label):
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
