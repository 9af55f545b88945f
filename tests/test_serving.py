"""The batcher: batches strangers, keeps them apart, lets the latest win."""

from __future__ import annotations

import asyncio
import threading

import pytest
import torch

from playground import serving
from playground.errors import CallError, FieldsError
from playground.models.token_sequence import TokenSequence
from playground.scoring.plans import drive, within
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


def many(count: int, width: int = 1):
    """A plan of one round of so many sequences."""
    outputs = yield [TokenSequence((i,) * width, (0,)) for i in range(count)]
    return len(outputs)


def test_a_round_has_one_budget_for_everybody(batcher):
    model = Echo()

    async def five():
        return await asyncio.gather(*(batcher.submit(str(i), model, many(3, 500)) for i in range(5)))

    assert asyncio.run(five()) == [3] * 5
    assert max(sum(row.width for row in batch) for batch in model.batches) <= TOKENS_A_ROUND + 500


def test_a_sequence_wider_than_a_round_is_run_alone(batcher):
    model = Echo()
    assert asyncio.run(batcher.submit("a", model, many(2, 2 * TOKENS_A_ROUND))) == 2
    assert [len(batch) for batch in model.batches] == [1, 1]


def test_six_large_questions_end_although_small_ones_keep_passing(batcher):
    batcher.close()  # its rounds are called here, one by one
    model = Echo()

    def enter(session: str, plan) -> serving._Request:
        request = serving._Request(session, model, plan, limit=10**9)
        assert request.advance()
        batcher._active.append(request)
        return request

    large = [enter(str(i), many(40, 500)) for i in range(6)]
    longest = 0
    while not all(request.future.done() for request in large):
        small, rounds = enter("typist", ask(1, 2, 3)), 0
        while not small.future.done():
            batcher._round()
            rounds += 1
        longest = max(longest, rounds)
    assert longest <= 5, "three rounds of its own, and every other one may be another's"
    assert len(model.batches) < 6 * 40 * 2


def test_a_question_beyond_its_limit_is_refused_before_anything_is_run():
    batcher, model = Batcher(limit=100), Echo()
    with pytest.raises(FieldsError) as refused:
        asyncio.run(batcher.submit("a", model, many(11, 10)))
    assert refused.value.values == {"tokens": 110, "limit": 100} and model.batches == []
    assert "110" in refused.value.message("zh")
    assert asyncio.run(batcher.submit("a", model, many(10, 10))) == 10
    batcher.close()


def test_a_question_that_grows_beyond_its_limit_is_stopped_there_and_may_answer_without():
    batcher, model = Batcher(limit=100), Echo()

    def growing():
        try:
            while True:
                yield [TokenSequence((1,) * 30, (0,))]
        except FieldsError as error:
            return error.code

    assert asyncio.run(batcher.submit("a", model, growing())) == "too_much_work"
    assert len(model.batches) == 3
    batcher.close()


def test_a_plan_is_refused_by_what_its_rounds_would_come_to():
    model = Echo()
    assert drive(within(100, 10, many(1, 10)), model) == 1
    with pytest.raises(FieldsError):
        drive(within(100, 11, many(1, 10)), model)
    assert drive(within(None, 11, many(1, 10)), model) == 1


def test_who_has_left_is_worked_for_no_longer(batcher):
    model = Echo()
    model.open.clear()

    async def given_up():
        waiting = asyncio.create_task(batcher.submit("a", model, many(100, 500)))
        await asyncio.to_thread(model.entered.wait, 10)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        model.open.set()
        return await batcher.submit("b", model, ask(3))

    assert asyncio.run(given_up()) == [3]
    assert sum(len(batch) for batch in model.batches) <= 5


def test_too_many_questions_at_once_are_told_so(batcher, monkeypatch):
    monkeypatch.setattr(serving, "MOST_REQUESTS", 2)
    monkeypatch.setattr(serving, "MOST_WAITING", 0)
    model = Echo()
    model.open.clear()

    async def three():
        asked = [asyncio.create_task(batcher.submit(str(i), model, ask(i, i))) for i in range(2)]
        await asyncio.to_thread(model.entered.wait, 10)
        asked.append(asyncio.create_task(batcher.submit("2", model, ask(2))))
        await asyncio.sleep(0)
        model.open.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    *answered, refused = asyncio.run(three())
    assert answered == [[0, 0], [1, 1]] and isinstance(refused, CallError) and refused.code == "busy"


def test_of_very_many_questions_the_last_are_answered_later_and_in_turn(batcher, monkeypatch):
    batcher.close()  # its steps are called here, one by one
    monkeypatch.setattr(serving, "MOST_REQUESTS", 2)
    model = Echo()
    *asked, newer = (serving._Request(str(i % 10), model, ask(i), limit=10**9) for i in (0, 1, 2, 3, 4, 13))
    for request in [*asked, newer]:
        batcher._line_up(request)
    batcher._begin()
    assert [request.session for request in batcher._active] == ["0", "1"]
    batcher._round()
    batcher._begin()
    assert [request.session for request in batcher._active] == ["2", "3"], "the newer text has the older one's place"
    assert isinstance(asked[3].future.exception(), Superseded)
    while batcher._active:
        batcher._round()
        batcher._begin()
    assert [request.future.result() for request in (*asked[:3], newer, asked[4])] == [[0], [1], [2], [13], [4]]


def test_who_leaves_the_line_is_not_begun(batcher):
    batcher.close()
    request = serving._Request("a", Echo(), ask(1), limit=10**9, gone=True)
    batcher._line_up(request)
    batcher._drop_gone()
    assert isinstance(request.future.exception(), Superseded) and not batcher._waiting


def test_what_a_whole_class_asks_at_once_is_run_once(batcher):
    model = Echo()

    async def thirty():
        return await asyncio.gather(*(batcher.submit(str(i), model, many(4, 500)) for i in range(30)))

    assert asyncio.run(thirty()) == [4] * 30
    assert sum(len(batch) for batch in model.batches) == 4
