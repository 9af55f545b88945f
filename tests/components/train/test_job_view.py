"""What the page says of a job, from its record and reports alone."""

from __future__ import annotations

import base64
import csv
from typing import cast

import pytest

from components.contracts.base import Download
from components.contracts.jobs import JobLine
from components.contracts.train import Training
from components.jobs.shared import Shared
from components.routes.visitor import Visitor
from components.train import job_view
from components.train.kind import TrainKind
from playground.errors import JobError
from playground.results import Job

# What is asked here needs nothing that is shared.
KIND = TrainKind(cast(Shared, None))

OPTIONS = {
    "method": "prompt",
    "steps": 10,
    "seeds": [1, 2],
    "batch": 5,
    "examples": 4,
    "evaluate_every": 5,
    "learning_rate": 0.01,
}


def job(state: str = "running", **changes) -> Job:
    """A job of two seeds with ten steps each and twenty test examples."""
    values = {
        "id": "0" * 32,
        "kind": "train",
        "title": "",
        "state": state,
        "size": 20,
        "spec": {
            "options": OPTIONS,
            "test_examples": 20,
            "slots": ["text"],
            "verbalizer": "positive: great\nnegative: terrible",
            "example": {"text": "A joy."},
            "data_name": "film-reviews",
            "parameters": 1_920,
        },
        "created": 0.0,
        "started": 1.0,
        "ended": None,
        "error": None,
        "ahead": 0,
        "reports": 0,
    }
    return Job(**{**values, **changes})


def step(seed: int, number: int, accuracy: float | None = None, loss: float = 0.6) -> dict:
    dev = (
        None
        if accuracy is None
        else {"accuracy": accuracy, "loss": 0.6, "predicted": {"positive": 0.5, "negative": 0.5}}
    )
    return {
        "kind": "step",
        "seed": seed,
        "step": number,
        "loss": loss if number else None,
        "gradient": 0.1 if number else None,
        "learning_rate": 0.01,
        "seconds": 2.0 * number,
        "dev": dev,
        "file": None if dev is None else f"{seed}/{number}",
    }


def start(seed: int) -> dict:
    return {"kind": "start", "seed": seed, "accuracy": 0.5, "majority": 0.5, "dev": 8}


def end(seed: int, gain: float, low: float) -> dict:
    test = {
        "examples": 20,
        "accuracy": 0.6 + gain,
        "interval": [0.5, 0.9],
        "hand_written": 0.6,
        "calibrated": 0.65,
        "gain": gain,
        "gain_interval": [low, 0.3],
    }
    dev = {"accuracy": 0.75, "loss": 0.5, "predicted": {}}
    return {
        "kind": "seed",
        "seed": seed,
        "steps": 10,
        "best_step": 5,
        "file": f"{seed}/5",
        "seconds": 20.0,
        "dev": dev,
        "test": test,
    }


PLAN = {"kind": "plan", "steps": 10, "seeds": [1, 2]}
HALF = [PLAN, start(1), step(1, 0, 0.5), *(step(1, n) for n in range(1, 5)), step(1, 5, 0.75)]
WHOLE = HALF + [*(step(1, n) for n in range(6, 10)), step(1, 10, 0.75)]


def test_progress_counts_steps_and_test_examples():
    # 20 steps, and four passes over 20 test examples, a tenth of a step each: 28 in all.
    at = job_view.progress(job(), HALF)
    assert (at.seed, at.seeds, at.step, at.steps) == (1, 2, 5, 10)
    assert at.share == pytest.approx(5 / 28) and at.seconds_left == pytest.approx(23 * 2)
    testing = [
        *WHOLE,
        {"kind": "test", "seed": 1, "done": 20, "of": 20},
        {"kind": "test", "seed": 1, "done": 10, "of": 20},
    ]
    at = job_view.progress(job(), testing)
    assert at.testing == (10, 20) and at.share == pytest.approx((10 + 3) / 28)
    assert job_view.progress(job(), []).seconds_left is None and job_view.progress(job(), []).share == 0


def test_a_seed_that_stopped_early_leaves_no_steps_to_wait_for():
    stopped = {**end(1, 0.1, 0.05), "steps": 5}
    at = job_view.progress(job(), [*HALF, stopped])
    assert (at.seed, at.step) == (2, 0) and at.share == pytest.approx(5 / 23)


def line(*given, language: str = "en") -> JobLine:
    """A job in a list."""
    return KIND.line(*given, Visitor(language=language))


def watch(job: Job, reports: list[dict], language: str = "en") -> Training:
    """A job's cards."""
    visitor = Visitor(language=language)
    return job_view.training(job, reports, KIND.line(job, reports, visitor), visitor)


def test_the_line_of_a_running_job_says_where_it_is():
    found = line(job(), HALF)
    assert found.detail == "seed 1 of 2 · step 5 of 10 · 46 s left"
    assert (found.title, found.state_label) == ("Film reviews (English) · prompt tuning", "running")
    assert [each for each in found.can if each not in ("repeat", "rename", "compare")] == ["cancel", "use"]
    assert line(job("queued", ahead=2), []).detail == "2 ahead in the queue"


def test_a_name_of_its_own_is_the_title_and_the_data_still_stands_beside_it():
    found = line(job(title="<b>mine</b>"), [], language="zh")
    assert found.title == "<b>mine</b>" and found.subject == line(job(), [], language="zh").title
    assert line(job(), []).subject == ""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("state", ["queued", "running", "cancelling", "cancelled", "done", "failed", "interrupted"])
def test_every_state_has_words(language, state):
    for reports in ([], HALF):
        view = watch(job(state), reports, language)
        assert view.summary.message and view.line.state_label and view.slots == ["text"]
        assert view.labels == ["positive", "negative"] and view.example == {"text": "A joy."}


def test_the_summary_compares_with_the_hand_written_prompt():
    summary = watch(job(), HALF).summary
    assert summary.level == "ok" and "25 points above" in summary.message
    worse = [*HALF[:-1], step(1, 5, 0.25)]
    assert "25 points below" in watch(job(), worse).summary.message


DONE = [
    *WHOLE,
    end(1, 0.2, 0.05),
    start(2),
    step(2, 0, 0.5),
    end(2, 0.1, -0.05),
    {"kind": "result", "mean": 0.75, "spread": 0.07, "gain": 0.15},
]


def test_a_gain_is_called_sure_only_where_every_seed_is():
    view = watch(job("done"), DONE)
    result = view.result
    assert result and [row.gain for row in result.rows] == [0.2, 0.1]
    assert "1 of 2 seeds" in result.sentence and view.summary.level == "info"
    view = watch(job("done"), [*DONE[:-2], end(2, 0.1, 0.01), DONE[-1]])
    assert view.result and "chance" not in view.result.sentence and view.summary.level == "ok"
    assert [each.model_dump() for each in view.seeds] == [
        {"seed": 1, "steps": [0, 5, 10], "best": 5},
        {"seed": 2, "steps": [0], "best": 5},
    ]


def rows(file: Download) -> list[list[str]]:
    """A saved table's cells."""
    text = base64.b64decode(file.base64).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def test_the_table_of_results_has_a_row_a_seed():
    file = KIND.file(job("done"), DONE, "results", {}, Visitor())
    head, first, second = rows(file)
    assert file.name == "results-00000000.csv"
    assert dict(zip(head, first, strict=True)) == {
        "seed": "1",
        "split": "test",
        "examples": "20",
        "steps": "10",
        "best_step": "5",
        "dev_accuracy": "0.75",
        "dev_loss": "0.5",
        "start": "0.6",
        "calibrated": "0.65",
        "accuracy": "0.8",
        "accuracy_low": "0.5",
        "accuracy_high": "0.9",
        "gain": "0.2",
        "gain_low": "0.05",
        "gain_high": "0.3",
        "cut": "",
        "seconds": "20.0",
    }
    assert second[0] == "2" and len(second) == len(head)
    with pytest.raises(JobError):
        KIND.file(job(), HALF, "results", {}, Visitor())


def test_the_curve_has_a_row_a_step():
    head, *steps = rows(KIND.file(job(), HALF, "curve", {}, Visitor()))
    assert head == ["seed", "step", "loss", "gradient", "learning_rate", "seconds", "dev_accuracy", "dev_loss"]
    assert len(steps) == 6 and steps[0][-2:] == ["0.5", "0.6"] and steps[1][-2:] == ["", ""]


@pytest.mark.parametrize(("name", "place"), [("prompt", {}), ("recipe", {"seed": 1})])
def test_a_file_that_there_is_not(name, place):
    with pytest.raises(JobError):
        KIND.file(job(), HALF, name, place, Visitor())


def test_trainings_side_by_side():
    found = KIND.compare([(job("done"), DONE), (job(id="1" * 32, title="mine"), [PLAN])], Visitor())
    assert [column.key for column in found.columns] == ["method", "parameters", "accuracy", "seconds"]
    assert all(column.title and column.help for column in found.columns) and found.figure
    assert [row.title for row in found.rows] == ["Film reviews (English) · prompt tuning", "mine"]
    assert found.rows[0].cells == ["prompt tuning", "1,920", "75% ± 7", "40 s"]
    assert found.rows[1].cells == ["prompt tuning", "1,920", "…", "…"]


def test_the_best_file_is_the_results_or_the_newest():
    assert job_view.best_file(HALF, 1) == "1/5"
    assert job_view.best_file([*WHOLE, end(1, 0.1, 0.0)], 1) == "1/5"
    assert job_view.best_file(WHOLE, 1) == "1/10"
    with pytest.raises(JobError):
        job_view.best_file(HALF, 2)


def test_a_failed_job_says_why():
    failed = job("failed", error=("error.tuning.not_a_number", {"step": 3, "rate": 5}))
    summary = watch(failed, HALF).summary
    assert summary.level == "error" and "step 3" in summary.message
