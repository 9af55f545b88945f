"""Aggregation and normalisation in log space, also where exp would underflow."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.scoring import aggregation


def aggregate(logs: list[float], how: str) -> float:
    """One label's words."""
    return aggregation.aggregate(torch.tensor(logs, dtype=torch.double), how).item()


def normalise(logs: list[float]) -> list[float]:
    """One prompt's labels."""
    return aggregation.normalise(torch.tensor(logs, dtype=torch.double)).tolist()


LOGS = st.lists(st.floats(-60, 0), min_size=1, max_size=6)
NEVER = -math.inf


@given(LOGS)
def test_against_plain_probabilities(logs):
    ps = [math.exp(v) for v in logs]
    close = {"rel": 1e-9, "abs": 1e-9}
    assert aggregate(logs, "mean") == pytest.approx(math.log(math.fsum(ps) / len(ps)), **close)
    assert aggregate(logs, "sum") == pytest.approx(math.log(math.fsum(ps)), **close)
    assert aggregate(logs, "max") == pytest.approx(math.log(max(ps)), **close)
    assert aggregate(logs, "geometric") == pytest.approx(math.log(math.prod(ps) ** (1 / len(ps))), **close)


def test_far_below_what_a_float_holds():
    # exp(-1000) is 0.0, the sum of two of it still is -1000 + log 2.
    assert aggregate([-1000.0, -1000.0], "sum") == pytest.approx(-1000 + math.log(2))
    assert [math.exp(v) for v in normalise([-1000.0, -1000.0 + math.log(3)])] == pytest.approx([0.25, 0.75])


@pytest.mark.parametrize(
    ("how", "expected"), [("mean", -math.log(2)), ("sum", 0.0), ("max", 0.0), ("geometric", NEVER)]
)
def test_one_impossible_word(how, expected):
    assert aggregate([0.0, NEVER], how) == pytest.approx(expected)


@pytest.mark.parametrize("how", ["mean", "sum", "max", "geometric"])
def test_only_impossible_words(how):
    assert aggregate([NEVER, NEVER], how) == NEVER


def test_an_unknown_aggregation_is_a_programming_mistake():
    with pytest.raises(ValueError, match="median"):
        aggregate([0.0], "median")


@given(LOGS)
def test_normalised_scores_sum_to_one_and_keep_their_order(logs):
    out = normalise(logs)
    assert math.fsum(map(math.exp, out)) == pytest.approx(1)
    assert [a - b for a, b in zip(out, logs, strict=True)] == pytest.approx([out[0] - logs[0]] * len(logs), abs=1e-9)


def test_nothing_possible_is_uniform():
    assert [math.exp(v) for v in normalise([NEVER] * 4)] == pytest.approx([0.25] * 4)


def test_labels_are_aggregated_each_for_itself_in_every_row():
    scores = torch.tensor([[0.1, 0.3, 0.5], [0.2, 0.2, 0.4]]).log()
    labels = aggregation.label_scores(scores, [[0, 1], [2]], "mean")
    assert labels.exp().tolist() == [pytest.approx([0.2, 0.5]), pytest.approx([0.2, 0.4])]
