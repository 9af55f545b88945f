"""What the page says of a job, from its record and reports alone."""

from __future__ import annotations

import pytest

from components.train import job_view
from playground.errors import JobError
from playground.results import Job

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
        "spec": {"options": OPTIONS, "test_examples": 20, "slots": ["text"], "data_name": "film-reviews"},
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


def test_the_line_of_a_running_job_says_where_it_is():
    row = job_view.row(job(), HALF, "en")
    assert row["detail"] == "seed 1 of 2 · step 5 of 10 · 46 s left"
    assert (row["title"], row["state_label"], row["can"]) == ("Film reviews (English)", "running", ["cancel", "use"])
    assert job_view.row(job("queued", ahead=2), [], "en")["detail"] == "2 ahead in the queue"
    assert job_view.row(job(title="<b>mine</b>"), [], "zh")["title"] == "<b>mine</b>"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("state", ["queued", "running", "cancelling", "cancelled", "done", "failed", "interrupted"])
def test_every_state_has_words(language, state):
    for reports in ([], HALF):
        view = job_view.watch(job(state), reports, language)
        assert view["summary"]["message"] and view["row"]["state_label"] and view["slots"] == ["text"]


def test_the_summary_compares_with_the_hand_written_prompt():
    summary = job_view.watch(job(), HALF, "en")["summary"]
    assert summary["level"] == "ok" and "25 points above" in summary["message"]
    worse = [*HALF[:-1], step(1, 5, 0.25)]
    assert "25 points below" in job_view.watch(job(), worse, "en")["summary"]["message"]


def test_a_gain_is_called_sure_only_where_every_seed_is():
    reports = [
        *WHOLE,
        end(1, 0.2, 0.05),
        start(2),
        step(2, 0, 0.5),
        end(2, 0.1, -0.05),
        {"kind": "result", "mean": 0.75, "spread": 0.07, "gain": 0.15},
    ]
    view = job_view.watch(job("done"), reports, "en")
    result = view["result"]
    assert [row["gain"] for row in result["rows"]] == [0.2, 0.1] and result["mean"] == pytest.approx(0.75)
    assert "1 of 2 seeds" in result["sentence"] and view["summary"]["level"] == "info"
    reports[-2] = end(2, 0.1, 0.01)
    view = job_view.watch(job("done"), reports, "en")
    assert "chance" not in view["result"]["sentence"] and view["summary"]["level"] == "ok"
    assert view["seeds"] == [{"seed": 1, "steps": [0, 5, 10], "best": 5}, {"seed": 2, "steps": [0], "best": 5}]


def test_the_best_file_is_the_results_or_the_newest():
    assert job_view.best_file(HALF, 1) == "1/5"
    assert job_view.best_file([*WHOLE, end(1, 0.1, 0.0)], 1) == "1/5"
    assert job_view.best_file(WHOLE, 1) == "1/10"
    with pytest.raises(JobError):
        job_view.best_file(HALF, 2)


def test_a_failed_job_says_why():
    failed = job("failed", error=("error.tuning.not_a_number", {"step": 3, "rate": 5}))
    summary = job_view.watch(failed, HALF, "en")["summary"]
    assert summary["level"] == "error" and "step 3" in summary["message"]
