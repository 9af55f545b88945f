"""Intervals against statistics books and by hand."""

import itertools
import math
import random

import pytest
import torch

from playground.evaluation.intervals import compare, holm, mcnemar, paired_interval, wilson


def test_wilsons_interval():
    # Newcombe 1998, table I, example 1: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(20, 20)[1] == 1.0


def test_the_paired_interval_is_near_the_normal_one():
    draw = torch.Generator().manual_seed(5)
    differences = torch.randint(-1, 2, (400,), generator=draw).double()
    low, high = paired_interval(differences)
    half = 1.96 * differences.std().item() / math.sqrt(400)
    assert low == pytest.approx(differences.mean().item() - half, abs=0.01)
    assert high == pytest.approx(differences.mean().item() + half, abs=0.01)
    assert (low, high) == paired_interval(differences), "a number that is reported can be computed again"
    assert paired_interval(torch.zeros(9)) == (0.0, 0.0)


def test_mcnemar_by_hand():
    # Ten discordant pairs, one on one side: 2 (C(10,0) + C(10,1)) / 2^10.
    assert mcnemar(1, 9) == pytest.approx(2 * 11 / 1024)
    assert mcnemar(9, 1) == mcnemar(1, 9)
    assert mcnemar(5, 5) == 1.0
    assert mcnemar(0, 0) == 1.0, "equal answers are no evidence of a difference"


def test_two_prompts_are_compared_pair_by_pair():
    first, second = [1] * 30 + [0] * 10, [1] * 20 + [0] * 20
    found = compare(first, second)
    assert found.difference == pytest.approx(0.25)
    assert found.p == pytest.approx(2 / 1024)
    assert not found.tied
    assert found.interval[0] > 0.1
    swapped = compare(second, first)
    assert swapped.difference == -found.difference
    assert swapped.p == found.p
    assert compare([1, 0, 1], [0, 1, 1]).tied
    with pytest.raises(ValueError, match="same examples"):
        compare([1], [1, 0])


def test_holms_correction_by_hand():
    # R 4.3: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm")
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])
    assert holm([0.9, 0.001, 0.4]) == pytest.approx([0.9, 0.003, 0.8])
    assert holm([0.3]) == [0.3] and holm([]) == []
    assert holm([0.6, 0.6]) == [1.0, 1.0]


@pytest.mark.parametrize("seed", range(5))
def test_holms_correction_is_the_closed_test_of_bonferronis(seed):
    """Marcus, Peritz & Gabriel 1976: a comparison passes where every set of comparisons that holds it does."""
    draw = random.Random(seed)
    ps = [draw.choice([draw.random(), draw.random() / 50, 0.01]) for _ in range(6)]
    sets = [part for size in range(1, 7) for part in itertools.combinations(range(6), size)]
    closed = [max(min(1.0, len(part) * min(ps[i] for i in part)) for part in sets if at in part) for at in range(6)]
    assert holm(ps) == pytest.approx(closed)
