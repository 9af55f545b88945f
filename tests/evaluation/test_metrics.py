"""Metrics against scikit-learn on the same predictions, and by hand."""

import math

import pytest
import torch
from sklearn import metrics as sklearn_metrics

from playground.evaluation.metrics import calibration_error, evaluate, reliability

LABELS = ("a", "b", "c", "never")


@pytest.fixture
def answers():
    draw = torch.Generator().manual_seed(3)
    logits = torch.randn(300, 4, generator=draw, dtype=torch.double)
    logits[:, 3] = -50.0
    gold = torch.randint(3, (300,), generator=draw)
    logits[torch.arange(300), gold] += 1.0
    return logits.log_softmax(-1), gold


def test_they_equal_scikit_learns(answers):
    values, gold = answers
    found = evaluate(values, gold, LABELS)
    truth, predicted = gold.tolist(), values.argmax(-1).tolist()
    assert found.accuracy == pytest.approx(sklearn_metrics.accuracy_score(truth, predicted))
    assert found.macro_f1 == pytest.approx(sklearn_metrics.f1_score(truth, predicted, average="macro"))
    assert found.loss == pytest.approx(sklearn_metrics.log_loss(truth, values.exp().numpy(), labels=[0, 1, 2, 3]))
    matrix = sklearn_metrics.confusion_matrix(truth, predicted, labels=[0, 1, 2, 3])
    assert [list(row) for row in found.confusion] == matrix.tolist()
    report = sklearn_metrics.classification_report(
        truth, predicted, labels=[0, 1, 2, 3], target_names=LABELS, output_dict=True, zero_division=0
    )
    for label in found.labels:
        theirs = report[label.label]
        assert (label.precision, label.recall, label.f1) == pytest.approx(
            (theirs["precision"], theirs["recall"], theirs["f1-score"])
        )
        assert label.support == theirs["support"]
    assert sum(label.predicted for label in found.labels) == found.examples == 300
    assert found.right == sum(a == b for a, b in zip(truth, predicted, strict=True))


def test_the_calibration_error_by_its_formula(answers):
    values, gold = answers
    found = evaluate(values, gold, LABELS)
    confidence, predicted = values.exp().max(-1)
    total = 0.0
    for m in range(15):
        inside = (confidence > m / 15) & (confidence <= (m + 1) / 15)
        if inside.any():
            gap = (predicted == gold)[inside].double().mean() - confidence[inside].mean()
            total += inside.double().mean().item() * abs(gap.item())
    assert found.ece == pytest.approx(total)
    assert sum(bin.count for bin in found.bins) == 300


def test_bins_by_hand():
    bins = reliability([0.5, 0.55, 1.0, 1.0], [True, False, True, True], count=2)
    assert [bin.count for bin in bins] == [1, 3], "a bin's upper end is its own"
    assert bins[1].accuracy == pytest.approx(2 / 3)
    assert bins[1].confidence == pytest.approx(2.55 / 3)
    assert calibration_error(bins) == pytest.approx((1 * 0.5 + 3 * (2.55 / 3 - 2 / 3)) / 4)
    assert math.isclose(bins[0].interval[1], 1.0)


def test_a_label_nobody_has_and_nobody_was_given_does_not_count():
    found = evaluate(torch.tensor([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0]]).log(), torch.tensor([0, 1]), ("a", "b", "c"))
    assert found.macro_f1 == 1.0
    assert found.labels[2].f1 == 0.0
