"""What the columns of a table are for: the label, the split, the texts; and a guess where nobody said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.datasets.dataset import SPLITS
from playground.datasets.table import LABEL_NAMES, SPLIT_NAMES, TEXT_NAMES, Table, tidy
from playground.errors import DataError

# Other words for the splits.
SPLIT_WORDS = {
    **{split: split for split in SPLITS},
    **dict.fromkeys(("training", "训练", "训练集", "訓練", "訓練集"), "train"),
    **dict.fromkeys(("validation", "valid", "val", "开发", "开发集", "验证", "验证集", "驗證", "驗證集"), "dev"),
    **dict.fromkeys(("testing", "测试", "测试集", "測試", "測試集"), "test"),
}
LONGEST_SLOT = 40  # characters, as a template takes them
MOST_SLOTS = 10
LOOKED_AT = 2000  # rows, across the whole table: it may be sorted by its labels
LONGEST_LABEL = 60  # characters of a cell that could be a label
# Parts of names that tell a label or a text.
LABEL_PARTS = re.compile(
    r"label|categor|sentiment|emotion|polarity|intent|stance|target|topic|rating|\bclass|_class|class_|class$"
    r"|标签|標籤|类别|類別|分类|分類|情感|类型|類型|极性|意图"
)
TEXT_PARTS = re.compile(
    r"text|sentence|review|content|comment|question|tweet|message|headline|utterance|passage|document|body"
    r"|文本|内容|內容|评论|評論|句|正文"
)
NO_LABEL = re.compile(r"^(unnamed.*|id|idx|index|no|nr|number|.*_id|编号|序号|id_.*|date|time|url|.*confidence.*)$")
NO_TEXT = re.compile(
    r"^(https?://\S*|[\d\W_]+|(?:mon|tue|wed|thu|fri|sat|sun)\w*,? (?:\d\d? )?[a-z]{3} .*\d\d:\d\d.*|\d{4}[-/]\d\d?[-/]\d\d?.*)$"
)
PAIR = re.compile(r"^(.*?)[ _]?([12ab])$")


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


@dataclass(frozen=True)
class _Column:
    """What a guess looks at. `constant` is true of all rows, the rest of some from the whole table."""

    place: int
    name: str
    cells: Sequence[str]
    distinct: int
    constant: bool

    @property
    def objects(self) -> bool:
        return sum(cell.startswith("{") and cell.endswith("}") for cell in self.cells) * 2 > len(self.cells)

    @property
    def numbers(self) -> bool:
        return all(cell.replace(".", "", 1).lstrip("-").isdecimal() for cell in self.cells)

    @property
    def mean(self) -> float:
        return sum(map(len, self.cells)) / len(self.cells)

    @property
    def fractions(self) -> bool:
        return self.numbers and any("." in cell for cell in self.cells)


def guess(table: Table, most_labels: int) -> Columns:
    """What the columns of a stranger's file seem to be: by their names, else by their cells.

    A column of one value is the label only where its name says so and there is no other; a column of objects never is.
    """
    left = _columns(table)
    split = next((column for column in left if column.name in SPLIT_NAMES), None) or next(
        (c for c in left if {cell.lower() for cell in c.cells} <= SPLIT_WORDS.keys() and c.distinct > 1), None
    )
    left = [column for column in left if column is not split]
    label = _label(left, most_labels)
    texts = _texts([column for column in left if column is not label])
    place = None if label is None else label.place
    if len(texts) == 1:
        return Columns(place, split.place if split else None, {"text": texts[0].place})
    slots: dict[str, int] = {}
    for column in texts[:MOST_SLOTS]:
        name = re.sub(r"[{}\s]+", " ", table.columns[column.place]).strip()[:LONGEST_SLOT].strip()
        slots.setdefault(name or f"text{column.place + 1}", column.place)
    return Columns(place, split.place if split else None, slots)


def _columns(table: Table) -> list[_Column]:
    """The columns that have cells, and some of these."""
    rows = [row.cells for row in table.rows if not row.problem and len(row.cells) == len(table.columns)]
    step = max(1, -(-len(rows) // LOOKED_AT))
    found = []
    for place, name in enumerate(table.columns):
        cells = [cells[place] for cells in rows[::step] if cells[place]]
        values = {*cells}
        if len(values) <= 1 and step > 1:
            values |= {row[place] for row in rows if row[place]}
            cells = cells or [row[place] for row in rows if row[place]]
        if cells:
            found.append(_Column(place, name.lower(), cells, len(values), len(values) == 1 and len(rows) > 1))
    return found


def _label(columns: Sequence[_Column], most: int) -> _Column | None:
    sensible = [column for column in columns if not column.objects]
    named = [column for column in sensible if column.name in LABEL_NAMES]
    if varied := [column for column in named if not column.constant]:
        # A target may also be what an opinion is about; beside any other name, it is.
        return min(varied, key=lambda c: (c.distinct > most, c.fractions, c.name == "target", c.place))
    by_cells = [column for column in sensible if _could_be_label(column, most)]
    telling = [column for column in by_cells if LABEL_PARTS.search(column.name)]
    if telling:
        return min(telling, key=_preferred)
    # A telling name with a value for each row, as in a file of a few lines.
    part = [c for c in sensible if LABEL_PARTS.search(c.name) and not c.constant and not c.fractions and _short(c)]
    if part and not by_cells:
        return min(part, key=_preferred)
    return min(by_cells, key=_preferred) if by_cells else named[0] if named else None


def _preferred(column: _Column) -> tuple[bool, int, bool, int]:
    """Words before numbers that have as many values; few values before many; none nearly always."""
    usual = max(Counter(column.cells).values())
    return usual > 0.98 * len(column.cells), column.distinct, column.numbers, column.place


def _could_be_label(column: _Column, most: int) -> bool:
    few = 2 <= column.distinct <= min(most, len(column.cells) // 2)
    return few and _short(column) and not column.fractions and not NO_LABEL.match(column.name)


def _short(column: _Column) -> bool:
    return max(map(len, column.cells)) <= LONGEST_LABEL


def _texts(columns: Sequence[_Column]) -> list[_Column]:
    """The text, or the texts that belong together: those with a telling name, else the longest."""
    left = [column for column in columns if not column.objects]
    if varied := [column for column in left if not column.constant]:
        left = varied
    if named := [column for column in left if column.name in TEXT_NAMES]:
        return named
    pairs: dict[str, list[_Column]] = {}
    for column in left:
        if (found := PAIR.match(column.name)) and found[1] and not column.numbers:
            pairs.setdefault(found[1], []).append(column)
    prose = [column for column in left if not column.numbers and not all(map(NO_TEXT.match, column.cells[:50]))]
    telling = [column for column in prose if TEXT_PARTS.search(column.name) and not NO_LABEL.match(column.name)]
    long = _long(telling) or _long([column for column in prose if 5 * column.distinct >= len(column.cells)] or prose)
    for pair in pairs.values():
        if len(pair) > 1 and any(column in long for column in pair):
            return pair
    return long


def _long(columns: Sequence[_Column]) -> list[_Column]:
    """Those whose texts are at least half as long as the longest one's."""
    longest = max((column.mean for column in columns), default=0.0)
    return [column for column in columns if 2 * column.mean >= longest]
