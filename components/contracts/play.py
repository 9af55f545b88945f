"""The Play page: the live answer to what is typed. The template's and the verbalizer's views are `texts`'s, two closer
looks `explain`'s."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from components.contracts.base import Call, Contract, Failure, Figure, Id, Share
from components.contracts.models import Model, ModelId
from components.contracts.texts import Offers, TemplateView, VerbalizerView

MOST_PROMPTS = 64  # ids that a link may carry; the page shows fewer
MOST_PARTS = 32  # of an answer

#: A part of an answer, by its field's name. Wide: a page may be of another version than its server.
PartName = Annotated[str, Field(max_length=40)]
#: What a part says, in short: equal marks, equal parts.
Mark = Annotated[str, Field(max_length=40)]


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
    batch_rows: list[str]


class PromptState(Contract):
    """What a person typed and chose: `model` is empty for the bundled one, `prompts` are ids of trained prompts."""

    template: str
    verbalizer: str
    fields: dict[str, str]
    model: ModelId
    options: ScoringOptions
    prompts: Annotated[list[Id], Field(max_length=MOST_PROMPTS)]


class LiveAsked(Contract):
    """A state with its revision; of one `page` (a random id that each loaded page draws) the newest question wins.
    `steps_from` is the first row of the steps to be told; a table is told in parts. `has` are the marks of the parts that
    the page has, by name: these are not told again."""

    state: PromptState
    rev: int
    page: Id
    steps_from: Annotated[int, Field(ge=0)] = 0
    has: Annotated[dict[PartName, Mark], Field(max_length=MOST_PARTS)] = {}


class Answered(Contract):
    """The texts an answer is about: an edit is applied only while they still stand."""

    template: str
    verbalizer: str
    model: str


class LabelShare(Contract):
    """A label's probability, and the same in words."""

    label: str
    index: int
    probability: Share
    share: str


class LabelsView(Contract):
    """The distribution over labels, or a `message` instead; `told` says in a sentence what the likeliest one's number
    is, `rest` tells of labels that are not drawn. Where scores are calibrated `plain` is the distribution without
    that, and `badge` names the calibration."""

    items: list[LabelShare]
    message: str | None
    figure: Figure | None
    rest: str | None = None
    told: str | None = None
    plain: list[LabelShare] | None = None
    badge: str | None = None


class WordsView(Contract):
    """Where the probability goes: the label words and the mass outside them, or a `message` instead; `rest`
    tells of words that are not drawn."""

    figure: Figure | None
    mass_outside: Share | None
    mass_note: str
    message: str | None
    rest: str | None = None


class PromptAnswer(Contract):
    """A trained prompt's answer to the same text; `template` is the one it was trained and answers in. One without an
    id is the template of the prompt in use as it is without its training."""

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


class SentencePart(Contract):
    """A stretch of the filled template: `kind` is text, slot, mask, soft or trigger; a long text's middle is left out."""

    text: str
    kind: str
    slot: str | None


class SentenceView(Contract):
    """The prompt as a sentence with its gap of `gaps` positions, and what the model would put there, the likeliest
    first; `note` says what the fillings are."""

    parts: list[SentencePart]
    gaps: int
    fillings: list[VocabularyToken]
    note: str


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
    """How the number came about: of `count` rows those from `first` on."""

    columns: list[StepColumn]
    rows: list[StepRow]
    first: int
    count: int
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
    others `None`: the page keeps its last good picture, dimmed. `marks` are those of the parts that are told; `same` names the
    parts that are as the page has them. `milliseconds` counts from the question's arrival, waiting included."""

    rev: int
    of: Answered
    problem: Failure | None
    offers: Offers | None = None
    template: TemplateView | None = None
    verbalizer: VerbalizerView | None = None
    sentence: SentenceView | None = None
    labels: LabelsView | None = None
    words: WordsView | None = None
    prompts: list[PromptAnswer] | None = None
    vocabulary: VocabularyView | None = None
    steps: StepsView | None = None
    reading: ReadingView | None = None
    model: Model | None = None
    milliseconds: float = 0.0
    marks: dict[PartName, Mark] = {}
    same: list[PartName] = []


class GalleryExample(Contract):
    """A prompt of the gallery, to be taken over with one click: what it shows, and what to try with it next."""

    id: str
    title: str
    description: str
    next: str
    language: str
    state: PromptState


LIVE = Call("live", LiveAsked, LiveAnswer, "The answer to what is typed, at every change.", dropped=True)
