"""What a lesson is: an introduction, steps that ask before they tell, and a task at the end. Dataclasses only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.lessons.conditions import Condition, Quantity
from playground.scoring.options import Options


@dataclass(frozen=True)
class Controls:
    """What Play is set to: a prompt as its texts, the example, and the options. The texts have been read once."""

    template: str
    verbalizer: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)


@dataclass(frozen=True)
class Paper:
    """Where to read on."""

    name: str
    address: str


@dataclass(frozen=True)
class Choice:
    """An answer to choose. It is right where the model makes all of `when` true; `means` is what it would have meant.

    `expected` is the author's word that it is right on the lesson's model: it is checked, never shown.
    """

    text: str
    when: tuple[Condition, ...]
    means: str
    expected: bool
    line: int


@dataclass(frozen=True)
class Choices:
    """A question with answers to choose from."""

    question: str
    choices: tuple[Choice, ...]
    line: int


@dataclass(frozen=True)
class Number:
    """A question for a number, right if it is within `within` of what is measured (`relative`: a share of that).

    Shares are in [0, 1] here and in percent on the page. `expected` is the author's word, as a choice's; `low` and `high`
    are what a guess below or above would have meant.
    """

    question: str
    quantity: Quantity
    expected: float
    within: float
    relative: bool
    low: str
    high: str
    line: int

    def right(self, guess: float, measured: float) -> bool:
        """Whether a guess is near enough."""
        return abs(guess - measured) <= self.within * (abs(measured) if self.relative else 1) + 1e-9

    def meaning(self, guess: float, measured: float) -> str:
        """What a guess would have meant; empty where it is right."""
        return "" if self.right(guess, measured) else self.low if guess < measured else self.high


@dataclass(frozen=True)
class Step:
    """Set the controls, let the student predict, then show; `claims` hold on the lesson's model, `why` says why."""

    title: str
    text: tuple[str, ...]
    controls: Controls
    question: Choices | Number
    claims: tuple[Condition, ...]
    why: str
    paper: Paper
    line: int


@dataclass(frozen=True)
class Task:
    """What ends a lesson: reach the goals from `controls`. `solution` shows that it can be done."""

    title: str
    text: tuple[str, ...]
    controls: Controls
    goals: tuple[Condition, ...]
    hint: str
    solution: Controls
    line: int


@dataclass(frozen=True)
class Lesson:
    """One file. `id` is its name without the ending; `kind` the kind of model that its claims are about."""

    id: str
    title: str
    minutes: int
    about: str
    kind: str
    text: tuple[str, ...]
    steps: tuple[Step, ...]
    task: Task


@dataclass(frozen=True)
class Term:
    """A word of the glossary in one plain sentence, its example for Play if it has one, and its paper."""

    id: str
    name: str
    sentence: str
    controls: Controls | None
    paper: Paper
    see: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order written."""

    title: str
    terms: tuple[Term, ...]
