"""What the contracts of evaluations have in common, be it one prompt on a data set or many."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from components.contracts.base import Contract, Id, Note, Share
from components.contracts.data import LabelCount, Source
from components.contracts.jobs import JobLine
from components.contracts.models import ModelId
from components.contracts.play import MOST_PROMPTS, ScoringOptions

Reading = Literal["plain", "calibrated", "learnt"]
#: What stands in a box for a number: the core says what is wrong with it.
Typed = int | float | str | bool | None
PromptIds = Annotated[list[Id], Field(max_length=MOST_PROMPTS)]


class RowsForm(Contract):
    """What every form says of the rows to ask and of how scores become labels. `split` may be empty: the usual one;
    without `sample` all rows are asked. A verbalizer learns from `learn` training rows a class, 0 for none; batch
    calibration has its rows from `batch_from`, where the options bring none."""

    data: Source | None
    split: str
    sample: Typed
    options: ScoringOptions
    prompts: PromptIds
    name: str = ""
    learn: Typed = 0
    batch_from: str = "train"


class PromptForm(RowsForm):
    """One prompt, as Play has it; `seed` draws the sample."""

    template: str
    verbalizer: str
    model: ModelId
    seed: Typed


class PromptName(Contract):
    """A trained prompt of the form."""

    id: str
    name: str


class Outlined(Contract):
    """A job before it starts: its examples, the labels that have no words (`missing`), the seconds it may take
    (`None` where that cannot be told), and what is worth saying."""

    examples: int
    labels: list[LabelCount]
    missing: list[str]
    seconds: float | None
    notes: list[Note]
    prompts: list[PromptName]


class LookAsked(Contract):
    """Which job, and in which reading; `None` leaves it to the job."""

    job: Id
    reading: Reading | None


class CellNumbers(Contract):
    """A prompt's numbers on the examples asked so far, `None` each while unknown; `cut` counts those that were longer
    than the model reads; `majority` and `bag_of_words` are
    what always saying the commonest label and counting words get."""

    examples: int
    right: int
    accuracy: Share
    interval: tuple[Share, Share]
    macro_f1: float | None
    ece: float | None
    loss: float | None
    mass_outside: Share | None
    cut: int | None
    majority: Share | None
    bag_of_words: Share | None


class ModelUsed(Contract):
    """A model and what exactly it was."""

    name: str
    revision: str


class Record(Contract):
    """What was asked of what: enough to quote."""

    data: str
    fingerprint: str
    split: str
    rows: int
    models: list[ModelUsed]
    seeds: list[int]
    created: str


class Watched(Contract):
    """What the right-hand side shows of every evaluation: its line in the list, one sentence, the reading that is
    shown, and which others there are."""

    line: JobLine
    summary: Note
    reading: Reading
    has_calibrated: bool
    has_learnt: bool
    record: Record
