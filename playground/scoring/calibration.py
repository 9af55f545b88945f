"""What a label word's score would be without the example, and taking it away.

Contextual calibration: Zhao et al. 2021, "Calibrate Before Use", section 5: the
prompt with content-free inputs gives p_cf over the label words, and scores are
multiplied by diag(p_cf)^-1. PMI: Holtzman et al. 2021, "Surface Form Competition",
equation 2 (domain conditional PMI): log P(y | x, domain) - log P(y | domain).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from playground.scoring.aggregation import log_sum_exp, normalise

CALIBRATIONS = ("none", "contextual", "pmi")
SMALL_PRIOR = 1e-6


def contextual_prior(log_scores: Sequence[Sequence[float]]) -> list[float]:
    """Log of the mean over content-free inputs of the words' normalised scores.

    Args:
        log_scores: [inputs][words].

    >>> prior = contextual_prior([[math.log(0.2), math.log(0.6)]])
    >>> [round(math.exp(p), 6) for p in prior]
    [0.25, 0.75]
    """
    rows = [normalise(row) for row in log_scores]
    return [log_sum_exp(column) - math.log(len(rows)) for column in zip(*rows, strict=True)]


def calibrate(log_scores: Sequence[float], log_prior: Sequence[float]) -> list[float]:
    """score / prior, in log space: the same division for both methods.

    A prior of zero leaves nothing to divide by: the word's score stays impossible.
    """
    return [
        score - prior if prior > -math.inf else -math.inf
        for score, prior in zip(log_scores, log_prior, strict=True)
    ]
