"""Plans driven together: one batch a round, in order, one's failure its own."""

import pytest
import torch

from playground.models.token_sequence import TokenSequence
from playground.scoring.plans import drive, settled, together


def asking(*batches: list[int]):
    """A plan that asks for batches of numbered rows and returns the numbers it was sent."""
    got = []
    for batch in batches:
        outputs = yield [TokenSequence((number,), (0,)) for number in batch]
        got.append([int(output.item()) for output in outputs])
    return got


def failing(after: int, error: Exception):
    """A plan that raises after some rounds."""
    for number in range(after):
        yield [TokenSequence((number,), (0,))]
    raise error


class Echo:
    """Answers every row with its id, and remembers the batches."""

    def __init__(self):
        self.batches = []

    def log_probs(self, rows):
        self.batches.append([row.ids[0] for row in rows])
        return [torch.tensor([float(row.ids[0])]) for row in rows]


def test_a_plan_alone():
    assert drive(asking([1, 2], [3]), Echo()) == [[1, 2], [3]]


def test_a_plan_that_asks_for_nothing():
    echo = Echo()
    assert drive(asking(), echo) == [] and echo.batches == []
    assert drive(together([]), echo) == [] and echo.batches == []


def test_together_is_one_batch_a_round_and_each_gets_its_own():
    echo = Echo()
    plans = [asking([1, 2], [3]), asking([10]), asking(), asking([20], [21, 22], [23])]
    assert drive(together(plans), echo) == [[[1, 2], [3]], [[10]], [], [[20], [21, 22], [23]]]
    assert echo.batches == [[1, 2, 10, 20], [3, 21, 22], [23]]


def test_an_empty_round_shifts_no_outputs():
    assert drive(together([asking([1], [], [2]), asking([10], [11], [12])]), Echo()) == [
        [[1], [], [2]],
        [[10], [11], [12]],
    ]


@pytest.mark.parametrize("after", [0, 1, 2])
def test_one_plans_exception_harms_no_other(after):
    error = KeyError("mine")
    plans = [asking([1], [2], [3]), failing(after, error), asking([10, 11], [12])]
    assert drive(settled(plans), Echo()) == [[[1], [2], [3]], error, [[10, 11], [12]]]


def test_together_raises_the_first_failure_in_order():
    with pytest.raises(KeyError, match="first"):
        drive(together([asking([1]), failing(1, KeyError("first")), failing(0, ValueError("second"))]), Echo())


def test_plans_nest():
    inner = [together([asking([1], [2]), asking([3])]), asking([4])]
    assert drive(together(inner), Echo()) == [[[[1], [2]], [[3]]], [[4]]]
