"""Label log-probabilities and the true labels -> an `Evaluation`."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from playground.evaluation.intervals import wilson
from playground.results import Bin, Evaluation, LabelReport

BINS = 15  # as Guo et al. 2017
MOST_LOSS = 1_000.0  # nats of one example: an impossible label would make the mean infinite


def evaluate(log_probabilities: Tensor, gold: Tensor, labels: Sequence[str]) -> Evaluation:
    """Everything that can be said of a prompt's answers.

    macro-F1 is the mean of F1 over the labels that some example has or was given, as
    scikit-learn has it where it is told no labels.

    Args:
        log_probabilities: [examples, labels], natural, normalised over the labels.
        gold: [examples], the true labels' indices.

    >>> import torch
    >>> found = evaluate(torch.tensor([[0.8, 0.2], [0.6, 0.4]]).log(), torch.tensor([0, 1]), ["yes", "no"])
    >>> found.accuracy, found.confusion, round(found.macro_f1, 4)
    (0.5, ((1, 0), (1, 0)), 0.3333)
    """
    # Of the logarithms: exp makes equals of what only just differ.
    best, predicted = log_probabilities.max(-1)
    confidence = best.exp()
    places = list(range(len(labels)))
    truth, guesses = gold.tolist(), predicted.tolist()
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support  # slow to import

    confusion = confusion_matrix(truth, guesses, labels=places)
    # The untyped library's default, "warn", is taken for the parameter's type.
    parts = precision_recall_fscore_support(truth, guesses, labels=places, zero_division=0.0)  # pyright: ignore[reportArgumentType]  # the declarations know no number
    precision, recall, f1, support = (torch.as_tensor(part).tolist() for part in parts)
    given = confusion.sum(axis=0).tolist()
    seen = [value for value, has, gets in zip(f1, support, given, strict=True) if has or gets]
    right = int(confusion.trace())
    bins = reliability(confidence.tolist(), [a == b for a, b in zip(truth, guesses, strict=True)])
    return Evaluation(
        examples=len(truth),
        right=right,
        accuracy=right / len(truth),
        interval=wilson(right, len(truth)),
        macro_f1=sum(seen) / len(seen),
        loss=-log_probabilities.gather(1, gold[:, None]).clamp_min(-MOST_LOSS).mean().item(),
        confusion=tuple(tuple(row) for row in confusion.tolist()),
        labels=tuple(
            LabelReport(label, int(support[i]), int(given[i]), precision[i], recall[i], f1[i])
            for i, label in enumerate(labels)
        ),
        ece=calibration_error(bins),
        bins=bins,
    )


def reliability(confidences: Sequence[float], right: Sequence[bool], count: int = BINS) -> tuple[Bin, ...]:
    """`count` bins of equal width over the probability of the predicted label.

    Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2: bin m holds
    the examples with a confidence in ((m-1)/M, m/M].

    >>> [(bin.count, bin.accuracy) for bin in reliability([0.3, 0.8, 0.9], [True, True, False], count=2)]
    [(1, 1.0), (2, 0.5)]
    """
    held: list[list[tuple[float, bool]]] = [[] for _ in range(count)]
    for confidence, is_right in zip(confidences, right, strict=True):
        place = next((m for m in range(count) if confidence <= (m + 1) / count), count - 1)
        held[place].append((confidence, is_right))
    return tuple(_bin(m / count, (m + 1) / count, held[m]) for m in range(count))


def _bin(low: float, high: float, held: Sequence[tuple[float, bool]]) -> Bin:
    if not held:
        return Bin(low, high, 0, None, None, None)
    right = sum(is_right for _, is_right in held)
    mean = sum(confidence for confidence, _ in held) / len(held)
    return Bin(low, high, len(held), mean, right / len(held), wilson(right, len(held)))


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error, Guo et al. 2017, equation 3: the mean over the examples
    of the distance between their bin's accuracy and its mean confidence.

    >>> round(calibration_error(reliability([0.3, 0.8, 0.9], [True, True, False], count=2)), 4)
    0.4667
    """
    total = sum(bin.count for bin in bins)
    distances = (
        bin.count * abs(bin.accuracy - bin.confidence)
        for bin in bins
        if bin.accuracy is not None and bin.confidence is not None
    )
    return sum(distances) / total
