"""Word scores -> label scores -> label probabilities. Pure functions in log space."""

from __future__ import annotations

import math
from collections.abc import Sequence

AGGREGATIONS = ("mean", "geometric", "sum", "max")


def log_sum_exp(values: Sequence[float]) -> float:
    """log Σ exp(v), without overflow; -inf for all-impossible values.

    >>> round(log_sum_exp([math.log(0.1), math.log(0.2)]), 6) == round(math.log(0.3), 6)
    True
    """
    peak = max(values)
    if peak == -math.inf:
        return peak
    return peak + math.log(sum(math.exp(value - peak) for value in values))


def aggregate(log_scores: Sequence[float], how: str) -> float:
    """One label's log score from its words'.

    `mean` is the mean of the probabilities, `geometric` the mean of the log
    scores (OpenPrompt's ManualVerbalizer), `sum` and `max` as they say.

    >>> round(math.exp(aggregate([math.log(0.1), math.log(0.3)], "mean")), 6)
    0.2
    """
    match how:
        case "mean":
            return log_sum_exp(log_scores) - math.log(len(log_scores))
        case "geometric":
            return sum(log_scores) / len(log_scores)
        case "sum":
            return log_sum_exp(log_scores)
        case "max":
            return max(log_scores)
    raise ValueError(how)


def normalise(log_scores: Sequence[float]) -> list[float]:
    """Log scores -> log-probabilities that sum to one; uniform if all are impossible."""
    total = log_sum_exp(log_scores)
    if total == -math.inf:
        return [-math.log(len(log_scores))] * len(log_scores)
    return [score - total for score in log_scores]
