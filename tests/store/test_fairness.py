"""The order of the queue, by hand and by its rules."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playground.store.fairness import Sender, Waiting, order


def jobs(*rows: tuple[str, str, int]) -> list[Waiting]:
    return [Waiting(id, owner, size, created) for created, (id, owner, size) in enumerate(rows)]


def sender(owner: str, address: str = "") -> Sender:
    return Sender(owner, address or owner)


def test_each_rule_decides_where_the_ones_before_do_not():
    older = jobs(("a", "ann", 5), ("b", "bob", 5))
    assert order(older, [], {}) == ["a", "b"]
    smaller = jobs(("a", "ann", 5), ("b", "bob", 4))
    assert order(smaller, [], {}) == ["b", "a"]
    # Bob has had more of the machine; then the smaller job does not help him.
    assert order(smaller, [], {sender("ann"): 9, sender("bob"): 10}) == ["a", "b"]
    # Ann has a job running beside the free place; what was served does not matter.
    assert order(smaller, [sender("ann")], {sender("ann"): 1, sender("bob"): 10}, slots=2) == ["b", "a"]


def test_many_jobs_of_one_user_do_not_hold_up_another():
    waiting = jobs(*((f"a{i}", "ann", 1) for i in range(4)), ("b", "bob", 100))
    assert order(waiting, [sender("ann")], {sender("ann"): 1}) == ["b", "a0", "a1", "a2", "a3"]


def test_two_users_take_turns():
    waiting = jobs(("a1", "ann", 10), ("a2", "ann", 10), ("b1", "bob", 10), ("b2", "bob", 10))
    assert order(waiting, [], {}) == ["a1", "b1", "a2", "b2"]


def test_invented_owners_of_one_address_take_one_turn_between_them():
    crowd = [Waiting(f"c{i}", f"invented {i}", 1, i, "here") for i in range(5)]
    honest = [Waiting(f"h{i}", "honest", 50, 100 + i, "there") for i in range(2)]
    found = order([*crowd, *honest], [sender("invented 0", "here")], {sender("invented 0", "here"): 1})
    assert found[0] == "h0" and found[-1] == "h1", "then the crowd has had less"
    # Those of one address take turns by their owners, as a class does.
    mine = [Waiting("m", "invented 0", 1, 0, "here"), Waiting("y", "another", 9, 1, "here")]
    assert order(mine, [], {sender("invented 0", "here"): 1}) == ["y", "m"]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), max_size=8),
    st.lists(st.sampled_from("abc"), max_size=3),
    st.integers(1, 3),
)
def test_everybody_is_served_once_and_the_first_one_by_the_rules(rows, running, slots):
    waiting = [Waiting(str(i), owner, size, i) for i, (owner, size) in enumerate(rows)]
    found = order(waiting, list(map(sender, running)), {}, slots)
    assert sorted(found) == sorted(job.id for job in waiting)
    if len(running) < slots and waiting:
        first = next(job for job in waiting if job.id == found[0])
        assert running.count(first.owner) == min(running.count(job.owner) for job in waiting)
