"""The order of the queue, by hand and by its rules."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playground.store.fairness import Waiting, order


def jobs(*rows: tuple[str, str, int]) -> list[Waiting]:
    return [Waiting(id, owner, size, created) for created, (id, owner, size) in enumerate(rows)]


def test_each_rule_decides_where_the_ones_before_do_not():
    older = jobs(("a", "ann", 5), ("b", "bob", 5))
    assert order(older, [], {}) == ["a", "b"]
    smaller = jobs(("a", "ann", 5), ("b", "bob", 4))
    assert order(smaller, [], {}) == ["b", "a"]
    # Bob has had more of the machine; then the smaller job does not help him.
    assert order(smaller, [], {"ann": 9, "bob": 10}) == ["a", "b"]
    # Ann has a job running beside the free place; what was served does not matter.
    assert order(smaller, ["ann"], {"ann": 1, "bob": 10}, slots=2) == ["b", "a"]


def test_many_jobs_of_one_user_do_not_hold_up_another():
    waiting = jobs(*((f"a{i}", "ann", 1) for i in range(4)), ("b", "bob", 100))
    assert order(waiting, ["ann"], {"ann": 1}) == ["b", "a0", "a1", "a2", "a3"]


def test_two_users_take_turns():
    waiting = jobs(("a1", "ann", 10), ("a2", "ann", 10), ("b1", "bob", 10), ("b2", "bob", 10))
    assert order(waiting, [], {}) == ["a1", "b1", "a2", "b2"]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), max_size=8),
    st.lists(st.sampled_from("abc"), max_size=3),
    st.integers(1, 3),
)
def test_everybody_is_served_once_and_the_first_one_by_the_rules(rows, running, slots):
    waiting = [Waiting(str(i), owner, size, i) for i, (owner, size) in enumerate(rows)]
    found = order(waiting, running, {}, slots)
    assert sorted(found) == sorted(job.id for job in waiting)
    if len(running) < slots and waiting:
        first = next(job for job in waiting if job.id == found[0])
        assert running.count(first.owner) == min(running.count(job.owner) for job in waiting)
