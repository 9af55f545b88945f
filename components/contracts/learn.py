"""The Learn panel: the shelf of lessons, one lesson, the answer to a guess, and whether a task is done; and the glossary."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.contracts.base import Call, Contract, Id, Nothing
from components.contracts.models import ModelId
from components.contracts.play import PromptState


class LessonCard(Contract):
    """A lesson in the list: what it teaches, how long it takes, how many steps it has before its task."""

    id: str
    title: str
    minutes: int
    about: str
    steps: int


class BrokenLesson(Contract):
    """A file that is no lesson: what is wrong, on which line, and what to do."""

    name: str
    message: str


class Shelf(Contract):
    """All lessons of a language, and the files that are none."""

    lessons: list[LessonCard]
    broken: list[BrokenLesson]


class PaperLink(Contract):
    """Where to read on."""

    name: str
    address: str


class LessonAsked(Contract):
    """Which lesson."""

    lesson: Id


class LessonStep(Contract):
    """What a step sets and asks. Without `choices` it asks for a number, in percent where it is a `share`."""

    title: str
    text: list[str]
    state: PromptState
    question: str
    choices: list[str]
    share: bool


class LessonTask(Contract):
    """What ends a lesson: where it begins, its goals in words, and a hint."""

    title: str
    text: list[str]
    state: PromptState
    goals: list[str]
    hint: str


class LessonView(Contract):
    """A lesson without its answers, which are asked of a model; `kind` is the kind of model that it is about."""

    id: str
    title: str
    minutes: int
    kind: str
    text: list[str]
    steps: list[LessonStep]
    task: LessonTask


class GuessAsked(Contract):
    """What a student guessed in a step, counted from 0: the place of an answer, or a number as typed, percent for shares."""

    lesson: Id
    step: Annotated[int, Field(ge=0)]
    guess: Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
    model: ModelId


class Fact(Contract):
    """Something that a model's answer shows: what in words, and what was found; `holds` whether it is so."""

    what: str
    found: str
    holds: bool


class Revealed(Contract):
    """What the model says about a guess. `right_choice` is the place of the answer that holds, `None` where none does;
    `meaning` says what a wrong guess would have meant. `facts` are what it was judged by, measured just now."""

    right: bool
    right_choice: int | None
    guess: str
    answer: str
    facts: list[Fact]
    meaning: str
    why: str
    paper: PaperLink


class GoalsAsked(Contract):
    """How far a task is under what is typed now."""

    lesson: Id
    state: PromptState


class Goals(Contract):
    """Each goal with what was found; `problem` says why nothing could be asked of the model."""

    goals: list[Fact]
    done: bool
    problem: str | None


class GlossaryTerm(Contract):
    """A term in one sentence; `state` is its example, if it has one, and `see` are other terms' ids."""

    id: str
    name: str
    sentence: str
    state: PromptState | None
    paper: PaperLink
    see: list[str]


class GlossaryView(Contract):
    """All terms of a language."""

    title: str
    terms: list[GlossaryTerm]


SHELF = Call("shelf", Nothing, Shelf, "The lessons that there are, and the files that are none.")
LESSON = Call("lesson", LessonAsked, LessonView, "One lesson: what its steps set and ask.")
GUESS = Call("guess", GuessAsked, Revealed, "What a model says about a guess.", dropped=True)
GOALS = Call("goals", GoalsAsked, Goals, "Whether a task is done under what is typed.", dropped=True)
GLOSSARY = Call("glossary", Nothing, GlossaryView, "The glossary.")
