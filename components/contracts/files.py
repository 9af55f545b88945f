"""How a visitor's file is read: its format, its columns, its split; what can be chosen of each."""

from __future__ import annotations

from typing import Literal

from components.contracts.base import Contract


class FileFormatAsked(Contract):
    """How a file shall be read; what is `None` is guessed."""

    kind: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    sheet: str | None = None
    cut: str | None = None
    start: int | None = None
    rows: int | None = None
    seed: int | None = None
    by: int | None = None


class FileFormat(Contract):
    """How a file is read; what its kind has no use for is `None`."""

    kind: Literal["csv", "jsonl", "excel"]
    encoding: str | None
    delimiter: str | None
    header: bool
    sheet: str | None
    cut: Literal["every", "first", "last"] = "every"
    start: int = 1
    rows: int | None = None
    seed: int | None = None
    by: int | None = None


class ColumnRolesAsked(Contract):
    """Numbers of the columns, from 0, as far as they are chosen."""

    label: int | None = None
    split: int | None = None
    slots: dict[str, int] = {}


class ColumnRoles(Contract):
    """Numbers of the columns, from 0: of the label, of the split if any, and of each slot by its name."""

    label: int | None
    split: int | None
    slots: dict[str, int]


class SplitAsked(Contract):
    """How the rows of a file without a split of its own are split: shares of dev and test, each label's alike, and the
    seed of the draw; `on` is false where all rows stay together."""

    on: bool = True
    dev: float = 0.1
    test: float = 0.2
    seed: int = 0


class FileSplit(SplitAsked):
    """How the rows are split, and how many are in each split; `own` where the file says it itself."""

    own: bool
    rows: dict[str, int]


class FileChoice(Contract):
    """A value to choose, and its name."""

    value: str
    label: str


class FileChoices(Contract):
    """What can be chosen of a file."""

    encodings: list[FileChoice]
    delimiters: list[FileChoice]
    sheets: list[str]


class EncodingReading(Contract):
    """What a line of the file is in an encoding, and what the encoding is called."""

    encoding: str
    label: str
    sample: str
