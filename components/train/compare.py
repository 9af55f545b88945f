"""Several trainings side by side: their curves in one picture, and what each reached."""

from __future__ import annotations

from collections.abc import Sequence

from components.contracts.base import Figure
from components.contracts.jobs import Column, Compared, ComparedRow, JobLine
from components.jobs.any_job import of_kind
from components.jobs.kinds import Reports
from components.routes.visitor import Visitor
from components.train import job_view
from playground.figures import training as training_figure
from playground.numbers import count, span
from playground.results import Job

NUMERIC = ("parameters", "accuracy", "seconds")
UNKNOWN = "…"


def compared(jobs: Sequence[tuple[Job, Reports]], lines: Sequence[JobLine], visitor: Visitor) -> Compared:
    """Curves and table, each job with its line; a training that still runs has as much as it knows."""
    curves = training_figure.compared((_short_title(job, visitor), reports) for job, reports in jobs)
    return Compared(
        figure=Figure(**training_figure.draw_compared(curves, visitor.say)) if curves else None,
        columns=[
            Column(
                key=key,
                title=visitor.say(f"ui.compare.{key}"),
                help=visitor.say(f"train.compare.{key}"),
                numeric=key in NUMERIC,
            )
            for key in ("method", *NUMERIC)
        ],
        rows=[
            ComparedRow(
                id=job.id,
                title=line.title,
                cells=[
                    job_view.method_name(job, visitor),
                    count(job.spec["parameters"], visitor.language),
                    _accuracy(line.accuracy, line.spread),
                    _seconds(reports, visitor),
                ],
                tied=False,
            )
            for line, (job, reports) in zip(lines, jobs, strict=True)
        ],
    )


def _short_title(job: Job, visitor: Visitor) -> str:
    """A name that keeps its ends where a figure leaves its middle out: the method first, for data is mostly the same."""
    return job.title or f"{job_view.method_name(job, visitor)} · {job_view.data_name(job, visitor)}"


def _accuracy(mean: float | None, spread: float | None) -> str:
    if mean is None:
        return UNKNOWN
    return f"{round(100 * mean)}%" + (f" ± {round(100 * spread)}" if spread else "")


def _seconds(reports: Reports, visitor: Visitor) -> str:
    """What all seeds took together."""
    seconds = sum(report["seconds"] for report in of_kind(reports, "seed"))
    if not seconds:
        return UNKNOWN
    unit, number = span(seconds)
    return visitor.say(f"ui.train.took_{unit}", n=number)
