"""A store that takes nothing for a while: what jobs say, how they end and who wants them stopped is kept until it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from playground.errors import StoreError
from playground.jobs import dispatcher
from playground.jobs.queue import Jobs
from playground.store.database import Database, open_database
from playground.store.jobs import JobStore
from playground.store.runs import Note, RunStore
from tests.jobs.conftest import counted, ended, until


@pytest.fixture
def full(jobs, monkeypatch) -> Iterator[Callable[[bool], None]]:
    """`full(True)`: no room from now on."""
    monkeypatch.setattr(dispatcher, "RETRY", 0.05)
    writing, state = Database.writing, {"full": False, "refused": 0}

    @contextmanager
    def sometimes(self: Database):
        if state["full"]:
            state["refused"] += 1
            raise StoreError("unwritable")
        with writing(self) as connection:
            yield connection

    def fill(full: bool) -> None:
        if full is False and state["full"]:
            before = state["refused"]
            until(lambda: state["refused"] > before)
        state["full"] = full

    monkeypatch.setattr(Database, "writing", sometimes)
    yield fill
    state["full"] = False


def started(jobs: Jobs, owner: str, steps: int) -> str:
    id = jobs.submit(owner, "count", "counting", {"steps": steps, "milliseconds": 5}, 1)
    until(lambda: jobs.job(id).reports >= 2)
    return id


def test_a_job_that_ends_while_the_disk_is_full_is_done_when_there_is_room(jobs, owner, full):
    id = started(jobs, owner, 60)
    full(True)
    until(lambda: [item for item in jobs._dispatcher._late if isinstance(item, dict) and "end" in item])
    assert jobs.job(id).state == "running"
    full(False)
    assert ended(jobs, id).state == "done" and jobs.reports(id) == counted(60)


def test_a_job_is_stopped_at_once_although_that_cannot_be_written(jobs, owner, full):
    id = started(jobs, owner, 900)
    behind = jobs.submit(owner, "count", "counting", {"steps": 5}, 1)
    full(True)
    jobs.cancel(id, owner)
    jobs.cancel(behind, owner)
    until(lambda: [item for item in jobs._dispatcher._late if isinstance(item, dict) and "end" in item])
    assert (jobs.job(id).state, jobs.job(behind).state) == ("running", "queued")
    full(False)
    assert ended(jobs, id).state == "cancelled" and ended(jobs, behind).state == "cancelled"
    assert jobs.reports(id) == counted(900)[: jobs.job(id).reports]
    again = jobs.submit(owner, "count", "counting", {"steps": 5}, 1)
    assert ended(jobs, again).state == "done", "the place is free again"


def test_a_job_with_more_to_say_than_is_kept_goes_on_from_its_checkpoint(jobs, owner, full, monkeypatch):
    monkeypatch.setattr(dispatcher, "MOST_LATE", 3)
    id = started(jobs, owner, 60)
    full(True)
    until(lambda: [item for item in jobs._dispatcher._late if isinstance(item, dict) and "end" in item])
    full(False)
    assert ended(jobs, id).state == "interrupted"
    jobs.resume(id, owner)
    assert ended(jobs, id).state == "done" and jobs.reports(id) == counted(60)


def test_whoever_asks_for_more_is_told(jobs, owner, full):
    full(True)
    with pytest.raises(StoreError) as refused:
        jobs.submit(owner, "count", "counting", {"steps": 5}, 1)
    assert refused.value.code == "unwritable" and refused.value.message("zh")


def test_a_database_that_is_really_full_says_so_and_takes_more_when_there_is_room(tmp_path: Path):
    database = open_database(tmp_path / "jobs.sqlite")
    pages: dict[str, int] = {"most": 0}

    @event.listens_for(database._engine, "begin")
    def bound(connection) -> None:
        if pages["most"]:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages['most']}")

    jobs, runs = JobStore(database), RunStore(database)
    id = jobs.add("ann", "train", "", {}, 1, 5, 100)
    run = runs.claim(1)
    assert run is not None
    with database.reading() as connection:
        pages["most"] = int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)
    large = Note(id, run.attempt, 1, {}, {"1/1": b"x" * 500_000}, None)
    with pytest.raises(StoreError) as refused:
        runs.record(large)
    assert isinstance(refused.value.__cause__, Exception) and jobs.get(id).reports == 0
    pages["most"] = 1_000_000
    assert runs.record(large) == "kept" and runs.end(id, run.attempt, "done", 1)
    assert jobs.get(id).state == "done"
