"""The Evaluate page: one prompt on many labelled examples."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from components.contracts.base import Call, Contract, Figure, Share
from components.contracts.evaluations import (
    CellNumbers,
    LookAsked,
    Outlined,
    PromptForm,
    Reading,
    Typed,
    Watched,
)
from components.contracts.jobs import Started
from components.contracts.play import PromptState

Show = Literal["wrong", "right", "unsure", "all"]


class EvaluateSetup(Contract):
    """What the form can choose from: calibrations, by name."""

    calibrations: list[str]


class EvaluateForm(PromptForm):
    """One prompt, and on how many of its rows it is read in other `wordings`, too; 0 for none."""

    wordings: Typed = 0


class LearntWord(Contract):
    """A word at the mask and its weight for a label, against the mean of all labels."""

    word: str
    weight: float


class LearntLabel(Contract):
    """A label with its strongest words, the largest weights first."""

    label: str
    words: list[LearntWord]


class LearntEffect(Contract):
    """The accuracy by a learnt verbalizer, against the hand-written one on the same examples."""

    accuracy: Share
    difference: float
    interval: tuple[float, float]
    sentence: str
    labels: list[LearntLabel]


class EvaluationFigures(Contract):
    """The confusion matrix, what is predicted too often, how far a probability can be trusted, and the prior; a cell
    of the matrix has `customdata` `[row, column, sentence]`."""

    confusion: Figure
    bias: Figure
    reliability: Figure
    prior: Figure | None


class LabelNumbers(Contract):
    """One label: how many examples have it, how many were given it, and how well that fits."""

    label: str
    support: int
    predicted: int
    precision: Share
    recall: Share
    f1: Share


class CalibrationEffect(Contract):
    """The accuracy without and with calibration on the same examples, with McNemar's p."""

    plain: Share
    calibrated: Share
    difference: float
    interval: tuple[float, float]
    p: Share
    sentence: str


class Wording(Contract):
    """One way to write the prompt: what was changed, the template so, and its accuracy."""

    change: str
    template: str
    accuracy: Share


class WordingsSpread(Contract):
    """The prompt in its other wordings on some of the rows, its own first, without calibration. A dot of the figure
    has `customdata` `[index in wordings, sentence]`."""

    sentence: str
    figure: Figure
    wordings: list[Wording]


class EvaluateWatched(Watched):
    """One evaluation as it is now; figures and `labels` come when it is done, `wordings` one by one after its numbers.
    `state` is its prompt as Play has it."""

    numbers: CellNumbers | None
    figures: EvaluationFigures | None
    labels: list[LabelNumbers]
    calibration: CalibrationEffect | None
    learnt: LearntEffect | None
    wordings: WordingsSpread | None
    state: PromptState


class ExamplesAsked(LookAsked):
    """Which of a job's examples: `wrong` the surest first, `unsure` the closest first; of one true label (`gold`) or
    one predicted, where these are named; `start` counts those that are there already."""

    show: Show
    gold: str | None
    predicted: str | None
    start: Annotated[int, Field(ge=0)]


class ExampleAnswer(Contract):
    """One example and what the model made of it; labels and their places in the verbalizer, a probability each.
    `state` is Play's with this example."""

    fields: dict[str, str]
    gold: str
    predicted: str
    gold_index: int
    predicted_index: int
    probabilities: list[Share]
    mass_outside: Share | None
    state: PromptState


class Examples(Contract):
    """A page of the list, and how many there are in all; the reading is the one that was used."""

    examples: list[ExampleAnswer]
    count: int
    reading: Reading


WITH_PAGE = (EvaluateSetup,)
OUTLINE = Call("evaluate_outline", EvaluateForm, Outlined, "What an evaluation would ask, and how long it would take.")
START = Call("evaluate_start", EvaluateForm, Started, "Queue an evaluation.")
WATCH = Call("evaluate_watch", LookAsked, EvaluateWatched, "One evaluation as it is now.")
EXAMPLES = Call("evaluate_examples", ExamplesAsked, Examples, "Twenty of an evaluation's examples, sorted.")
