"""A training job as the page sees it: how far it is, how it does, what came of it.

Made of the job's record and its reports alone, so that a reload shows the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean, stdev
from typing import Any

from components.contracts import train as contract
from components.contracts.base import Figure, Level, Note
from components.contracts.jobs import JobLine
from components.jobs.any_job import (
    Say,
    data_title,
    duration,
    of_kind,
)
from components.jobs.kinds import Reports
from components.routes.visitor import Visitor
from components.train.diagnosing import diagnosed
from playground.errors import JobError
from playground.evaluation.tables import label_names
from playground.figures import training as training_figure
from playground.numbers import percent
from playground.results import Job


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
    running = taken[-1] if taken and len(done) < seeds and taken[-1]["seed"] == options["seeds"][len(done)] else None
    current = running["step"] if running else 0
    tests, of = _tests(reports, job.spec["test_examples"])
    total_tests = (seeds + 2) * of
    ran = sum(report["steps"] for report in done) + current
    skipped = sum(steps - report["steps"] for report in done)
    per_test = 1 / (2 * batch)
    whole = seeds * steps - skipped + total_tests * per_test
    share = min(1.0, (ran + tests * per_test) / whole)
    testing = _testing(reports)
    spent = sum(report["seconds"] for report in done) + (running["seconds"] if running else 0)
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


def data_name(job: Job, visitor: Visitor) -> str:
    """What the data set of a training is called."""
    return data_title(job.spec["data_name"], visitor.language)


def method_name(job: Job, visitor: Visitor) -> str:
    """The method in words."""
    return visitor.say(f"ledger.row.{job.spec['options']['method']}")


def subject(job: Job, visitor: Visitor) -> str:
    """What a training is about: its data and its method."""
    return f"{data_name(job, visitor)} · {method_name(job, visitor)}"


def detail(job: Job, at: Progress, say: Say) -> str:
    """Where a job is that runs or may go on; nothing of any other."""
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


def training(job: Job, reports: Reports, line: JobLine, visitor: Visitor) -> contract.Training:
    """Everything the right-hand side shows of one job, `line` included."""
    say = visitor.say
    curves = training_figure.training_curves(reports)
    diagnosis = diagnosed(job, reports, say)
    return contract.Training(
        line=line,
        curves=Figure(**training_figure.draw(curves, say)) if curves else None,
        summary=_summary(job, reports, diagnosis is not None, say),
        diagnosis=diagnosis,
        seeds=_seeds(reports),
        slots=list(job.spec["slots"]),
        labels=label_names(job.spec["verbalizer"]),
        example=job.spec.get("example", {}),  # jobs of earlier versions have none
        cut=len(cut(reports)),
        result=result(reports, say),
    )


def _seeds(reports: Reports) -> list[contract.Checkpoints]:
    """Each seed's checkpoints; the best of a finished one is what it ended with, else the newest."""
    steps: dict[int, list[int]] = {}
    for report in of_kind(reports, "step"):
        if report["file"]:
            steps.setdefault(report["seed"], []).append(report["step"])
    best = {report["seed"]: report["best_step"] for report in of_kind(reports, "seed")}
    return [
        contract.Checkpoints(seed=seed, steps=found, best=best.get(seed, found[-1])) for seed, found in steps.items()
    ]


def _summary(job: Job, reports: Reports, ill: bool, say: Say) -> Note:
    if job.state == "failed":
        key, values = job.error or ("error.job.unexpected", {})
        return Note(level="error", message=say(key, **values))
    if job.state in ("queued", "interrupted", "cancelled", "cancelling"):
        level: Level = "warning" if job.state == "interrupted" else "info"
        key = "next" if job.state == "queued" and not job.ahead else job.state
        return Note(level=level, message=say(f"job.summary.{key}", ahead=job.ahead))
    found = result(reports, say)
    if found:
        return Note(level="ok" if _sure(found.rows) else "info", message=found.sentence)
    looks = [report for report in of_kind(reports, "step") if report["dev"] and report["step"]]
    if not looks:
        return Note(level="info", message=say("job.summary.starting"))
    last = looks[-1]
    start = next(report for report in of_kind(reports, "start") if report["seed"] == last["seed"])
    gain = 100 * (last["dev"]["accuracy"] - start["accuracy"])
    key = "above" if gain > 0 else "level" if gain == 0 else "below"
    level = "warning" if ill else "ok" if gain > 0 else "info"
    return Note(level=level, message=say(f"job.summary.{key}", points=round(abs(gain)), examples=start["dev"]))


def _sure(rows: list[contract.SeedResult]) -> bool:
    """Better than where it began, beyond chance with every seed."""
    return bool(rows) and all(row.gain_interval is not None and row.gain_interval[0] > 0 for row in rows)


def result(reports: Reports, say: Say) -> contract.Result | None:
    """The table by seed and one sentence, when all seeds are done."""
    seeds = of_kind(reports, "seed")
    if not seeds or not of_kind(reports, "result"):
        return None
    rows = [_seed_result(report["seed"], report["dev"]["accuracy"], report["test"]) for report in seeds]
    accuracies = [row.accuracy for row in rows]
    tests = [report["test"] for report in seeds if report["test"]]
    if not tests:
        return contract.Result(rows=rows, sentence=say("job.result.dev", mean=percent(mean(accuracies))))
    sure = sum(test["gain_interval"][0] > 0 for test in tests)
    gain = mean(test["gain"] for test in tests)
    first = tests[0]
    rival = first.get("rival", "hand_written")  # reports of earlier versions have none
    sentence = say(
        "job.result.test",
        mean=percent(mean(accuracies)),
        spread=f" ± {100 * stdev(accuracies):.1f}" if len(accuracies) > 1 else "",
        examples=first["examples"],
        start=percent(first[rival]),
        rival=say(f"job.rival.{rival}"),
        gain=f"{100 * gain:+.1f}".replace("-", "−"),
    )
    if len(tests) == 1 and not sure:
        sentence += " " + say("job.result.one")
    elif sure < len(tests):
        sentence += " " + say("job.result.chance", sure=sure, seeds=len(tests))
    return contract.Result(rows=rows, sentence=sentence)


def cut(reports: Reports) -> list[tuple[str, int]]:
    """The examples that were longer than the model reads, of all seeds: `train` or `test` and their place in it."""
    seeds = [report.get("cut") or {} for report in of_kind(reports, "seed")]
    return sorted({(part, place) for found in seeds for part in found for place in found[part]})


def _seed_result(seed: int, dev: float, test: Any) -> contract.SeedResult:
    """A seed's row: of the test examples where there are any, else of the development examples."""
    if not test:
        nothing = dict.fromkeys(("start", "calibrated", "interval", "gain", "gain_interval"))
        return contract.SeedResult(seed=seed, accuracy=dev, **nothing)
    return contract.SeedResult(
        seed=seed,
        start=test["hand_written"],
        calibrated=test["calibrated"],
        accuracy=test["accuracy"],
        interval=tuple(test["interval"]),
        gain=test["gain"],
        gain_interval=tuple(test["gain_interval"]),
    )


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
