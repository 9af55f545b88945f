"""The Train page: what a training would be, starting one, watching it learn, and what becomes of its prompts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.contracts.base import MIB, Call, Contract, Figure, Id, Level, Note, Share
from components.contracts.data import Source
from components.contracts.jobs import JobAsked, JobLine, Started
from components.contracts.ledger import Ledger
from components.contracts.models import ModelId
from components.contracts.play import ScoringOptions

LARGEST_PROMPT = 64 * MIB  # of a prompt's file, as base64
#: What a person typed where a number belongs: the core says what is wrong with any other text.
Typed = int | float | str
Text = Annotated[str, Field(max_length=20_000)]


class TrainOptions(Contract):
    """How a prompt is trained; a learning rate of `None` is the method's own."""

    method: str
    tokens: Typed
    initialisation: str
    words: str
    learning_rate: Typed | None
    steps: Typed
    batch: Typed
    seeds: list[Typed]
    examples: Typed
    evaluate_every: Typed
    patience: Typed
    schedule: str
    reparameterise: bool


class TrainForm(TrainOptions):
    """All that the form holds; `rival` is the hand-written template to beat, empty for the prompt's own."""

    template: Text
    verbalizer: Text
    rival: Text = ""
    data: Source
    model: ModelId
    aggregation: str


class Method(Contract):
    """A way to train a prompt, with its options where nobody chose any: `in_template` says whether its soft tokens stand
    in the template, `own` which options it alone has."""

    name: str
    in_template: bool
    own: list[str]
    defaults: TrainOptions


class Demo(Contract):
    """A demo set with the prompt that a training of it begins with, and the hand-written template to beat."""

    id: str
    template: str
    verbalizer: str
    rival: str


class Limits(Contract):
    """What the server's owner allows: unfinished jobs a person; of one job seeds, steps times seeds, examples, minutes."""

    jobs: int
    seeds: int
    steps: int
    examples: int
    minutes: int


class TrainSetup(Contract):
    """What the form begins with: the demo set that a first training is shown with, the choices there are, the limits."""

    methods: list[Method]
    initialisations: list[str]
    schedules: list[str]
    first: Demo
    limits: Limits


class Examples(Contract):
    """How many examples a seed learns from, how many it chooses by, and how many measure the result."""

    train: int
    dev: int
    test: int


class Example(Contract):
    """A row of the data, shortened."""

    text: str
    label: str


class TrainOutline(Contract):
    """A training before it starts: `template` with its soft tokens, what it costs in numbers and `seconds`, and on what."""

    template: str
    ledger: Ledger
    parameters: int
    seconds: float
    examples: Examples
    preview: list[Example]
    notes: list[Note]


class Trial(Contract):
    """Options that a diagnosis advises to try, `None` where it says nothing of one, and the words of a button."""

    learning_rate: float | None = None
    steps: int | None = None
    examples: int | None = None
    label: str


class Diagnosis(Contract):
    """What is wrong with a training, what helps, and what of that can be tried by one click."""

    level: Level
    message: str
    advice: str
    trial: Trial | None


class Checkpoints(Contract):
    """The steps at which a seed left a prompt; `best` is the one it ended with, or the newest."""

    seed: int
    steps: list[int]
    best: int


class SeedResult(Contract):
    """What one seed reached on examples that nobody trained on; `None` where there are none to compare on."""

    seed: int
    start: Share | None
    calibrated: Share | None
    accuracy: Share
    interval: tuple[Share, Share] | None
    gain: float | None
    gain_interval: tuple[float, float] | None


class Result(Contract):
    """All seeds' results, and what they come to in one sentence."""

    rows: list[SeedResult]
    sentence: str


class Training(Contract):
    """One training as it is now; `slots` are the fields of its data, `labels` those of its verbalizer, `example` a row
    of the data to ask about; `cut` counts the examples of finished seeds that were longer than the model reads."""

    line: JobLine
    curves: Figure | None
    summary: Note
    diagnosis: Diagnosis | None
    seeds: list[Checkpoints]
    slots: list[str]
    labels: list[str]
    example: dict[str, str]
    cut: int
    result: Result | None


class ProbeAsked(Contract):
    """A text for every checkpoint of one seed."""

    job: Id
    seed: int
    fields: dict[str, str]


class ProbeLabel(Contract):
    """A label and its place in the verbalizer, which is its colour."""

    label: str
    index: int


class Probe(Contract):
    """The labels' probabilities, a list for each of `steps`."""

    steps: list[int]
    labels: list[ProbeLabel]
    probabilities: list[list[Share]]


class CheckpointAsked(Contract):
    """One checkpoint of a training."""

    job: Id
    seed: int
    step: int


class Near(Contract):
    """A word of the vocabulary and its cosine with a soft token, or its distance from it."""

    word: str
    value: float


class SoftToken(Contract):
    """One soft token: the word it started as (`None`: at no word), how far it moved, and the words nearest to it."""

    name: str
    start: str | None
    moved: float
    cosine: list[Near]
    euclidean: list[Near]


class NearestWords(Contract):
    """What soft tokens are near to, with a map where one can be drawn; `message` says why there is nothing to show."""

    tokens: list[SoftToken]
    figure: Figure | None
    message: str | None


class PromptUseAsked(Contract):
    """Which seed's prompt is to be kept."""

    job: Id
    seed: int


class PromptLoadAsked(Contract):
    """A prompt's file, for the model in use."""

    name: Annotated[str, Field(max_length=400)]
    base64: str
    model: ModelId


class TrainedState(Contract):
    """What Play's state takes over from a trained prompt."""

    template: str
    verbalizer: str
    model: str
    prompts: list[str]
    options: ScoringOptions


class KeptPrompt(Contract):
    """A prompt that the server keeps now, and Play's state with it."""

    prompt: str
    state: TrainedState


WITH_PAGE = (TrainSetup,)
TRAIN_OUTLINE = Call("train_outline", TrainForm, TrainOutline, "What would be trained, on what, and what it costs.")
TRAIN_START = Call("train_start", TrainForm, Started, "Queue a training.")
TRAIN_WATCH = Call("train_watch", JobAsked, Training, "One training as it is now.")
TRAIN_PROBE = Call("train_probe", ProbeAsked, Probe, "A text under every checkpoint of one seed.", dropped=True)
NEAREST_WORDS = Call("nearest_words", CheckpointAsked, NearestWords, "What a checkpoint's soft tokens are near to.")
PROMPT_USE = Call("prompt_use", PromptUseAsked, KeptPrompt, "Keep a seed's prompt for Play.")
PROMPT_LOAD = Call("prompt_load", PromptLoadAsked, KeptPrompt, "Take in a prompt's file.", LARGEST_PROMPT)
