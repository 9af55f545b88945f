"""A real search, of each kind, whose worker is killed at any moment: it ends with the very words it would have found."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.jobs.queue import Jobs
from playground.models.language_model import LanguageModel
from playground.models.registry import Registry
from playground.search.spec import SearchSpec
from playground.search.task import run_of
from playground.settings import Settings
from tests.jobs.conftest import ended, until
from tests.jobs.host import OWNER
from tests.jobs.test_crash_evaluation import told
from tests.jobs.work import TASKS
from tests.search.conftest import spec, template_spec, word_spec


@pytest.fixture(scope="module")
def work(checkpoint, tmp_path_factory) -> Iterator[tuple[LanguageModel, Jobs]]:
    """A tiny model, and one queue for all kinds: each start of a worker takes longer than a search."""
    folder: Path = checkpoint("bert")
    settings = Settings(data=tmp_path_factory.mktemp("searches"), models_root=folder.parent)
    queue = Jobs(settings, TASKS)
    yield Registry(Settings(models_root=folder.parent)).get(folder.name), queue
    queue.close()


def templates(model: LanguageModel, **options: Any) -> SearchSpec:
    """Few of them."""
    return template_spec(model, sources=("paraphrase",), proposals=2, edits=2, finalists=2, ensemble=1, **options)


@pytest.mark.parametrize("make", [spec, word_spec, templates], ids=["triggers", "label_words", "templates"])
def test_the_worker_killed_in_mid_search(work, tmp_path, make):
    model, jobs = work
    made = make(model, seeds=(1, 2))
    reports = told(message.report for message in run_of(made, model).messages())
    trail = tmp_path / "pids"
    seed = random.randrange(10**6)
    print("seed", seed)
    moment = random.Random(seed).randint(2, len(reports) - 3)
    values = {**made.to_json(), "milliseconds": 40, "trail": str(trail)}
    id = jobs.submit(OWNER, "search", "search", values, 1)
    until(lambda: jobs.job(id).reports >= moment)
    os.kill(int(trail.read_text().split()[-1]), signal.SIGKILL)
    assert ended(jobs, id).state == "interrupted"
    jobs.resume(id, OWNER)
    assert ended(jobs, id).state == "done"
    assert told(report for _, report in jobs.reports(id)) == reports
