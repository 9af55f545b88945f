"""Priors and dividing by them."""

import math

import pytest
import torch

from playground.scoring.calibration import calibrate, contextual_prior


def logs(*values: float) -> torch.Tensor:
    """Logarithms, zero included."""
    return torch.tensor(values, dtype=torch.double).log()


def test_the_prior_is_the_mean_of_normalised_rows():
    # .1 .3 -> .25 .75 and .4 .1 -> .8 .2: the larger row counts no more than the smaller.
    prior = contextual_prior(torch.stack([logs(0.1, 0.3), logs(0.4, 0.1)]))
    assert prior.exp().tolist() == pytest.approx([0.525, 0.475])


def test_the_prior_survives_tiny_scores():
    assert contextual_prior(torch.tensor([[-2000.0, -2000.0]])).exp().tolist() == pytest.approx([0.5, 0.5])


def test_calibrate_divides():
    assert calibrate(logs(0.4, 0.1), logs(0.8, 0.05)).exp().tolist() == pytest.approx([0.5, 2])


def test_a_prior_of_zero_leaves_the_word_impossible():
    assert calibrate(logs(0.4, 0.0), logs(0.0, 0.0)).tolist() == [-math.inf, -math.inf]
    assert calibrate(logs(0.0), logs(0.5)).tolist() == [-math.inf]


def test_another_number_of_words_is_a_programming_mistake():
    with pytest.raises(ValueError, match="number of words"):
        calibrate(logs(1.0, 1.0), logs(1.0))
