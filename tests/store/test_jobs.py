"""A job's rows from the queue to the end, without any worker."""

from __future__ import annotations

import threading

import pytest

from playground.errors import JobError
from playground.store.database import Database, open_database
from playground.store.jobs import JobStore
from playground.store.prompts import PromptStore
from playground.store.runs import Note, RunStore

GONE = "error.job.server_stopped"


@pytest.fixture
def database(tmp_path) -> Database:
    return open_database(tmp_path / "jobs.sqlite")


@pytest.fixture
def jobs(database) -> JobStore:
    return JobStore(database)


@pytest.fixture
def runs(database) -> RunStore:
    return RunStore(database)


def add(jobs: JobStore, owner: str = "ann", size: int = 10, limit: int = 5, keep: int = 100) -> str:
    return jobs.add(owner, "train", "a title", {"seeds": [1, 2]}, size, limit, keep)


def note(id: str, number: int, attempt: int = 1, checkpoint: bytes | None = None, **files: bytes) -> Note:
    return Note(id, attempt, number, {"step": number}, files, checkpoint)


def numbers(jobs: JobStore, id: str) -> list[int]:
    return [number for number, _ in jobs.reports(id)]


def code(call, *arguments) -> str:
    with pytest.raises(JobError) as error:
        call(*arguments)
    return error.value.code


def test_a_job_from_its_start_to_its_end(jobs, runs):
    id = add(jobs)
    job = jobs.get(id)
    assert (job.state, job.spec, job.size, job.started, job.ahead, job.reports) == (
        "queued",
        {"seeds": [1, 2]},
        10,
        None,
        0,
        0,
    )
    run = runs.claim(1)
    assert (run.id, run.attempt, run.checkpoint, run.number) == (id, 1, None, 0)
    assert jobs.get(id).state == "running" and runs.claim(1) is None
    assert runs.record(note(id, 1)) == "kept"
    assert runs.record(note(id, 2, checkpoint=b"c", one=b"1")) == "kept"
    assert jobs.reports(id) == [(1, {"step": 1}), (2, {"step": 2})] and jobs.reports(id, 1) == [(2, {"step": 2})]
    assert jobs.files(id) == ["one"] and jobs.file(id, "one") == b"1" and jobs.file(id, "two") is None
    assert runs.end(id, 1, "done", 2)
    job = jobs.get(id)
    assert job.state == "done" and job.created <= job.started <= job.ended and job.error is None and job.reports == 2
    assert runs.record(note(id, 3)) == "stale"


def test_a_number_said_twice_counts_once_and_a_missing_one_is_seen(jobs, runs):
    id = add(jobs)
    runs.claim(1)
    assert [runs.record(note(id, number)) for number in (1, 1, 3, 2)] == ["kept", "known", "gap", "kept"]
    assert numbers(jobs, id) == [1, 2]
    assert not runs.end(id, 1, "done", 3) and jobs.get(id).state == "running"


def test_an_interrupted_job_goes_on_from_its_checkpoint(jobs, runs):
    id = add(jobs)
    runs.claim(1)
    runs.record(note(id, 1, a=b"a"))
    runs.record(note(id, 2, checkpoint=b"first"))
    runs.record(note(id, 3, checkpoint=b"second", b=b"b"))
    runs.record(note(id, 4, c=b"c"))
    runs.interrupt(id, 1, GONE)
    assert jobs.get(id).state == "interrupted" and jobs.get(id).error == (GONE, {})
    assert numbers(jobs, id) == [1, 2, 3, 4], "nothing that was reported is lost"
    jobs.resume(id, 5)
    assert jobs.get(id).state == "queued" and jobs.get(id).error is None
    assert numbers(jobs, id) == [1, 2, 3] and jobs.files(id) == ["a", "b"]
    run = runs.claim(1)
    assert (run.attempt, run.checkpoint, run.number) == (2, b"second", 3)
    # The attempt before may be running somewhere still.
    assert runs.record(note(id, 4, attempt=1)) == "stale" and runs.record(note(id, 4, attempt=2)) == "kept"


def test_without_a_checkpoint_it_starts_anew(jobs, runs):
    id = add(jobs)
    runs.claim(1)
    runs.record(note(id, 1, a=b"a"))
    runs.interrupt(id, 1, GONE)
    jobs.resume(id)
    assert numbers(jobs, id) == [] and jobs.files(id) == [] and runs.claim(1).number == 0


def test_cancelling(jobs, runs):
    queued, running = add(jobs), add(jobs, size=1)
    assert runs.claim(1).id == running
    assert jobs.cancel(queued) is None and jobs.get(queued).state == "cancelled"
    assert jobs.cancel(running) == 1 and jobs.cancel(running) == 1 and jobs.get(running).state == "cancelling"
    assert runs.record(note(running, 1)) == "kept"
    runs.interrupt(running, 1, GONE)
    assert jobs.get(running).state == "cancelled" and numbers(jobs, running) == [1]
    assert code(jobs.cancel, running) == "not_running" and code(jobs.resume, running, 5) == "not_interrupted"


def test_an_app_that_died_leaves_nothing_running(jobs, runs):
    first, second, third = add(jobs, size=1), add(jobs, size=2), add(jobs, size=3)
    runs.claim(1), runs.claim(1)
    jobs.cancel(second)
    assert sorted(runs.interrupt_all(GONE)) == sorted([(first, 1), (second, 1)])
    assert [jobs.get(id).state for id in (first, second, third)] == ["interrupted", "cancelled", "queued"]
    assert jobs.interrupted() == [first]


def test_a_failed_job_keeps_its_reason(jobs, runs):
    id = add(jobs)
    runs.claim(1)
    assert runs.end(id, 1, "failed", 0, ("error.data.too_few", {"count": 3}))
    assert jobs.get(id).error == ("error.data.too_few", {"count": 3})


def test_a_removed_job_leaves_no_row(jobs, runs, database):
    id = add(jobs)
    runs.claim(1)
    runs.record(note(id, 1, checkpoint=b"c", a=b"a"))
    assert jobs.remove(id) == 1
    assert code(jobs.get, id) == "unknown" and numbers(jobs, id) == [] and jobs.files(id) == []
    assert runs.record(note(id, 2)) == "stale" and runs.end(id, 1, "done", 2)
    with database.reading() as connection:
        for table in ("job", "report", "file", "checkpoint"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_unfinished_jobs_are_limited_for_each_owner(jobs, runs):
    ids = [add(jobs, limit=2) for _ in range(2)]
    assert code(add, jobs, "ann", 10, 2) == "too_many_jobs"
    add(jobs, "bob", limit=2)
    jobs.cancel(ids[0])
    add(jobs, limit=2)


def test_the_limit_holds_for_those_who_hurry(jobs):
    refused = []

    def run() -> None:
        try:
            add(jobs, limit=3)
        except JobError as error:
            refused.append(error.code)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["too_many_jobs"] * 5 and len(jobs.of("ann")) == 3


def test_each_queued_job_is_started_by_one_only(jobs, runs):
    for _ in range(5):
        add(jobs)
    claimed = []
    threads = [threading.Thread(target=lambda: claimed.append(runs.claim(1))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({run.id for run in claimed if run}) == 5 and claimed.count(None) == 3


def test_ahead_says_in_which_order_jobs_are_started(jobs, runs):
    for owner, size in [("ann", 5), ("ann", 1), ("bob", 3), ("bob", 9), ("eve", 2)]:
        add(jobs, owner, size)
    expected = [job.id for job in sorted(jobs.of(None), key=lambda job: job.ahead)]
    assert sorted(job.ahead for job in jobs.of(None)) == [0, 1, 2, 3, 4]
    started = []
    while run := runs.claim(1):
        started.append(run.id)
        runs.end(run.id, 1, "done", 0)
    assert started == expected


def test_a_list_shows_one_owners_jobs_newest_first(jobs):
    mine = [add(jobs) for _ in range(3)]
    add(jobs, "bob")
    assert [job.id for job in jobs.of("ann")] == mine[::-1] and len(jobs.of(None)) == 4


def test_the_bulk_of_a_spec_is_the_workers_alone(jobs, runs):
    id = jobs.add("ann", "train", "a title", {"seeds": [1]}, 1, 5, 100, {"train": ["many"] * 3})
    assert jobs.get(id).spec == {"seeds": [1]} and jobs.of("ann")[0].spec == {"seeds": [1]}
    assert runs.claim(1).spec == {"seeds": [1], "train": ["many"] * 3}


def test_the_queue_has_an_end_whoever_asks(jobs, monkeypatch):
    monkeypatch.setattr("playground.store.jobs.MOST_QUEUED", 3)
    for owner in ("ann", "bob", "eve"):
        add(jobs, owner)
    assert code(add, jobs, "joe") == "queue_full"


def test_a_prompt_is_kept_once_and_only_so_many(database):
    prompts = PromptStore(database)
    first = prompts.add("ann", "one", b"1", limit=2)
    assert prompts.add("ann", "again", b"1", limit=2) == first
    assert prompts.add("ann", "two", b"2", limit=2) != first
    assert code(prompts.add, "ann", "three", b"3", 2) == "too_many_prompts"
    assert prompts.add("bob", "one", b"1", limit=2) != first


def test_of_many_ended_jobs_the_last_ones_stay(jobs):
    old = [add(jobs, limit=99) for _ in range(4)]
    other, waiting = add(jobs, "bob"), add(jobs, limit=99)
    for id in [*old, other]:
        jobs.cancel(id)
    new = add(jobs, limit=99, keep=2)
    assert [job.id for job in jobs.of("ann")] == [new, waiting, old[3], old[2]]
    assert [job.id for job in jobs.of("bob")] == [other]


def test_no_more_ended_jobs_stay_than_are_to_be_kept(database):
    jobs, runs = JobStore(database), RunStore(database, keep=3)
    ended = []
    for _ in range(5):
        ended.append(add(jobs, keep=3))
        run = runs.claim(1)
        assert run is not None and runs.end(run.id, 1, "done", 0)
        assert len(jobs.of("ann")) == min(3, len(ended))
    assert {job.id for job in jobs.of("ann")} == set(ended[-3:])
    # One that waited long and ends last is no old one.
    slow, quick = add(jobs, size=99, keep=3), add(jobs, keep=3)
    assert runs.claim(1).id == quick and runs.end(quick, 1, "done", 0)
    assert runs.claim(1).id == slow and runs.end(slow, 1, "done", 0)
    assert {job.id for job in jobs.of("ann")} == {ended[-1], quick, slow}
    waiting = add(jobs, keep=3)
    jobs.cancel(waiting, keep=3)
    assert {job.id for job in jobs.of("ann")} == {quick, slow, waiting}


def test_forty_invented_owners_fill_one_addresss_share_and_no_more(jobs):
    def ask(owner: str, address: str) -> str:
        return jobs.add(owner, "train", "", {}, 10_000, 5, 100, address=address, most=100)

    queued = 0
    with pytest.raises(JobError) as refused:
        for i in range(200):
            ask(f"invented {i // 5}", "here")
            queued += 1
    assert (queued, refused.value.code) == (100, "address_full") and refused.value.message("zh")
    honest = jobs.get(ask("honest", "there"))
    assert honest.ahead <= 1, "the crowd and an honest visitor take turns"


def test_a_class_of_a_hundred_behind_one_address_is_served(jobs, runs):
    for i in range(100):
        jobs.add(f"student {i}", "train", "", {}, 100 + i % 7, 5, 100, address="school", most=100)
    first = [job.id for job in jobs.of("student 99")]
    jobs.add("student 0", "train", "", {}, 1, 5, 100, address="home", most=100)
    runs.claim(1)
    runs.claim(1)
    assert jobs.get(first[0]).ahead <= 100 and len(jobs.of(None)) == 101
