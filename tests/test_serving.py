"""The batcher: batches strangers, keeps them apart, lets the latest win."""

from __future__ import annotations

import asyncio
import threading

import pytest
import torch

from playground.models.token_sequence import TokenSequence
from playground.serving import TOKENS_A_ROUND, Batcher, Superseded


class Echo:
    """A model whose output at a position is the token id there; it can be held up."""

    def __init__(self) -> None:
        self.batches: list[list[TokenSequence]] = []
        self.open = threading.Event()
        self.open.set()
        self.entered = threading.Event()

    def log_probs(self, rows):
        self.entered.set()
        assert self.open.wait(10)
        self.batches.append(list(rows))
        if any(row.ids == (-666,) for row in rows):
            raise MemoryError("no room")
        return [torch.tensor([[float(row.ids[p])] for p in row.positions]) for row in rows]


def ask(*ids: int):
    """A plan of one round a id."""
    answers = []
    for id in ids:
        (output,) = yield [TokenSequence((id,), (0,))]
        answers.append(int(output.item()))
    return answers


@pytest.fixture
def batcher():
    made = Batcher(window=0.2)
    yield made
    made.close()


def test_requests_that_arrive_together_share_a_batch_and_keep_their_own_answers(batcher):
    model = Echo()

    async def three():
        return await asyncio.gather(*(batcher.submit(str(i), model, ask(10 + i, 20 + i)) for i in range(3)))

    assert asyncio.run(three()) == [[10, 20], [11, 21], [12, 22]]
    assert [len(batch) for batch in model.batches] == [3, 3]


def test_the_latest_request_of_a_session_wins(batcher):
    model = Echo()
    model.open.clear()

    async def two():
        first = asyncio.create_task(batcher.submit("me", model, ask(1, 2)))
        other = asyncio.create_task(batcher.submit("you", model, ask(5, 6)))
        await asyncio.to_thread(model.entered.wait, 10)
        second = asyncio.create_task(batcher.submit("me", model, ask(3)))
        await asyncio.sleep(0)
        model.open.set()
        return await asyncio.gather(first, other, second, return_exceptions=True)

    first, other, second = asyncio.run(two())
    assert isinstance(first, Superseded)
    assert other == [5, 6] and second == [3]


def test_a_plan_that_raises_harms_no_other(batcher):
    model = Echo()

    def broken():
        yield [TokenSequence((1,), (0,))]
        raise KeyError("mine alone")

    async def both():
        return await asyncio.gather(
            batcher.submit("a", model, broken()), batcher.submit("b", model, ask(7, 8)), return_exceptions=True
        )

    raised, answer = asyncio.run(both())
    assert isinstance(raised, KeyError) and answer == [7, 8]


def test_a_row_that_fails_harms_only_who_asked_for_it(batcher):
    model = Echo()

    async def both():
        return await asyncio.gather(
            batcher.submit("a", model, ask(-666)), batcher.submit("b", model, ask(7)), return_exceptions=True
        )

    raised, answer = asyncio.run(both())
    assert isinstance(raised, MemoryError) and answer == [7]
    assert asyncio.run(batcher.submit("a", model, ask(1))) == [1]


def test_a_waiter_that_is_cancelled_does_not_stop_the_thread(batcher):
    model = Echo()
    model.open.clear()

    async def given_up():
        waiting = asyncio.create_task(batcher.submit("a", model, ask(1, 2)))
        await asyncio.to_thread(model.entered.wait, 10)
        waiting.cancel()
        model.open.set()

    asyncio.run(given_up())
    assert asyncio.run(batcher.submit("b", model, ask(3))) == [3]


def test_a_small_question_does_not_wait_for_a_large_one(batcher):
    model = Echo()
    model.open.clear()

    def large():
        outputs = yield [TokenSequence((i,), (0,)) for i in range(10 * TOKENS_A_ROUND)]
        return [int(output.item()) for output in outputs]

    async def both():
        big = asyncio.create_task(batcher.submit("a", model, large()))
        await asyncio.to_thread(model.entered.wait, 10)
        small = asyncio.create_task(batcher.submit("b", model, ask(-1)))
        await asyncio.sleep(0)
        model.open.set()
        return await asyncio.gather(big, small)

    everything, answer = asyncio.run(both())
    assert answer == [-1] and everything == list(range(10 * TOKENS_A_ROUND))
    (round_,) = [i for i, batch in enumerate(model.batches) if any(row.ids == (-1,) for row in batch)]
    assert round_ <= 1, "it rode in the next round, not behind the whole of the large one"


def test_two_models_take_turns(batcher):
    one, two = Echo(), Echo()

    async def both():
        return await asyncio.gather(batcher.submit("a", one, ask(1, 2, 3)), batcher.submit("b", two, ask(4, 5, 6)))

    assert asyncio.run(both()) == [[1, 2, 3], [4, 5, 6]]
    assert all(len(batch) == 1 for batch in one.batches + two.batches)
