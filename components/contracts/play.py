"""The Play page: the live answer to what is typed. Two closer looks at it are `explain`'s."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from components.contracts.base import Call, Contract, Failure, Figure, Id, Level, Share
from components.contracts.models import Model, ModelId

MOST_PROMPTS = 64  # ids that a link may carry; the page shows fewer

PartKind = Literal["text", "slot", "mask", "soft", "trigger"]


class ScoringOptions(Contract):
    """How scores become labels, as `playground/scoring/options.py` has it. Wide, for a link can carry anything: which
    values there are is the core's to say."""

    calibration: str
    content_free: list[str]
    domain: str | None
    aggregation: str
    filling: str
    length_normalised: bool
    top_k: int


class PromptState(Contract):
    """What a person typed and chose: `model` is empty for the bundled one, `prompts` are ids of trained prompts."""

    template: str
    verbalizer: str
    fields: dict[str, str]
    model: ModelId
    options: ScoringOptions
    prompts: Annotated[list[Id], Field(max_length=MOST_PROMPTS)]


class LiveAsked(Contract):
    """A state with its revision; of one `page` (a random id that each loaded page draws) the newest question wins."""

    state: PromptState
    rev: int
    page: Id


class Answered(Contract):
    """The texts an answer is about: an edit is applied only while they still stand."""

    template: str
    verbalizer: str
    model: str


class TextEdit(Contract):
    """A change of one of the two texts: `start` to `end` becomes the replacement."""

    target: Literal["template", "verbalizer"]
    start: int
    end: int
    replacement: str


class Fix(Contract):
    """An edit of one click."""

    title: str
    edit: TextEdit


class Notice(Contract):
    """What is worth saying about a text or one label of it (its index), and what would mend it."""

    level: Level
    message: str
    label: int | None
    fixes: list[Fix]


class TemplatePart(Contract):
    """Where a part of the template lies in its text."""

    start: int
    end: int
    kind: PartKind


class TemplateView(Contract):
    """What the template is and what it means for this model; `openprompt` is the exported text, if there is one."""

    kind: str
    kind_label: str
    explanation: str
    slots: list[str]
    run_length: int
    spans: list[TemplatePart]
    notices: list[Notice]
    openprompt: str | None


class Insertion(Contract):
    """Where something is added to the verbalizer, and what comes before it."""

    at: int
    prefix: str


class LabelWord(Contract):
    """A word of a label; `pieces` are the model's, `note` says what is odd about it."""

    text: str
    start: int
    end: int
    pieces: list[str]
    level: Level
    note: str | None
    remove: TextEdit


class TableLabel(Contract):
    """A label as the verbalizer's table shows it; `start` to `end` is its name."""

    name: str
    index: int
    start: int
    end: int
    remove: TextEdit
    words: list[LabelWord]
    add: Insertion


class VerbalizerView(Contract):
    """The table that edits the verbalizer's text."""

    labels: list[TableLabel]
    notices: list[Notice]
    add_label: Insertion


class LabelShare(Contract):
    """A label's probability, and the same in words."""

    label: str
    index: int
    probability: Share
    share: str


class LabelsView(Contract):
    """The distribution over labels, or a `message` instead."""

    items: list[LabelShare]
    message: str | None
    figure: Figure | None


class WordsView(Contract):
    """Where the probability goes: the label words and the mass outside them, or a `message` instead."""

    figure: Figure | None
    mass_outside: Share | None
    mass_note: str
    message: str | None


class PromptAnswer(Contract):
    """A trained prompt's answer to the same text; `template` is the one it was trained and answers in."""

    id: str
    name: str
    in_use: bool
    items: list[LabelShare]
    error: str | None
    template: str


class VocabularyToken(Contract):
    """A token at a mask: `index` and `label` if it is a label's, `word` to insert or `why` it is none."""

    text: str
    piece: str
    probability: Share
    share: str
    index: int | None
    label: str | None
    word: str | None
    why: str | None


class VocabularyColumn(Contract):
    """The likeliest tokens at one answer position."""

    title: str
    tokens: list[VocabularyToken]


class VocabularyView(Contract):
    """The likeliest tokens, a column an answer position."""

    columns: list[VocabularyColumn]
    note: str | None


class StepColumn(Contract):
    """A column of the table of steps, with a sentence that says what its numbers are."""

    key: str
    title: str
    help: str
    numeric: bool


class StepRow(Contract):
    """A row of the table: its cells by column, and `how` a label's number comes from its words'."""

    kind: Literal["word", "label", "total"]
    index: int | None
    cells: dict[str, str]
    how: str | None


class Formula(Contract):
    """A formula that the table follows."""

    title: str
    text: str


class StepsView(Contract):
    """How the number came about."""

    columns: list[StepColumn]
    rows: list[StepRow]
    formulas: list[Formula]
    notes: list[str]


class ReadPiece(Contract):
    """A piece as the model reads it; `index` is its slot's colour."""

    text: str
    kind: str
    slot: str | None
    index: int | None


class CutText(Contract):
    """What of a slot did not fit."""

    slot: str
    text: str


class ReadingView(Contract):
    """What the model reads, of how many pieces at most, and what was cut."""

    pieces: list[ReadPiece]
    used: int
    limit: int
    summary: str
    cut: list[CutText]
    notes: list[str]


class LiveAnswer(Contract):
    """The answer to one state. Where something is wrong `problem` says what, parts that could be computed are there, the
    others `None`: the page keeps its last good picture, dimmed."""

    rev: int
    of: Answered
    problem: Failure | None
    template: TemplateView | None = None
    verbalizer: VerbalizerView | None = None
    labels: LabelsView | None = None
    words: WordsView | None = None
    prompts: list[PromptAnswer] | None = None
    vocabulary: VocabularyView | None = None
    steps: StepsView | None = None
    reading: ReadingView | None = None
    model: Model | None = None
    milliseconds: float = 0.0


class GalleryExample(Contract):
    """A prompt of the gallery, to be taken over with one click."""

    id: str
    title: str
    description: str
    language: str
    state: PromptState


LIVE = Call("live", LiveAsked, LiveAnswer, "The answer to what is typed, at every change.", dropped=True)
