"""How far a search is, from its record and its reports: the sequences it has read of all it will read."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from components.jobs.any_job import Say, duration, of_kind
from components.jobs.kinds import Reports
from playground.results import Job

SHOWN = ("running", "cancelling", "interrupted")
TELLING = 0.02  # of the work: before that what is left is a guess


@dataclass(frozen=True)
class Progress:
    """`share` of the whole work, 0 to 1; `seed` counts from 1; `done` of `units` (steps, methods or stages) of this seed;
    `testing` the test rows that were read of those that are to be."""

    share: float
    seed: int
    seeds: int
    done: int
    units: int
    testing: tuple[int, int] | None

    @classmethod
    def of(cls, job: Job, reports: Reports) -> Progress:
        """From the reports so far."""
        options, spec = job.spec["options"], job.spec
        seeds, units = len(options["seeds"]), _units(options)
        over = [report["seed"] for report in of_kind(reports, "seed")]
        mine = [report for report in reports if report["kind"] in ("step", "method") and report["seed"] not in over]
        # Step 0 is where a search begins; a method's report comes when it is done.
        if "sources" in options:
            done = min(units, _stages(mine))
        else:
            done = max((report.get("step", 0) for report in mine), default=0) or len(of_kind(mine, "method"))
            done = min(units, done)
        tests = of_kind(reports, "test")
        read = sum(report["of"] for report in tests if report["done"] == report["of"])
        last = reports[-1] if reports and reports[-1]["kind"] == "test" else None
        if last and last["done"] < last["of"]:
            read += last["done"]
        share = (spec["each"] * (len(over) + done / units) + read) / max(1, spec["sequences"])
        testing = (last["done"], last["of"]) if last else None
        return cls(min(1.0, share), min(len(over) + 1, seeds), seeds, done, units, testing)


def _units(options: Mapping[str, Any]) -> int:
    """Steps or methods of a seed; of a search for templates its stages: each source, each round of edits, a race after
    either, and the choice."""
    if "sources" in options:
        return len(options["sources"]) + 2 * options["rounds"] + 2
    return options.get("steps") or len(options.get("methods", ())) or 1


def _stages(steps: Sequence[Mapping[str, Any]]) -> int:
    """How many stages of a search for templates are over or begun: a race is one, however many rounds it takes."""
    phases = [phase for _, phase in sorted({report["step"]: report["phase"] for report in steps}.items())]
    return sum(phase != "race" for phase in phases) + sum(phase == "race" for phase, _ in groupby(phases))


def detail(job: Job, at: Progress, say: Say) -> str:
    """Where a search is that runs or may go on; nothing of any other."""
    if job.state not in SHOWN:
        return ""
    parts = [say("job.detail.seed", seed=at.seed, seeds=at.seeds)] if at.seeds > 1 else []
    if at.testing:
        parts.append(say("job.detail.test", done=at.testing[0], of=at.testing[1]))
    elif "methods" in job.spec["options"]:
        parts.append(say("search.detail.method", done=at.done, of=at.units))
    else:
        parts.append(say("job.detail.step", step=at.done, steps=at.units))
    if job.state == "running" and job.started and TELLING < at.share < 1:
        parts.append(duration((time.time() - job.started) * (1 - at.share) / at.share, say))
    return " · ".join(parts)
