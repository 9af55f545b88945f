"""How sure a number from examples is: intervals of a share, paired comparisons of two prompts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

RESAMPLES = 2_000


def wilson(right: int, total: int, z: float = 1.959964) -> tuple[float, float]:
    """95% interval of a share (Wilson 1927, "Probable Inference", equation 9).

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    share, weight = right / total, z * z / total
    centre = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / total + weight / (4 * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def paired_interval(differences: Tensor, seed: int = 0) -> tuple[float, float]:
    """95% percentile bootstrap interval of the mean of paired differences.

    Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13: resample
    the examples, keep the pairs. How often each different value is drawn among n draws
    with replacement is multinomial, so only these counts are drawn: the same
    distribution, at a cost that does not grow with n.

    Args:
        differences: [examples]; right by the one prompt minus right by the other, say.
    """
    from scipy.stats import multinomial  # slow to import, and seldom needed

    values, counts = differences.double().unique(return_counts=True)
    total = len(differences)
    drawn = multinomial.rvs(total, (counts.double() / total).numpy(), size=RESAMPLES, random_state=seed)
    means = torch.from_numpy(drawn).double() @ values / total
    low, high = means.quantile(torch.tensor([0.025, 0.975], dtype=torch.double)).tolist()
    return low, high


@dataclass(frozen=True)
class Paired:
    """Two prompts on the same examples.

    `difference` is the first one's accuracy minus the second one's, `interval` its 95%
    bootstrap interval, `p` that of the exact McNemar test.
    """

    difference: float
    interval: tuple[float, float]
    p: float

    @property
    def tied(self) -> bool:
        """Whether chance alone could have made the difference: p >= 5%, for this one comparison."""
        return self.p >= 0.05


def mcnemar(only_first: int, only_second: int) -> float:
    """Two-sided p of the exact test of McNemar 1947, "Note on the sampling error of the
    difference between correlated proportions": were both prompts equally good, the examples
    that only one of them gets right would fall to either side like a coin.

    >>> round(mcnemar(1, 9), 4)  # 2 (1 + 10) / 2^10
    0.0215
    """
    from scipy.stats import binomtest  # slow to import, and seldom needed

    total = only_first + only_second
    return float(binomtest(only_first, total).pvalue) if total else 1.0


def holm(ps: Sequence[float]) -> list[float]:
    """P values for many comparisons at once, in their order: each to be held against the same 5% as one alone.

    Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure": the smallest of n is multiplied by n, the
    next by n - 1, and none becomes smaller than one before it. Where every comparison is of equals, the chance that
    any of them passes is then 5% at most, whatever they have to do with each other.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03, 0.005])]  # 2 x 0.03 holds for 0.04, too
    [0.03, 0.06, 0.06, 0.02]
    """
    found = [0.0] * len(ps)
    least = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        least = max(least, min(1.0, (len(ps) - rank) * ps[place]))
        found[place] = least
    return found


def compare(first: Sequence[int], second: Sequence[int]) -> Paired:
    """Compare two prompts by which examples each got right (1) and wrong (0), pair by pair.

    Raises:
        ValueError: not the same number of examples.
    """
    if len(first) != len(second) or not first:
        raise ValueError("not the same examples")
    differences = torch.tensor(first) - torch.tensor(second)
    p = mcnemar(int((differences == 1).sum()), int((differences == -1).sum()))
    return Paired(differences.double().mean().item(), paired_interval(differences), p)
