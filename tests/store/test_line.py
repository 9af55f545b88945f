"""The line of those who wait: its order by length, its forecast, and that nobody sees an old one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import update

from playground.store.database import open_database
from playground.store.fairness import IN_A_ROW, Waiting, order
from playground.store.jobs import JobStore
from playground.store.line import queue
from playground.store.runs import RunStore
from playground.store.tables import job


@pytest.fixture
def database(tmp_path: Path):
    opened = open_database(tmp_path / "jobs.sqlite")
    yield opened
    opened.close()


def add(database, owner: str, size: int = 10, kind: str = "count", flops: float | None = None) -> str:
    spec = {"flops": flops} if flops else {}
    return JobStore(database).add(owner, kind, "", spec, size, 100, 100)


def took(database, seconds: float, id: str, begun: float = 100.0) -> None:
    """Say that a job was done, at one go."""
    now = time.time()
    with database.writing() as connection:
        values = {"state": "done", "attempt": 1, "started": now - begun, "ended": now - begun + seconds}
        connection.execute(update(job).where(job.c.id == id).values(values))


def waits(database, slots: int = 1) -> list[float | None]:
    with database.reading() as connection:
        return list(queue(connection, slots).waits.values())


def test_a_start_is_forecast_from_what_jobs_of_its_kind_took(database):
    took(database, 20.0, add(database, "before", 10))
    for owner in ("ann", "bob", "carl"):
        add(database, owner, 10)
    assert waits(database) == pytest.approx([0, 20, 40])
    assert waits(database, slots=2) == pytest.approx([0, 0, 20])
    run = RunStore(database).claim(1)
    assert run is not None
    assert waits(database) == pytest.approx([20, 40], abs=1)


def test_operations_count_where_they_are_known_and_a_kind_that_nobody_timed_is_not_forecast(database):
    took(database, 10.0, add(database, "before", 1, "train", flops=1e12))
    add(database, "ann", 1, "train", flops=3e12)
    add(database, "bob", 1, "train", flops=5e12)
    assert waits(database) == pytest.approx([0, 30])
    add(database, "aaron", 1, "dance")
    add(database, "dora", 9, "dance")
    found = waits(database)
    assert found[0] == 0 and None in found[1:]


def test_a_job_that_was_resumed_is_no_measure(database):
    took(database, 1.0, add(database, "before", 10))
    with database.writing() as connection:
        connection.execute(update(job).values(attempt=2))
    add(database, "ann")
    add(database, "bob")
    assert waits(database) == [0, None]


def test_the_forecast_of_a_list_is_that_of_now(database):
    store = JobStore(database)
    took(database, 20.0, add(database, "before", 10))
    mine, other = add(database, "ann"), add(database, "bob", 5)
    assert (store.get(mine).ahead, store.get(mine).wait) == (1, pytest.approx(10))
    store.cancel(other)
    assert (store.get(mine).ahead, store.get(mine).wait) == (0, 0)
    assert store.get(other).wait is None


def test_short_jobs_go_first_but_pass_a_long_one_only_so_often(database):
    took(database, 100.0, add(database, "before", 10))
    long = add(database, "teacher", 50)
    short = [add(database, f"student {number}", 1) for number in range(IN_A_ROW + 3)]
    runs, served = RunStore(database), []
    while (run := runs.claim(1)) is not None:
        served.append(run.id)
        took(database, 1.0, run.id, begun=0)
    assert served[IN_A_ROW] == long and set(served) == {long, *short}


def test_a_flood_of_short_jobs_holds_no_long_one_up():
    flood = [Waiting(f"s{i}", f"crowd {i}", 1, i, "here", seconds=1) for i in range(50)]
    found = order([*flood, Waiting("long", "honest", 900, 99, "there", seconds=900)], [], {})
    assert found.index("long") == IN_A_ROW
    assert order([Waiting("long", "a", 9, 0, seconds=900), flood[0]], [], {}, passed=IN_A_ROW)[0] == "long"


def test_a_job_that_takes_longer_than_forecast_makes_the_others_later(database):
    add(database, "ann", 1, "train", flops=45e9)
    add(database, "bob", 1, "train", flops=45e9)
    add(database, "carl", 1, "train", flops=45e9)
    run = RunStore(database).claim(1)
    assert run is not None and waits(database)[1] == pytest.approx(2, abs=0.5)
    with database.writing() as connection:
        connection.execute(update(job).where(job.c.id == run.id).values(started=time.time() - 100))
    assert waits(database) == pytest.approx([10, 120], rel=0.02)
