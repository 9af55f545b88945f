"""Priors and dividing by them."""

import math

import pytest

from playground.scoring.calibration import calibrate, contextual_prior


def logs(*values: float) -> list[float]:
    """Logarithms, zero included."""
    return [math.log(v) if v else -math.inf for v in values]


def test_the_prior_is_the_mean_of_normalised_rows():
    # .1 .3 -> .25 .75 and .4 .1 -> .8 .2: the larger row counts no more than the smaller.
    prior = contextual_prior([logs(0.1, 0.3), logs(0.4, 0.1)])
    assert [math.exp(p) for p in prior] == pytest.approx([0.525, 0.475])


def test_the_prior_survives_tiny_scores():
    assert [math.exp(p) for p in contextual_prior([[-2000.0, -2000.0]])] == pytest.approx([0.5, 0.5])


def test_calibrate_divides():
    assert [math.exp(v) for v in calibrate(logs(0.4, 0.1), logs(0.8, 0.05))] == pytest.approx([0.5, 2])


def test_a_prior_of_zero_leaves_the_word_impossible():
    assert calibrate(logs(0.4, 0.0), logs(0.0, 0.0)) == [-math.inf, -math.inf]
    assert calibrate(logs(0.0), logs(0.5)) == [-math.inf]


def test_another_number_of_words_is_a_programming_mistake():
    with pytest.raises(ValueError, match="zip"):
        calibrate([0.0, 0.0], [0.0])
