"""Data sets: the picker's list, and the way in for one's own rows.

A file itself comes as the body of `POST playground/upload`, with its name percent-encoded in the header
`x-playground-name` beside the headers of every call; the answer is a `Draft` or a `Failure`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from components.contracts.base import MIB, Call, Contract, Id, Note, Nothing, Share
from components.contracts.files import (
    ColumnRoles,
    ColumnRolesAsked,
    EncodingReading,
    FileChoices,
    FileFormat,
    FileFormatAsked,
    FileSplit,
    SplitAsked,
)

#: Bytes of a question that may carry a table; the server's own limits are lower and are told in their own words.
TABLE = 20 * MIB


class DemoSource(Contract):
    """A set that comes with the app."""

    demo: str


class UploadSource(Contract):
    """A saved upload, its owner's alone."""

    upload: str


class TableSource(Contract):
    """A table that comes with the question, from a program: its first row names the columns."""

    csv: str
    name: str


#: Where a call's data is; every page's forms name a data set by one of these.
Source = DemoSource | UploadSource | TableSource


class DataFacts(Contract):
    """What is known of a set's rows, which are counted by split and by split and label; the fingerprint changes with
    any of them."""

    rows: dict[str, int]
    labels: list[str]
    counts: dict[str, dict[str, int]]
    slots: list[str]
    fingerprint: str


class DataPrompts(Contract):
    """Prompts that go with a set: those for a grid, from good to poor, and a template to train."""

    templates: list[str]
    verbalizers: list[str]
    soft: str


class DataCard(DataFacts):
    """A set as a picker shows it. `baseline` is split -> accuracy of a bag of words, which for one's own
    rows is a call of its own; the prompts are those of demo sets, `created` is of uploads, and nobody said the language
    of one's own rows."""

    source: Source
    name: str
    about: str
    language: str | None
    baseline: dict[str, Share] | None
    prompts: DataPrompts | None
    mine: bool
    created: str | None


class DataCards(Contract):
    """The visitor's sets, newest first, then the demo sets, the reader's language first."""

    sets: list[DataCard]


class BaselineAsked(Contract):
    """A set of one's own."""

    source: Source


class Baseline(Contract):
    """Split -> accuracy of a bag of words that learnt from the training rows; splits without rows have none."""

    baseline: dict[str, Share]


class LabelsAsked(Contract):
    """A verbalizer's text."""

    verbalizer: str


class VerbalizerLabels(Contract):
    """Its labels in their order; `None` where the text cannot be understood."""

    labels: list[str] | None


class FitAsked(Contract):
    """A prompt, and the set it is to fit; without one the likeliest of all."""

    template: str
    verbalizer: str
    source: Source | None = None


class GridPrompts(Contract):
    """Templates and verbalizers of a grid."""

    templates: list[str]
    verbalizers: list[str]


class DataFit(Contract):
    """The prompt in a set's names. `how`: it fits as it is, it was `fitted`, or the set's `own` prompt stands there
    because the other asks something else; `none` where neither is possible, and no texts. `message` says what was
    changed. `grid` are prompts to compare on the set."""

    source: Source
    template: str | None
    verbalizer: str | None
    how: Literal["same", "fitted", "own", "none"]
    message: str
    grid: GridPrompts


class PasteAsked(Contract):
    """Rows as text, and what to call them."""

    text: str
    name: str = ""


class HubAsked(Contract):
    """A data set of the hub by its name; configuration and split may be left to the hub."""

    name: str
    config: str = ""
    split: str = ""


class Draft(Contract):
    """The id of rows that have arrived, and that nobody but their owner's preview sees."""

    upload: Id


class PreviewAsked(Contract):
    """An upload, and how to read and split it; `None`: as it was saved, else guessed."""

    upload: Id
    options: FileFormatAsked | None = None
    mapping: ColumnRolesAsked | None = None
    split: SplitAsked | None = None


class TableColumn(Contract):
    """A column, its first different cells, and how many there are."""

    name: str
    sample: list[str]
    distinct: int


class LabelCount(Contract):
    """A label and its rows."""

    label: str
    count: int


class RowProblem(Contract):
    """Why a row cannot be used; the header is row 1."""

    row: int
    message: str


class FilePreview(Contract):
    """A file as it is read and how else it could be: its first rows, what would be used and what would be left out.

    In an encoding in which it is no text it has no columns. `readings` are two where the encoding is not certain, else
    none. A file of more than `limit` rows is taken in part only.
    """

    options: FileFormat
    guessed: FileFormat
    choices: FileChoices
    readings: list[EncodingReading]
    split: FileSplit
    limit: int
    columns: list[TableColumn]
    rows: list[list[str]]
    count: int
    mapping: ColumnRoles
    labels: list[LabelCount]
    good: int
    bad: int
    problems: list[RowProblem]
    notes: list[Note]
    name: str


class SaveAsked(PreviewAsked):
    """An upload with how it is to be read and split, and its name."""

    name: str = ""


class SavedData(Contract):
    """The set that was made, and which rows were left out."""

    card: DataCard
    problems: list[RowProblem]
    bad: int


class DeleteAsked(Contract):
    """Which upload."""

    upload: Id


class RowsAsked(Contract):
    """Some rows of a split, or of `all`, from one on, counted from 0."""

    source: Source
    split: str = "all"
    start: Annotated[int, Field(ge=0)] = 0


class DataRow(Contract):
    """One example."""

    fields: dict[str, str]
    label: str
    split: str


class DataRows(Contract):
    """Fifty rows at most, of so many."""

    rows: list[DataRow]
    count: int


LIST = Call("data_list", Nothing, DataCards, "The data sets that can be chosen.")
BASELINE = Call(
    "data_baseline",
    BaselineAsked,
    Baseline,
    "What counting words gets right on a set of one's own.",
    limit=TABLE,
)
LABELS = Call(
    "data_labels", LabelsAsked, VerbalizerLabels, "The labels of a verbalizer, to be held against those of a set."
)
FIT = Call(
    "data_fit",
    FitAsked,
    DataFit,
    "A prompt in the names of a data set's labels and slots, and with which set it goes.",
    limit=TABLE,
)
PASTE = Call("data_paste", PasteAsked, Draft, "Rows as text become a draft.", limit=TABLE)
HUB = Call("data_hub", HubAsked, Draft, "A data set of the hub becomes a draft.")
PREVIEW = Call("data_preview", PreviewAsked, FilePreview, "What a file holds under some options.")
SAVE = Call("data_save", SaveAsked, SavedData, "Keep a draft as a data set.")
DELETE = Call("data_delete", DeleteAsked, Nothing, "Delete a data set or a draft.")
ROWS = Call("data_rows", RowsAsked, DataRows, "Rows of a data set, to browse.", limit=TABLE)
