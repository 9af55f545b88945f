"""A real search, of each kind, whose worker is killed at any moment: it ends with the very words it would have found."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from playground.jobs.queue import Jobs
from playground.models.registry import Registry
from playground.search.task import run_of
from playground.settings import Settings
from tests.jobs.conftest import ended, until
from tests.jobs.host import OWNER
from tests.jobs.test_crash_evaluation import told
from tests.jobs.work import TASKS
from tests.search.conftest import spec, word_spec


@pytest.mark.parametrize("make", [spec, word_spec], ids=["triggers", "label_words"])
def test_the_worker_killed_in_mid_search(checkpoint, tmp_path, make):
    folder: Path = checkpoint("bert")
    model = Registry(Settings(models_root=folder.parent)).get(folder.name)
    made = make(model, seeds=(1, 2))
    reports = told(message.report for message in run_of(made, model).messages())
    trail = tmp_path / "pids"
    seed = random.randrange(10**6)
    print("seed", seed)
    moment = random.Random(seed).randint(2, len(reports) - 3)
    jobs = Jobs(Settings(data=tmp_path / "data", models_root=folder.parent), TASKS)
    try:
        values = {**made.to_json(), "milliseconds": 40, "trail": str(trail)}
        id = jobs.submit(OWNER, "search", "search", values, 1)
        until(lambda: jobs.job(id).reports >= moment)
        os.kill(int(trail.read_text().split()[-1]), signal.SIGKILL)
        assert ended(jobs, id).state == "interrupted"
        jobs.resume(id, OWNER)
        assert ended(jobs, id).state == "done"
        assert told(report for _, report in jobs.reports(id)) == reports
    finally:
        jobs.close()
