"""Word scores -> label scores -> label probabilities. Pure functions in log space.

They work on the last dimension of a tensor and let gradients through: what a page
shows and what a soft prompt is trained on is one computation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

AGGREGATIONS = ("mean", "geometric", "sum", "max")


def aggregate(log_scores: Tensor, how: str) -> Tensor:
    """A label's log score from its words': [..., words] -> [...].

    `mean` is the mean of the probabilities, `geometric` the mean of the log
    scores (OpenPrompt's ManualVerbalizer), `sum` and `max` as they say.

    >>> round(aggregate(torch.tensor([0.1, 0.3]).log(), "mean").exp().item(), 6)
    0.2
    """
    match how:
        case "mean":
            return log_scores.logsumexp(-1) - math.log(log_scores.shape[-1])
        case "geometric":
            return log_scores.mean(-1)
        case "sum":
            return log_scores.logsumexp(-1)
        case "max":
            return log_scores.amax(-1)
    raise ValueError(how)


def label_scores(log_scores: Tensor, groups: Sequence[Sequence[int]], how: str) -> Tensor:
    """Every label's log score: [..., words] -> [..., labels].

    Args:
        groups: for each label the indices of its words.
    """
    return torch.stack([aggregate(log_scores[..., list(group)], how) for group in groups], dim=-1)


def normalise(log_scores: Tensor) -> Tensor:
    """Log scores -> log-probabilities that sum to one; uniform if all are impossible."""
    impossible = (log_scores == -math.inf).all(-1, keepdim=True)
    return log_scores.masked_fill(impossible, 0.0).log_softmax(-1)
