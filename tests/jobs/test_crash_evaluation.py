"""A real evaluation killed at any moment: it ends with the very numbers it would have had."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest

from playground.evaluation import passes, task
from playground.jobs.queue import Jobs
from playground.models.registry import Registry
from playground.settings import Settings
from tests.evaluation.conftest import COLUMNS, ROWS, spec
from tests.jobs.conftest import ended, until
from tests.jobs.host import OWNER
from tests.jobs.test_crash import host
from tests.jobs.work import TASKS


@pytest.fixture(scope="module")
def work(checkpoint, tmp_path_factory) -> dict[str, Any]:
    """A grid of four cells, and how it ends when nobody disturbs it."""
    folder: Path = checkpoint("bert")
    model = Registry(Settings(models_root=folder.parent)).get(folder.name)
    made = spec(model, ROWS[:2], COLUMNS, "grid", times=4)
    trail = tmp_path_factory.mktemp("trail") / "pids"
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in [(passes, "CHUNK", 8), (passes, "TOGETHER", 4), (task, "CHECKPOINT_EVERY", 8)]:
            patch.setattr(module, name, value)
        messages = list(task.EvaluationRun(made, [model]).messages())
    return {
        "spec": {**made.to_json(), "milliseconds": 40, "trail": str(trail)},
        "models": Path(folder.parent),
        "trail": trail,
        "reports": told(message.report for message in messages),
        "files": {name: data for message in messages for name, data in message.files.items()},
    }


def told(reports: Any) -> list[dict[str, Any]]:
    """Reports without their clocks, as JSON has them."""
    return [{key: listed(value) for key, value in report.items() if key != "seconds"} for report in reports]


def listed(value: Any) -> Any:
    """Tuples become lists on their way through the database."""
    if isinstance(value, dict):
        return {key: listed(each) for key, each in value.items()}
    return [listed(each) for each in value] if isinstance(value, list | tuple) else value


def end_is_the_same(jobs: Jobs, id: str, work: dict[str, Any]) -> None:
    """All reports and all answers of the finished job, to the last bit."""
    assert ended(jobs, id).state == "done"
    assert told(report for _, report in jobs.reports(id)) == work["reports"]
    assert {name: jobs.file(id, name) for name in jobs.files(id)} == work["files"]


def test_the_app_killed_twice_at_random(work, tmp_path):
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    wish = {"spec": work["spec"], "kind": "evaluate", "models": str(work["models"])}
    half = len(work["reports"]) // 2
    for low, high in [(2, half), (half + 1, len(work["reports"]) - 3)]:
        with host(tmp_path, **wish) as app:
            app.hears("reports", least=chance.randint(low, high))
            app.end(signal.SIGKILL)
    jobs = Jobs(Settings(data=tmp_path, resume=True, models_root=work["models"]), TASKS)
    try:
        (job,) = jobs.jobs(OWNER)
        end_is_the_same(jobs, job.id, work)
    finally:
        jobs.close()


def test_the_worker_killed_and_the_job_cancelled(work, tmp_path):
    jobs = Jobs(Settings(data=tmp_path, models_root=work["models"]), TASKS)
    try:
        id = jobs.submit(OWNER, "evaluate", "work", work["spec"], 1)
        until(lambda: jobs.job(id).reports >= len(work["reports"]) // 2)
        os.kill(int(work["trail"].read_text().split()[-1]), signal.SIGKILL)
        assert ended(jobs, id).state == "interrupted"
        jobs.resume(id, OWNER)
        end_is_the_same(jobs, id, work)
        other = jobs.submit(OWNER, "evaluate", "work", work["spec"], 1)
        until(lambda: jobs.job(other).reports >= 3)
        jobs.cancel(other, OWNER)
        assert ended(jobs, other).state == "cancelled"
        assert jobs.job(other).reports < len(work["reports"])
    finally:
        jobs.close()
