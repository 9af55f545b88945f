"""The Search page: what a search would be, starting one, watching it, and what becomes of what it finds.

Every kind of search has the same form, outline and result; what is watched of it is its own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from components.contracts.base import Call, Contract, Figure, Id, Note, Share
from components.contracts.data import Source
from components.contracts.jobs import JobAsked, JobLine, Started
from components.contracts.models import ModelId
from components.contracts.play import PromptState

#: What a person typed where a number belongs: the core says what is wrong with any other text.
Typed = int | float | str | bool
Text = Annotated[str, Field(max_length=20_000)]
Interval = tuple[float, float]


class MethodAbout(Contract):
    """A method by its name in the reader's language, with a line on how it ranks."""

    name: str
    title: str
    line: str


class SearchOption(Contract):
    """An option of a search: a `whole` number between bounds, a `switch`, `some` or `one` of the choices, a `text`,
    `lines` of text, or `seeds`; `value` is the one where nobody chose any."""

    name: str
    kind: Literal["whole", "switch", "some", "one", "text", "lines", "seeds"]
    value: Typed | list[Typed]
    low: int | None
    high: int | None
    choices: list[MethodAbout]


class SearchSetup(Contract):
    """What a search's form begins with."""

    wanted: str
    options: list[SearchOption]


class SearchForm(Contract):
    """All that a form holds; `options` by their names, the others are as they are."""

    template: Text
    verbalizer: Text
    data: Source
    model: ModelId
    aggregation: str
    options: dict[str, Typed | list[Typed]]


class SearchOutline(Contract):
    """A search before it starts: the template that it fills, the hand-written one it is compared with, how many words
    may stand in the first place, how many examples there are for what, and what it costs."""

    template: str
    hand_written: str
    triggers: int
    candidates: int
    train: int
    dev: int
    test: int
    sequences: int
    seconds: float
    notes: list[Note]


class SearchLine(Contract):
    """One prompt of the result on the test rows (without any, on the development rows): `name` is `hand_written`,
    `calibrated`, `learnt`, `found`, `together`, or a method's. `gain` is over the better of the hand-written prompt and
    its calibrated answers. `state` is what Play takes over, where the prompt can be written; of `together`, which is
    no single prompt, the `templates` whose answers are averaged."""

    name: str
    title: str
    accuracy: Share
    interval: Interval | None
    gain: float | None
    gain_interval: Interval | None
    chosen: bool
    state: PromptState | None
    templates: list[str] = []


class SeedLines(Contract):
    """A seed's result."""

    seed: int
    lines: list[SearchLine]


class SearchResult(Contract):
    """All seeds' results, what they come to in a sentence, whether what was found is really better, and how often the
    test rows of this set have been looked at."""

    seeds: list[SeedLines]
    sentence: str
    better: bool
    looks: str | None


class SearchWatched(Contract):
    """What is shown of every search: its line in the list, one sentence, and the result once there is one."""

    line: JobLine
    summary: Note
    result: SearchResult | None


class FoundPiece(Contract):
    """A piece of a template: text, a slot, the mask, or a word that stands in a trigger's place."""

    text: str
    kind: Literal["text", "slot", "mask", "trigger"]


class TriggerStep(Contract):
    """A step that changed the prompt: which place got which word in place of which, what the gradient promised and what
    came (both nats of loss), and the accuracy on the development rows after it."""

    seed: int
    step: int
    place: int
    before: str
    word: str
    predicted: float
    actual: float
    accuracy: Share | None


class TriggersWatched(SearchWatched):
    """A search for trigger words as it is now: the prompt as it stands, how good each step made it, how far the first
    order is to be trusted (`linear`, in a sentence), and the steps that changed something, the newest first."""

    prompt: list[FoundPiece]
    curves: Figure | None
    scatter: Figure | None
    linear: str
    steps: list[TriggerStep]
    tried: int


class WordScore(Contract):
    """A word and its method's score."""

    word: str
    score: float


class MethodWords(Contract):
    """What one method found for a label, best first; the words of its own verbalizer are `taken`."""

    method: str
    words: list[WordScore]
    taken: list[str]


class LabelRanking(Contract):
    """One label: the words that were written by hand, and each method's."""

    label: str
    own: list[str]
    methods: list[MethodWords]


class SeedRanking(Contract):
    """One seed's words; `best` is the method whose verbalizer it ends with, once that is known."""

    seed: int
    best: str | None
    labels: list[LabelRanking]


class LabelWordsWatched(SearchWatched):
    """A search for label words as it is now."""

    methods: list[MethodAbout]
    rankings: list[SeedRanking]


class WordsUseAsked(Contract):
    """The words that somebody put together, by label."""

    job: Id
    words: Annotated[dict[str, list[Annotated[str, Field(max_length=200)]]], Field(max_length=200)]


class WordsUse(Contract):
    """What Play's state becomes."""

    state: PromptState


class RankedTemplate(Contract):
    """A template with how it stands on the first `examples` training rows (none where it waits for the race): the share
    right, the mean loss in nats, and `gain`, by how much that is less than the hand-written template's on the same rows.

    `source` says in the reader's language where it comes from, and `of` which template it was made of. `stands`: it
    still `runs`, was `dropped`, is the `same` to the model as `same_as`, is one of those that are `left` at the end, or
    the `best` of them; `dev` is the share right of the development rows, once the finalists are read on them.
    """

    template: str
    source: str
    of: str | None
    examples: int
    accuracy: Share | None
    interval: Interval | None
    loss: float | None
    gain: float | None
    gain_interval: Interval | None
    dev: Share | None
    stands: Literal["runs", "dropped", "same", "left", "best"]
    same_as: str | None
    state: PromptState


class RaceRound(Contract):
    """A round of a race: how many templates were read on how many training rows, how many go on, and how many went
    because the model answers as to another one."""

    step: int
    examples: int
    templates: int
    left: int
    same: int
    edits: bool


class TemplatesWatched(SearchWatched):
    """A search for templates as it is now, its newest seed: the templates, best first (of `gathered` the first ones),
    and what each round of the races left of them."""

    ranked: list[RankedTemplate]
    gathered: int
    rounds: list[RaceRound]


WITH_PAGE = (SearchSetup,)
TRIGGERS_OUTLINE = Call("triggers_outline", SearchForm, SearchOutline, "What a search for triggers would cost.")
TRIGGERS_START = Call("triggers_start", SearchForm, Started, "Queue a search for triggers.")
TRIGGERS_WATCH = Call("triggers_watch", JobAsked, TriggersWatched, "One search for triggers as it is now.")
LABEL_WORDS_OUTLINE = Call(
    "label_words_outline", SearchForm, SearchOutline, "What a search for label words would cost."
)
LABEL_WORDS_START = Call("label_words_start", SearchForm, Started, "Queue a search for label words.")
LABEL_WORDS_WATCH = Call("label_words_watch", JobAsked, LabelWordsWatched, "One search for label words as it is now.")
LABEL_WORDS_USE = Call(
    "label_words_use", WordsUseAsked, WordsUse, "Play's state with label words put together by hand."
)
TEMPLATES_OUTLINE = Call("templates_outline", SearchForm, SearchOutline, "What a search for templates would cost.")
TEMPLATES_START = Call("templates_start", SearchForm, Started, "Queue a search for templates.")
TEMPLATES_WATCH = Call("templates_watch", JobAsked, TemplatesWatched, "One search for templates as it is now.")
