"""A training job as the page's JSON: how far it is, how it does, what came of it.

Made of the job's record and its reports alone, so that a reload shows the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Any

from components.jobs.any_job import (
    DEEDS,
    UNFINISHED,
    Say,
    ahead,
    created,
    data_title,
    duration,
    of_kind,
    speaking,
)
from playground.errors import JobError
from playground.figures import training as training_figure
from playground.numbers import percent
from playground.results import Job
from playground.tuning import desk

Reports = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Progress:
    """`share` of the whole work, 0 to 1; `seed` counts from 1; `seconds_left` is `None` while unknown."""

    share: float
    seed: int
    seeds: int
    step: int
    steps: int
    testing: tuple[int, int] | None
    seconds_left: float | None


def progress(job: Job, reports: Reports) -> Progress:
    """How far a job is. A test example counts as the forward third of a training example."""
    options = job.spec["options"]
    steps, seeds, batch = options["steps"], len(options["seeds"]), options["batch"]
    done, taken = of_kind(reports, "seed"), of_kind(reports, "step")
    last = taken[-1] if taken else None
    begun = last and len(done) < seeds and last["seed"] == options["seeds"][len(done)]
    current = last["step"] if begun else 0
    tests, of = _tests(reports, job.spec["test_examples"])
    total_tests = (seeds + 2) * of
    ran = sum(report["steps"] for report in done) + current
    skipped = sum(steps - report["steps"] for report in done)
    per_test = 1 / (2 * batch)
    whole = seeds * steps - skipped + total_tests * per_test
    share = min(1.0, (ran + tests * per_test) / whole)
    testing = _testing(reports)
    spent = sum(report["seconds"] for report in done) + (last["seconds"] if begun else 0)
    left = (whole - ran - tests * per_test) * spent / ran if ran else None
    return Progress(share, min(len(done) + 1, seeds), seeds, current, steps, testing, left)


def _tests(reports: Reports, of: int) -> tuple[int, int]:
    """Test examples asked so far, and how many one pass asks."""
    finished = sum(report["done"] == report["of"] for report in of_kind(reports, "test"))
    testing = _testing(reports)
    return finished * of + (testing[0] if testing and testing[0] < testing[1] else 0), of


def _testing(reports: Reports) -> tuple[int, int] | None:
    last = reports[-1] if reports else None
    return (last["done"], last["of"]) if last and last["kind"] == "test" else None


def dataset_title(job: Job, language: str) -> str:
    """What a job's data set is called."""
    return data_title(job.spec["data_name"], language)


def row(job: Job, reports: Reports, language: str) -> dict[str, Any]:
    """One line of the list of jobs."""
    say = speaking(language)
    at = progress(job, reports)
    summary = next(iter(of_kind(reports, "result")), None)
    has_prompt = any(report.get("file") for report in reports)
    return {
        "id": job.id,
        "title": job.title or dataset_title(job, language),
        "method": say(f"ledger.row.{job.spec['options']['method']}"),
        "state": job.state,
        "state_label": say(f"job.{job.state}"),
        "progress": 1.0 if job.state == "done" else at.share,
        "detail": _detail(job, at, say),
        "accuracy": summary["mean"] if summary else None,
        "spread": summary["spread"] if summary else None,
        "gain": summary["gain"] if summary else None,
        "can": DEEDS[job.state] + (["use"] if has_prompt else []),
        "created": created(job),
    }


def _detail(job: Job, at: Progress, say: Say) -> str:
    if job.state == "queued":
        return ahead(job, say)
    if job.state not in ("running", "cancelling", "interrupted"):
        return ""
    parts = [say("job.detail.seed", seed=at.seed, seeds=at.seeds)] if at.seeds > 1 else []
    if at.testing:
        parts.append(say("job.detail.test", done=at.testing[0], of=at.testing[1]))
    else:
        parts.append(say("job.detail.step", step=at.step, steps=at.steps))
    if job.state == "running" and at.seconds_left is not None:
        parts.append(duration(at.seconds_left, say))
    return " · ".join(parts)


def watch(job: Job, reports: Reports, language: str) -> dict[str, Any]:
    """Everything the right-hand side shows of one job."""
    say = speaking(language)
    curves = training_figure.training_curves(reports)
    finished = job.state not in UNFINISHED
    seeds = len(job.spec["options"]["seeds"])
    diagnoses = [
        {
            "level": each.level,
            "message": (say("doctor.seed", seed=seed) if seeds > 1 else "") + say(f"doctor.{each.code}", **each.values),
            "advice": say(f"doctor.{each.code}.advice", **each.values),
        }
        for seed, each in desk.diagnoses(reports, job.spec, finished)
    ]
    return {
        "row": row(job, reports, language),
        "curves": training_figure.draw(curves, say) if curves else None,
        "summary": _summary(job, reports, bool(diagnoses), say),
        "diagnoses": diagnoses,
        "seeds": _seeds(reports),
        "slots": job.spec["slots"],
        "result": _result(reports, say),
    }


def _seeds(reports: Reports) -> list[dict[str, Any]]:
    """Each seed's checkpoints; the best of a finished one is what it ended with, else the newest."""
    steps: dict[int, list[int]] = {}
    for report in of_kind(reports, "step"):
        if report["file"]:
            steps.setdefault(report["seed"], []).append(report["step"])
    best = {report["seed"]: report["best_step"] for report in of_kind(reports, "seed")}
    return [{"seed": seed, "steps": found, "best": best.get(seed, found[-1])} for seed, found in steps.items()]


def _summary(job: Job, reports: Reports, ill: bool, say: Say) -> dict[str, str]:
    if job.state == "failed":
        key, values = job.error or ("error.job.unexpected", {})
        return {"level": "error", "message": say(key, **values)}
    if job.state in ("queued", "interrupted", "cancelled", "cancelling"):
        level = "warning" if job.state == "interrupted" else "info"
        key = "next" if job.state == "queued" and not job.ahead else job.state
        return {"level": level, "message": say(f"job.summary.{key}", ahead=job.ahead)}
    result = _result(reports, say)
    if result:
        return {"level": "ok" if result["better"] else "info", "message": result["sentence"]}
    looks = [report for report in of_kind(reports, "step") if report["dev"] and report["step"]]
    if not looks:
        return {"level": "info", "message": say("job.summary.starting")}
    last = looks[-1]
    start = next(report for report in of_kind(reports, "start") if report["seed"] == last["seed"])
    gain = 100 * (last["dev"]["accuracy"] - start["accuracy"])
    key = "above" if gain > 0 else "level" if gain == 0 else "below"
    level = "warning" if ill else "ok" if gain > 0 else "info"
    return {"level": level, "message": say(f"job.summary.{key}", points=round(abs(gain)), examples=start["dev"])}


def _result(reports: Reports, say: Say) -> dict[str, Any] | None:
    """The table by seed and one sentence, when all seeds are done."""
    seeds = of_kind(reports, "seed")
    if not seeds or not of_kind(reports, "result"):
        return None
    tests = [report["test"] for report in seeds if report["test"]]
    if not tests:
        accuracies = [report["dev"]["accuracy"] for report in seeds]
        rows = [{**_empty(report["seed"]), "accuracy": report["dev"]["accuracy"]} for report in seeds]
        sentence = say("job.result.dev", mean=percent(mean(accuracies)))
        return {"rows": rows, "mean": mean(accuracies), "sentence": sentence, "better": False}
    rows = [
        {
            "seed": report["seed"],
            "start": report["test"]["hand_written"],
            "calibrated": report["test"]["calibrated"],
            **{name: report["test"][name] for name in ("accuracy", "interval", "gain", "gain_interval")},
        }
        for report in seeds
    ]
    sure = sum(test["gain_interval"][0] > 0 for test in tests)
    accuracies = [test["accuracy"] for test in tests]
    gain = mean(test["gain"] for test in tests)
    sentence = say(
        "job.result.test",
        mean=percent(mean(accuracies)),
        spread=f" ± {100 * stdev(accuracies):.1f}" if len(accuracies) > 1 else "",
        examples=tests[0]["examples"],
        start=percent(tests[0]["hand_written"]),
        gain=f"{100 * gain:+.1f}".replace("-", "−"),
    )
    if len(tests) == 1 and not sure:
        sentence += " " + say("job.result.one")
    elif sure < len(tests):
        sentence += " " + say("job.result.chance", sure=sure, seeds=len(tests))
    return {"rows": rows, "mean": mean(accuracies), "sentence": sentence, "better": gain > 0 and sure == len(tests)}


def _empty(seed: int) -> dict[str, Any]:
    return {"seed": seed, "start": None, "calibrated": None, "interval": None, "gain": None, "gain_interval": None}


def best_file(reports: Reports, seed: int) -> str:
    """The file of a seed's best prompt, of a running seed the newest.

    Raises:
        JobError: there is none yet.
    """
    ends = [report["file"] for report in of_kind(reports, "seed") if report["seed"] == seed]
    looks = [report["file"] for report in of_kind(reports, "step") if report["seed"] == seed and report["file"]]
    if not looks:
        raise JobError("no_prompt_yet", seed=seed)
    return (ends or looks)[-1]
