"""One queue with real workers for many tests: starting a process takes seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playground.jobs.queue import Jobs
from playground.results import Job
from playground.settings import Settings
from tests.jobs.work import TASKS
from tests.patience import PATIENCE

TOKEN = "the server's owner's token"
ENDED = ("done", "failed", "cancelled", "interrupted")


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def ended(jobs: Jobs, id: str) -> Job:
    """A job when it is over."""
    until(lambda: jobs.job(id).state in ENDED)
    return jobs.job(id)


def counted(steps: int) -> list[tuple[int, dict[str, int]]]:
    """What `count` reports when nothing disturbs it."""
    return [(step, {"step": step, "square": step * step}) for step in range(1, steps + 1)]


def counted_files(steps: int) -> dict[str, bytes]:
    """The files that `count` leaves."""
    return {f"1/{step}": f"{step}:".encode() for step in range(5, steps + 1, 5)}


def files(jobs: Jobs, id: str) -> dict[str, bytes | None]:
    """A job's files."""
    return {name: jobs.file(id, name) for name in jobs.files(id)}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Small limits, and a data folder that does not exist yet."""
    data: Path = tmp_path_factory.mktemp("jobs") / "not" / "there" / "yet"
    return Settings(data=data, owner_token=TOKEN, jobs_limit=4, steps_limit=1000, examples_limit=50)


@pytest.fixture(scope="session")
def jobs(settings) -> Iterator[Jobs]:
    """A queue whose worker is a process of its own."""
    queue = Jobs(settings, TASKS)
    yield queue
    queue.close()


@pytest.fixture
def owner(request: pytest.FixtureRequest) -> str:
    """A visitor whom no other test knows."""
    return f"secret of {request.node.name}"
