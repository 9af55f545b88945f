"""Word scores -> label scores -> label probabilities. Pure functions in log space.

They work on the last dimension of a tensor and let gradients through: what a page
shows and what a soft prompt is trained on is one computation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.choices import Choices


@dataclass(frozen=True)
class Aggregation:
    """One way to make a label's score of its words' log scores, [..., words] -> [...].

    `script` is the same as a line of Python with torch, for scripts without this project: `scores` [words].
    """

    name: str
    function: Callable[[Tensor], Tensor]
    script: str
    options: tuple[str, ...] = ()

    @property
    def formula(self) -> str:
        """Key of its formula on the page, under which `.title` stands, too."""
        return f"formula.{self.name}"

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its messages."""
        stem = f"ui.options.aggregation.{self.name}"
        return (stem, f"{stem}.line", self.formula, f"{self.formula}.title", f"steps.aggregation.{self.name}")


AGGREGATIONS: Choices[Aggregation] = Choices()


def aggregation(name: str, *, script: str) -> Callable[[Callable[[Tensor], Tensor]], Callable[[Tensor], Tensor]]:
    """Register a function as an aggregation."""

    def register(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
        AGGREGATIONS.register(Aggregation(name, function, script))
        return function

    return register


@aggregation("mean", script="scores.logsumexp(0) - math.log(len(scores))")
def mean(log_scores: Tensor) -> Tensor:
    """The mean of the probabilities."""
    return log_scores.logsumexp(-1) - math.log(log_scores.shape[-1])


@aggregation("geometric", script="scores.mean()")
def geometric(log_scores: Tensor) -> Tensor:
    """The mean of the log scores (OpenPrompt's ManualVerbalizer)."""
    return log_scores.mean(-1)


@aggregation("sum", script="scores.logsumexp(0)")
def total(log_scores: Tensor) -> Tensor:
    """The sum of the probabilities."""
    return log_scores.logsumexp(-1)


@aggregation("max", script="scores.max()")
def largest(log_scores: Tensor) -> Tensor:
    """The largest of the probabilities."""
    return log_scores.amax(-1)


def aggregate(log_scores: Tensor, how: str) -> Tensor:
    """A label's log score from its words': [..., words] -> [...].

    >>> round(aggregate(torch.tensor([0.1, 0.3]).log(), "mean").exp().item(), 6)
    0.2
    """
    if how not in AGGREGATIONS:
        raise ValueError(how)
    return AGGREGATIONS[how].function(log_scores)


def label_scores(log_scores: Tensor, groups: Sequence[Sequence[int]], how: str) -> Tensor:
    """Every label's log score: [..., words] -> [..., labels].

    Args:
        groups: for each label the indices of its words.
    """
    return torch.stack([aggregate(log_scores[..., list(group)], how) for group in groups], dim=-1)


def ensemble(log_probabilities: Sequence[Tensor]) -> Tensor:
    """Several templates' log P(label) -> theirs together, each [examples, labels]: the mean of the log-probabilities,
    normalised.

    Schick & Schütze 2021, "Exploiting Cloze Questions" (PET), section 3.4, with equal weights: the patterns' scores
    for a label are averaged, then normalised. Log-probabilities differ from the paper's logits by what is one
    constant for all labels of an example, and cancels.

    >>> both = ensemble([torch.tensor([[0.8, 0.2]]).log(), torch.tensor([[0.5, 0.5]]).log()])
    >>> [round(p, 4) for p in both.exp()[0].tolist()]  # sqrt(.8 * .5) against sqrt(.2 * .5)
    [0.6667, 0.3333]
    """
    return normalise(torch.stack(list(log_probabilities)).mean(0))


def normalise(log_scores: Tensor) -> Tensor:
    """Log scores -> log-probabilities that sum to one; uniform if all are impossible."""
    impossible = (log_scores == -math.inf).all(-1, keepdim=True)
    return log_scores.masked_fill(impossible, 0.0).log_softmax(-1)
