"""One step's news of a search: frozen, free of torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playground.results import DevScore


@dataclass(frozen=True)
class Flip:
    """One word tried in one place.

    `predicted` is what the gradient promises, `actual` what came: by how much the mean of -log P(label) falls, nats,
    both on the same `examples` examples. `of` is the index of the filling that it changes, 0 the best.
    """

    of: int
    word: str
    predicted: float
    actual: float
    examples: int
    kept: bool


@dataclass(frozen=True)
class TriggerReport:
    """One step of one seed's trigger search; step 0 is the filling it starts from.

    `words` are the best filling's after the step, `loss` its mean -log P(label) on the step's batch and `before` that
    of the best one before. Where the best filling is another than before, `dev` says how good it is on rows that the
    search does not see. `seconds` were spent on this seed so far.
    """

    seed: int
    step: int
    place: int | None
    words: tuple[str, ...]
    before: float | None
    loss: float
    flips: tuple[Flip, ...]
    seconds: float
    dev: DevScore | None
    checkpoint: bytes


@dataclass(frozen=True)
class RankedWord:
    """A word and its method's score: higher is better, comparable within a method and label only."""

    word: str
    score: float


@dataclass(frozen=True)
class Assignment:
    """One word a label, in the labels' order: the share right of the training and the development examples, and the
    mean of -log P(label), nats."""

    words: tuple[str, ...]
    train_accuracy: float
    train_loss: float
    dev_accuracy: float
    dev_loss: float


@dataclass(frozen=True)
class FoundWords:
    """What a method found: each label's words, best first, and the verbalizer made of them."""

    method: str
    ranked: Mapping[str, tuple[RankedWord, ...]]
    verbalizer: Mapping[str, tuple[str, ...]]
    assignments: tuple[Assignment, ...] = ()


@dataclass(frozen=True)
class TriedTemplate:
    """One template of a step.

    `source` is where it came from, `of` the template that it was made of, if of one. `loss` is the mean -log P(label)
    in nats over the `examples` first training examples, `gain` what the hand-written template loses more on the same
    ones, with its 95% interval, `accuracy` the share right; `None` where none is read yet. `kept`: it goes on;
    `same_as`: it is dropped because the model answers as to that one.
    """

    template: str
    source: str
    of: str | None
    examples: int = 0
    loss: float | None = None
    gain: float | None = None
    gain_interval: tuple[float, float] | None = None
    accuracy: float | None = None
    kept: bool = True
    same_as: str | None = None


@dataclass(frozen=True)
class TemplateReport:
    """One step of one seed's template search.

    `phase` is `gather` (new templates of `source`), `race` (those that run were read on `examples` training examples,
    the worse ones go) or `choose` (those that are left, on the development examples). `best` is the best template read
    on all training examples so far, and `dev` how good it is on rows that the race does not see, where it is a new one.
    """

    seed: int
    step: int
    phase: str
    source: str | None
    examples: int
    tried: tuple[TriedTemplate, ...]
    best: str
    dev: DevScore | None
    seconds: float
    checkpoint: bytes
