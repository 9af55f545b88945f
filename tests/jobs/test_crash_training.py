"""A real training, P-tuning with AdamW, killed at any moment: it ends as if nothing had been."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from playground.jobs.queue import Jobs
from playground.models import soft_prompt
from playground.models.registry import Registry
from playground.settings import Settings
from playground.tuning.task import TuningRun
from tests.jobs.conftest import ended, until
from tests.jobs.host import OWNER
from tests.jobs.test_crash import host, rows
from tests.jobs.work import TASKS
from tests.tuning.conftest import spec

TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def work(checkpoint, tmp_path_factory) -> dict[str, Any]:
    """A job of two seeds, what the workers need for it, and how it ends when nobody disturbs it."""
    folder: Path = checkpoint("bert")
    registry = Registry(Settings(models_root=folder.parent))
    model = registry.get(folder.name)
    made = spec(model, method="p_tuning", learning_rate=0.01, steps=12, evaluate_every=3, seeds=(1, 2))
    trail = tmp_path_factory.mktemp("trail") / "pids"
    values = {**made.to_json(), "milliseconds": 40, "trail": str(trail)}
    messages = list(TuningRun(made, model).messages())
    files = {name: data for message in messages for name, data in message.files.items()}
    reports = [dict(message.report) for message in messages]
    return {"spec": values, "models": str(folder.parent), "trail": trail, "reports": reports, "files": files}


def same(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    """Equal to 1e-6, clocks aside."""
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.keys() == theirs.keys()
        for key in theirs.keys() - {"seconds"}:
            close = pytest.approx(theirs[key], abs=TOLERANCE) if isinstance(theirs[key], float) else theirs[key]
            if key in ("dev", "test") and isinstance(theirs[key], dict):
                numbers = {name: value for name, value in theirs[key].items() if isinstance(value, float)}
                assert {name: ours[key][name] for name in numbers} == pytest.approx(numbers, abs=TOLERANCE)
            else:
                assert ours[key] == close, key


def end_is_the_same(jobs: Jobs, id: str, work: dict[str, Any]) -> None:
    """All reports and all prompts of the finished job."""
    assert ended(jobs, id).state == "done"
    same([report for _, report in jobs.reports(id)], work["reports"])
    assert sorted(jobs.files(id)) == sorted(work["files"])
    for name, data in work["files"].items():
        ours, theirs = (soft_prompt.load(each).input.embeddings for each in (jobs.file(id, name), data))
        assert (ours - theirs).abs().max() < TOLERANCE


def moments(chance: random.Random, total: int) -> list[int]:
    """Three report numbers, each in its own third of the work."""
    return [part * total // 3 + chance.randint(3, total // 3 - 2) for part in range(3)]


def killed_in_mid_checkpoint(data: Path, wish: dict[str, Any]) -> None:
    """While the next checkpoint is being written: the one before is whole."""
    before = rows(data, "SELECT data FROM checkpoint")
    with host(data, hold=1, **wish) as app:
        assert app.hears("holding")
        app.end(signal.SIGKILL)
    assert rows(data, "SELECT data FROM checkpoint") == before


def test_the_app_killed_at_three_random_steps_and_in_mid_checkpoint(work, tmp_path):
    seed = random.randrange(10**6)
    print("seed", seed)
    wish = {"spec": work["spec"], "kind": "tune", "models": work["models"]}
    for turn, moment in enumerate(moments(random.Random(seed), len(work["reports"]))):
        if turn == 2:
            killed_in_mid_checkpoint(tmp_path, wish)
        with host(tmp_path, **wish) as app:
            app.hears("reports", least=moment)
            app.end(signal.SIGKILL)
        kept = [json.loads(body) for (body,) in rows(tmp_path, "SELECT body FROM report ORDER BY number")]
        assert len(kept) >= moment
        same(kept, work["reports"][: len(kept)])
    jobs = Jobs(Settings(data=tmp_path, resume=True, models_root=Path(work["models"])), TASKS)
    try:
        (job,) = jobs.jobs(OWNER)
        end_is_the_same(jobs, job.id, work)
    finally:
        jobs.close()


def test_the_worker_killed_at_three_random_steps(work, tmp_path):
    seed = random.randrange(10**6)
    print("seed", seed)
    work["trail"].write_text("")
    jobs = Jobs(Settings(data=tmp_path, models_root=Path(work["models"])), TASKS)
    try:
        id = jobs.submit(OWNER, "tune", "work", work["spec"], 1)
        for moment in moments(random.Random(seed), len(work["reports"])):
            until(lambda least=moment: jobs.job(id).reports >= least)
            os.kill(int(work["trail"].read_text().split()[-1]), signal.SIGKILL)
            assert ended(jobs, id).state == "interrupted"
            kept = [report for _, report in jobs.reports(id)]
            assert len(kept) >= moment
            same(kept, work["reports"][: len(kept)])
            jobs.resume(id, OWNER)
        end_is_the_same(jobs, id, work)
    finally:
        jobs.close()


def test_a_damaged_checkpoint_fails_with_a_reason(work, tmp_path):
    wish = {"spec": work["spec"], "kind": "tune", "models": work["models"]}
    with host(tmp_path, **wish) as app:
        app.hears("reports", least=8)
        app.end(signal.SIGKILL)
    with sqlite3.connect(tmp_path / "playground.sqlite") as file:
        file.execute("UPDATE checkpoint SET data = substr(data, 1, length(data) / 2)")
    file.close()
    jobs = Jobs(Settings(data=tmp_path, resume=True, models_root=Path(work["models"])), TASKS)
    try:
        (job,) = jobs.jobs(OWNER)
        job = ended(jobs, job.id)
        assert (job.state, job.error[0]) == ("failed", "error.prompt.damaged_checkpoint")
        assert jobs.reports(job.id), "what was reported is still there"
    finally:
        jobs.close()
