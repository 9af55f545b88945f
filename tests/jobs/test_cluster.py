"""An existing Dask cluster, used by its address: several jobs at once, and it outlives the app."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import dask.config
import pytest
from distributed import LocalCluster

from playground.jobs import cluster as clusters
from playground.jobs import dispatcher
from playground.jobs.queue import Jobs
from playground.settings import Settings
from tests.jobs.conftest import counted, counted_files, ended, files, until
from tests.jobs.host import OWNER
from tests.jobs.test_crash import host
from tests.jobs.work import TASKS


@pytest.fixture(scope="module")
def foreign() -> Iterator[LocalCluster]:
    """Two worker processes, each with what it calls a GPU."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        worker_dashboard_address=None,
        resources={"GPU": 1},
        silence_logs=50,
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def jobs(foreign, tmp_path_factory) -> Iterator[Jobs]:
    queue = Jobs(Settings(data=tmp_path_factory.mktemp("foreign"), scheduler=foreign.scheduler_address), TASKS)
    yield queue
    queue.close()


def count(jobs: Jobs, owner: str, steps: int, trail: Path, milliseconds: int = 20, size: int = 10) -> str:
    spec = {"steps": steps, "milliseconds": milliseconds, "trail": str(trail), "bytes": size}
    return jobs.submit(owner, "count", "", spec, steps)


def processes(trail: Path) -> list[int]:
    """Who counted, in order."""
    return list(dict.fromkeys(int(line.split()[0]) for line in trail.read_text().splitlines()))


def test_two_jobs_run_at_once_and_a_third_waits(jobs, owner, tmp_path):
    ids = [count(jobs, owner, 60, tmp_path / str(i)) for i in range(3)]
    until(lambda: all(jobs.job(id).reports >= 5 for id in ids[:2]))
    assert [jobs.job(id).state for id in ids] == ["running", "running", "queued"]
    assert [ended(jobs, id).state for id in ids] == ["done"] * 3
    assert all(jobs.reports(id) == counted(60) and files(jobs, id) == counted_files(60) for id in ids)
    assert len({processes(tmp_path / str(i))[0] for i in range(2)}) == 2


def test_messages_are_not_kept_in_the_schedulers_memory(jobs, foreign, owner, tmp_path):
    id = count(jobs, owner, 10, tmp_path / "trail", 1, size=5_000_000)
    assert ended(jobs, id).state == "done"
    kept = foreign.scheduler.get_events()
    assert not [topic for topic in kept if topic.startswith("playground-")]


def test_a_task_that_the_cluster_runs_again_counts_once(jobs, owner, tmp_path):
    trail = tmp_path / "trail"
    id = count(jobs, owner, 60, trail)
    until(lambda: jobs.job(id).reports >= 12)
    os.kill(processes(trail)[0], signal.SIGKILL)
    assert ended(jobs, id).state == "done" and jobs.job(id).reports == 60
    assert len(processes(trail)) == 2, "it ran on another worker from where it was first sent"
    assert jobs.reports(id) == counted(60) and files(jobs, id) == counted_files(60)


def test_a_job_that_outlived_its_app_is_stopped_before_it_goes_on(foreign, tmp_path):
    trail = tmp_path / "trail"
    wish = {"spec": {"steps": 400, "milliseconds": 20, "trail": str(trail)}, "scheduler": foreign.scheduler_address}
    with host(tmp_path, **wish) as app:
        app.hears("reports", least=12)
        app.process.kill()
        app.process.wait()
    taken = len(trail.read_text().splitlines())
    until(lambda: len(trail.read_text().splitlines()) > taken + 2)
    jobs = Jobs(Settings(data=tmp_path, scheduler=foreign.scheduler_address), TASKS)
    try:
        (job,) = jobs.jobs(OWNER)
        assert job.state == "interrupted"
        assert jobs.reports(job.id) == counted(job.reports)
        until(lambda: _rests(trail))
        jobs.resume(job.id, OWNER)
        until(lambda: jobs.job(job.id).reports > job.reports + 5)
        jobs.cancel(job.id, OWNER)
        assert ended(jobs, job.id).state == "cancelled"
        assert jobs.reports(job.id) == counted(jobs.job(job.id).reports)
    finally:
        jobs.close()


def _rests(trail: Path) -> bool:
    before = trail.read_text()
    time.sleep(0.3)
    return trail.read_text() == before


def test_a_step_that_hangs_gives_its_job_up(jobs, owner, monkeypatch):
    monkeypatch.setattr(dispatcher, "GRACE", 0.5)
    monkeypatch.setattr(dispatcher, "RETRY", 0.2)
    id = jobs.submit(owner, "hang", "", {"seconds": 4}, 2)
    until(lambda: jobs.job(id).reports == 1)
    jobs.cancel(id, owner)
    assert ended(jobs, id).state == "cancelled"


def test_a_cluster_that_goes_away_interrupts_its_jobs(jobs, foreign, owner, tmp_path):
    # The last of these tests that uses it.
    id = count(jobs, owner, 500, tmp_path / "trail")
    until(lambda: jobs.job(id).reports >= 12)
    foreign.close()
    job = ended(jobs, id)
    assert (job.state, job.error) == ("interrupted", ("error.job.worker_lost", {}))
    assert jobs.reports(id) == counted(job.reports)


def test_our_own_worker_is_waited_for_however_long_it_takes_to_come_back(owner, tmp_path):
    # Dask closes a lost worker's place after this time: here before any worker could be back.
    with dask.config.set({"distributed.deploy.lost-worker-timeout": "1 ms"}):
        jobs = Jobs(Settings(data=tmp_path), TASKS)
        try:
            trail = tmp_path / "trail"
            id = count(jobs, owner, 400, trail)
            until(lambda: jobs.job(id).reports >= 6)
            os.kill(processes(trail)[-1], signal.SIGKILL)
            assert ended(jobs, id).state == "interrupted"
            other = count(jobs, owner, 8, tmp_path / "other")
            assert ended(jobs, other).state == "done"
        finally:
            jobs.close()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere"])
def test_without_a_scheduler_a_job_waits(owner, tmp_path, monkeypatch, caplog, address):
    monkeypatch.setattr(clusters, "PATIENCE", 0.2)
    alone = Jobs(Settings(data=tmp_path, scheduler=address), TASKS)
    id = count(alone, owner, 5, tmp_path / "trail")
    until(lambda: "no workers for the jobs that wait" in caplog.text)
    assert alone.job(id).state == "queued"
    alone.cancel(id, owner)
    assert alone.job(id).state == "cancelled"
    alone.close()


def test_a_place_is_a_gpu_where_there_are_any_else_a_thread():
    def answering(*workers: dict) -> SimpleNamespace:
        return SimpleNamespace(scheduler_info=lambda n_workers: {"workers": dict(enumerate(workers))})

    plain, gpu = {"nthreads": 4, "resources": {}}, {"nthreads": 8, "resources": {"GPU": 2}}
    assert clusters._slots(answering(plain, plain)) == 8 and clusters._gpus(answering(plain)) == 0
    assert clusters._slots(answering(plain, gpu)) == 2
    assert clusters._slots(answering()) == 0
