"""What a label word's score would be without the example, and taking it away.

Contextual calibration: Zhao et al. 2021, "Calibrate Before Use", section 5: the
prompt with content-free inputs gives p_cf over the label words, and scores are
multiplied by diag(p_cf)^-1. PMI: Holtzman et al. 2021, "Surface Form Competition",
equation 2 (domain conditional PMI): log P(y | x, domain) - log P(y | domain).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from playground.scoring.aggregation import normalise

CALIBRATIONS = ("none", "contextual", "pmi")
SMALL_PRIOR = 1e-6


def contextual_prior(log_scores: Tensor) -> Tensor:
    """Log of the mean over content-free inputs of the words' normalised scores.

    Args:
        log_scores: [inputs, words].

    Returns:
        [words].

    >>> contextual_prior(torch.tensor([[0.2, 0.6]]).log()).exp().tolist()
    [0.25, 0.75]
    """
    return normalise(log_scores).logsumexp(0) - math.log(len(log_scores))


def calibrate(log_scores: Tensor, log_prior: Tensor) -> Tensor:
    """score / prior, in log space: the same division for both methods.

    Args:
        log_scores: [..., words].
        log_prior: [words]. A prior of zero leaves nothing to divide by: the word's
            score stays impossible.
    """
    if log_scores.shape[-1:] != log_prior.shape:
        raise ValueError("a prior for another number of words")
    return torch.where(log_prior > -math.inf, log_scores - log_prior, -math.inf)
