"""Background jobs, whatever their kind: the list, what may be done with one, comparing several, taking files away."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from components.contracts.base import Call, Contract, Download, Figure, Id, Nothing, Share

MOST_COMPARED = 8
State = Literal["queued", "running", "cancelling", "interrupted", "cancelled", "failed", "done"]
Deed = Literal["cancel", "resume", "delete"]
#: What a line offers: deeds, and what its kind can do besides.
Can = Literal["cancel", "resume", "delete", "repeat", "rename", "compare", "use"]


class JobLine(Contract):
    """One job in a list.

    `title` is its own name or what its kind calls it, `subject` what it worked on in a few words (data, method),
    `note` more of it where the title does not say so (the prompt); `detail` is how far it is, in words. What it came to
    is `None` until it is known.
    """

    id: str
    kind: str
    title: str
    subject: str
    note: str
    state: State
    state_label: str
    progress: Share
    detail: str
    accuracy: Share | None
    interval: tuple[Share, Share] | None
    spread: float | None
    gain: float | None
    can: list[Can]
    created: str


class JobsAsked(Contract):
    """Which kinds; none named: all."""

    kinds: list[str] = []


class Jobs(Contract):
    """The visitor's jobs, newest first, and how many of others will be served before theirs."""

    jobs: list[JobLine]
    ahead: int


class ActAsked(Contract):
    """What is to be done with a job."""

    job: Id
    deed: Deed


class RenameAsked(Contract):
    """Another name for a job; an empty one gives it its own back."""

    job: Id
    name: Annotated[str, Field(max_length=400)]


class Changed(Contract):
    """The job's line as it is now; `None` where it is gone."""

    line: JobLine | None


class JobAsked(Contract):
    """Which job."""

    job: Id


class Started(Contract):
    """The id of a job that was just queued."""

    job: str


class CompareAsked(Contract):
    """Jobs of one kind; the others are compared with the `reference`, without one with the oldest."""

    jobs: Annotated[list[Id], Field(max_length=MOST_COMPARED)]
    reference: Id | None = None


class Column(Contract):
    """One column of a comparison, with a sentence that says what its numbers are."""

    key: str
    title: str
    help: str
    numeric: bool


class ComparedRow(Contract):
    """One job in a comparison: a cell a column, as text, of which a second line is drawn small; `tied` where it cannot
    be told from the reference."""

    id: str
    title: str
    cells: list[str]
    tied: bool


class Compared(Contract):
    """Several jobs side by side; `reference` is the one that the others are held against, `None` where none is."""

    reference: str | None = None
    figure: Figure | None
    columns: list[Column]
    rows: list[ComparedRow]


class JobRecord(Contract):
    """A job as programs get it: its state, what it came to once there is that, and the reports that were asked for,
    each with its `number`. Times and shares are raw numbers."""

    kind: str
    state: State
    progress: Share
    message: str | None
    result: dict[str, JsonValue] | None
    reports: list[dict[str, JsonValue]]


class FileAsked(Contract):
    """Which file of a job; `place` says of which part of it (`seed`, or `model`, `row` and `column`)."""

    job: Id
    file: Annotated[str, Field(max_length=40)]
    place: dict[str, int] = {}


class CutAsked(Contract):
    """Which part of a job, as in `FileAsked`; `start` counts the rows that are there already."""

    job: Id
    place: dict[str, int] = {}
    start: Annotated[int, Field(ge=0)] = 0


class CutRow(Contract):
    """An example that was longer than the model reads; `number` is its row among the job's, from 1."""

    number: int
    fields: dict[str, str]
    label: str


class CutRows(Contract):
    """Some of them, and how many there are in all."""

    rows: list[CutRow]
    count: int


JOBS = Call("jobs", JobsAsked, Jobs, "The visitor's jobs of some kinds.")
ACT = Call("job_act", ActAsked, Changed, "Cancel, resume or delete a job.")
RENAME = Call("job_rename", RenameAsked, Changed, "Give a job another name.")
REPEAT = Call("job_repeat", JobAsked, Started, "Queue the same job again, from its record.")
COMPARE = Call("job_compare", CompareAsked, Compared, "Put several jobs of one kind side by side.")
FILE = Call("job_file", FileAsked, Download, "A file of a job, to be saved.")
CUT = Call("job_cut", CutAsked, CutRows, "The rows of a job that were longer than the model reads.")
FORGET = Call("job_forget", Nothing, Nothing, "Delete everything of this visitor: jobs, prompts, uploads.")
