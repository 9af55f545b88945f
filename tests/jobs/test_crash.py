"""The app dies, at any moment and in any way: nothing is lost, nothing stays behind."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from playground.jobs.queue import Jobs
from playground.settings import Settings
from tests.jobs.conftest import counted, counted_files, ended, files, until
from tests.jobs.host import OWNER
from tests.jobs.work import TASKS
from tests.server import ROOT

STEPS = 60
SPEC = {"steps": STEPS, "milliseconds": 20, "bytes": 2_000_000}


class Host:
    """A process with a queue in it."""

    def __init__(self, process: subprocess.Popen[str]):
        self.process = process
        self.children: list[psutil.Process] = []

    def hears(self, key: str, least: int = 0) -> Any:
        """Read until the host says something about `key`, a number of at least `least`."""
        for line in self.process.stdout:
            said = json.loads(line)
            if key in said and (not least or said[key] >= least):
                return said[key]
            assert "state" not in said, f"the job is {said['state']} without a word about {key}"
        raise AssertionError(f"the host ended without a word about {key}")

    def end(self, with_signal: int) -> None:
        """Send it a signal; its workers must end too."""
        self.children = psutil.Process(self.process.pid).children(recursive=True)
        assert any("spawn_main" in " ".join(child.cmdline()) for child in self.children), "no worker"
        self.process.send_signal(with_signal)
        self.process.wait(30)
        until(lambda: not any(child.is_running() and child.status() != "zombie" for child in self.children))


@contextmanager
def host(data: Path, **wish: Any) -> Iterator[Host]:
    words = json.dumps({"data": str(data), "spec": SPEC, **wish})
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.host", words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield Host(process)
        finally:
            process.kill()


def rows(data: Path, query: str) -> list[Any]:
    """A look into the file as it lies there, not through the app."""
    with sqlite3.connect(data / "playground.sqlite") as file:
        found = file.execute(query).fetchall()
    file.close()
    return found


def killed_in_mid_checkpoint(data: Path) -> None:
    """While a checkpoint is being written: the one before is whole, and its report and files are not half there."""
    ((last,),) = rows(data, "SELECT number FROM checkpoint")
    with host(data, hold=1) as app:
        assert app.hears("holding")
        app.end(signal.SIGKILL)
    ((number, body),) = rows(data, "SELECT number, data FROM checkpoint")
    assert number == last and body == f"{last}:".encode().ljust(SPEC["bytes"], b".")
    ((reports, files_there),) = rows(data, "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM file)")
    assert reports == last + 4 and files_there == last // 5


def test_killed_again_and_again_a_job_ends_as_if_nothing_had_been(tmp_path):
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print("seed", seed)
    # At three random steps, each in its own third of the work.
    for turn in range(3):
        if turn == 2:
            killed_in_mid_checkpoint(tmp_path)
        with host(tmp_path) as app:
            assert app.hears("found") == (["interrupted"] if turn else [])
            reports = app.hears("reports", least=20 * turn + chance.randint(6, 14))
            app.end(signal.SIGKILL)
        kept = rows(tmp_path, "SELECT number, body FROM report ORDER BY number")
        assert len(kept) >= reports
        assert [(number, json.loads(body)) for number, body in kept] == counted(len(kept))
    # Opened once more it goes on by itself if told so, and ends as one that was never disturbed.
    jobs = Jobs(Settings(data=tmp_path, resume=True), TASKS)
    try:
        (job,) = jobs.jobs(OWNER)
        assert ended(jobs, job.id).state == "done"
        assert jobs.reports(job.id) == counted(STEPS) and files(jobs, job.id) == counted_files(STEPS)
    finally:
        jobs.close()


def test_an_app_that_ends_in_good_order_leaves_an_interrupted_job(tmp_path):
    with host(tmp_path) as app:
        app.hears("reports", least=6)
        children = psutil.Process(app.process.pid).children(recursive=True)
        app.process.stdin.write("\n")
        app.process.stdin.flush()
        app.process.wait(30)
        until(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))
    ((state, key),) = rows(tmp_path, "SELECT state, error_key FROM job")
    assert (state, key) == ("interrupted", "error.job.server_stopped")
