"""The Compare page: templates × verbalizers × models as a grid, and one template word by word."""

from __future__ import annotations

from typing import Literal

from components.contracts.base import Call, Contract, Figure, Share
from components.contracts.data import DemoSource
from components.contracts.evaluations import (
    CellNumbers,
    LookAsked,
    Outlined,
    PromptForm,
    RowsForm,
    Typed,
    Watched,
)
from components.contracts.jobs import Started
from components.contracts.models import ModelId
from components.contracts.play import PromptState


class GridSetup(Contract):
    """The demo set that the page opens with where nobody has touched Play: words do much on it."""

    first: DemoSource


class GridForm(RowsForm):
    """Every template and trained prompt with every verbalizer and model; each of `seeds` draws a sample, and all that
    were drawn are asked once."""

    templates: list[str]
    verbalizers: list[str]
    models: list[ModelId]
    seeds: list[Typed]


class WordsForm(PromptForm):
    """One prompt; `replacements` are words by the index of the one whose place they take."""

    replacements: dict[str, str] = {}


class PartOutline(Contract):
    """A row or column of the grid, and why none of its cells can be asked, where that is so."""

    name: str
    error: str | None


class GridOutlined(Outlined):
    """A grid before it starts; where words are changed, a row is one change."""

    cells: int
    rows: list[PartOutline]
    columns: list[PartOutline]


class GridCell(Contract):
    """One prompt of the grid: nobody knows it yet where accuracy and error are both `None`. `spread` is over draws;
    `answered`: its predictions can be had."""

    accuracy: Share | None
    interval: tuple[Share, Share] | None
    macro_f1: float | None
    spread: float | None
    best: bool
    tied: bool
    error: str | None
    answered: bool


class GridRow(Contract):
    """A template; the last row may be the average of them all (`ensemble`), which has none."""

    name: str
    template: str | None
    ensemble: bool
    cells: list[GridCell]


class ModelGrid(Contract):
    """One model's part of the grid."""

    model: str
    columns: list[str]
    rows: list[GridRow]


class GridWatched(Watched):
    """A grid as it is now: a table and a heatmap a model."""

    grid: list[ModelGrid]
    figures: list[Figure]


class CellAsked(LookAsked):
    """A cell's place among the job's models, rows and columns."""

    model: int
    row: int
    column: int


class GridNumbers(CellNumbers):
    """A cell's numbers, and how it compares with the best one; `holm` is p corrected for all cells."""

    best: bool
    tied: bool
    spread: float | None
    difference: float | None
    difference_interval: tuple[float, float] | None
    p: Share | None
    holm: Share | None


class GridCellSeen(Contract):
    """One cell by itself: its numbers, `None` where there are none, and its prompt as Play has it."""

    numbers: GridNumbers | None
    state: PromptState


class WordChange(Contract):
    """What dropping a word, or putting another (`by`) in its place, does to the accuracy; the interval and McNemar's p,
    alone and as Holm corrects it for all changes, come when the job is done."""

    by: str | None
    change: float | None
    interval: tuple[float, float] | None
    p: Share | None
    holm: Share | None
    error: str | None


class TemplatePiece(Contract):
    """A piece of the template's text: a word that can be changed has an index, and what its changes did."""

    text: str
    start: int
    end: int
    kind: Literal["text", "slot", "mask", "soft", "trigger"]
    index: int | None
    dropped: WordChange | None
    replaced: WordChange | None


class WholeTemplate(Contract):
    """The template as it is; `cut` counts the examples that were longer than the model reads."""

    accuracy: Share
    interval: tuple[Share, Share]
    cut: int | None


class WordsWatched(Watched):
    """A template word by word; its pieces joined are its text."""

    template: list[TemplatePiece]
    base: WholeTemplate | None
    figure: Figure | None
    state: PromptState


WITH_PAGE = (GridSetup,)
GRID_OUTLINE = Call("grid_outline", GridForm, GridOutlined, "How many cells a grid has, and which cannot be asked.")
GRID_START = Call("grid_start", GridForm, Started, "Queue a grid.")
GRID_WATCH = Call("grid_watch", LookAsked, GridWatched, "A grid as it is now.")
GRID_CELL = Call("grid_cell", CellAsked, GridCellSeen, "One cell of a grid.")
WORDS_OUTLINE = Call("words_outline", WordsForm, GridOutlined, "How many changes a template's words make.")
WORDS_START = Call("words_start", WordsForm, Started, "Queue one template with each of its words changed in turn.")
WORDS_WATCH = Call("words_watch", LookAsked, WordsWatched, "A template's words as they are known now.")
