"""Several workers of our own: jobs run side by side, and one that hangs is ended alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.jobs import cluster, dispatcher
from playground.jobs.queue import Jobs
from playground.settings import Settings
from tests.jobs.conftest import counted, ended, until
from tests.jobs.work import TASKS


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Iterator[Jobs]:
    """A queue with two worker processes."""
    queue = Jobs(Settings(data=tmp_path_factory.mktemp("pair"), workers=2), TASKS)
    yield queue
    queue.close()


def count(jobs: Jobs, owner: str, trail: Path, steps: int = 60) -> str:
    return jobs.submit(owner, "count", "", {"steps": steps, "milliseconds": 20, "trail": str(trail)}, steps)


def process(trail: Path) -> int:
    return int(trail.read_text().split()[0])


def test_each_worker_has_a_job_and_a_third_waits_with_a_forecast(pair, owner, tmp_path):
    ids = [count(pair, owner, tmp_path / str(i)) for i in range(3)]
    until(lambda: all(pair.job(id).reports >= 5 for id in ids[:2]))
    assert [pair.job(id).state for id in ids] == ["running", "running", "queued"]
    assert [ended(pair, id).state for id in ids] == ["done"] * 3
    assert process(tmp_path / "0") != process(tmp_path / "1")
    assert all(pair.reports(id) == counted(60) for id in ids)


def test_a_worker_that_is_killed_or_hangs_takes_no_other_job_with_it(pair, owner, tmp_path, monkeypatch):
    monkeypatch.setattr(dispatcher, "GRACE", 0.5)
    monkeypatch.setattr(dispatcher, "RETRY", 0.2)
    hanging = pair.submit(owner, "hang", "", {"seconds": 600}, 1)
    until(lambda: pair.job(hanging).reports == 1)
    other = count(pair, owner, tmp_path / "other", 15_000)  # longer than any of this takes
    until(lambda: pair.job(other).reports >= 5)
    pair.cancel(hanging, owner)
    assert ended(pair, hanging).state == "cancelled"
    assert pair.job(other).state == "running"
    os.kill(process(tmp_path / "other"), signal.SIGKILL)
    assert ended(pair, other).error == ("error.job.worker_lost", {})
    assert ended(pair, count(pair, owner, tmp_path / "next", 5)).state == "done"


def test_as_many_workers_as_cores_to_spare_and_half_of_the_memory_allow():
    small = Settings(job_memory=2**30)
    assert [cluster.workers(small, cores, 2**33) for cores in (1, 2, 4, 8)] == [1, 1, 3, 4]
    assert cluster.workers(small, 64, 2**40) == cluster.MOST_WORKERS
    assert cluster.workers(small, 8, 2**28) == 1
    assert cluster.workers(Settings(workers=5), 2, 2**30) == 5
