"""One diagnosis of a training, whatever the number of its seeds: the gravest, and what of its advice can be tried."""

from __future__ import annotations

from collections.abc import Mapping

from components.contracts import train as contract
from components.jobs.any_job import UNFINISHED, Say
from components.jobs.kinds import Reports
from playground.results import Job
from playground.tuning import desk

GRAVITY = ("info", "warning", "error")
ENOUGH = 16  # examples a class that advice asks for


def diagnosed(job: Job, reports: Reports, say: Say) -> contract.Diagnosis | None:
    """What is wrong with most of the seeds among the gravest findings; nothing for a healthy training."""
    found = desk.diagnoses(reports, job.spec, job.state not in UNFINISHED)
    if not found:
        return None
    codes = [each.code for _, each in found]
    _, worst = max(found, key=lambda pair: (GRAVITY.index(pair[1].level), codes.count(pair[1].code)))
    of = [seed for seed, each in found if each.code == worst.code]
    seeds = len(job.spec["options"]["seeds"])
    where = say("doctor.seeds", count=len(of), seeds=seeds) if seeds > 1 else ""
    return contract.Diagnosis(
        level=worst.level,
        message=where + say(f"doctor.{worst.code}", **worst.values),
        advice=say(f"doctor.{worst.code}.advice", **worst.values),
        trial=_trial(worst.code, worst.values, job.spec["options"], say),
    )


def _trial(
    code: str, values: Mapping[str, float | int | str], options: Mapping[str, int], say: Say
) -> contract.Trial | None:
    """The advice as options of another training; a diagnosis may have none that one click could try."""
    match code:
        case "diverging" | "rate_too_low":
            rate = float(values["suggested"])
            return contract.Trial(learning_rate=rate, label=say("doctor.try.learning_rate", value=f"{rate:g}"))
        case "majority" | "no_better":
            steps = 2 * options["steps"]
            return contract.Trial(steps=steps, label=say("doctor.try.steps", value=steps))
        case "too_few" if options["examples"] < ENOUGH:
            return contract.Trial(examples=ENOUGH, label=say("doctor.try.examples", value=ENOUGH))
    return None
