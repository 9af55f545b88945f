"""The kind of job that trains a soft prompt, as every page's shared parts know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from components.contracts.base import Contract, Figure
from components.contracts.jobs import Column, Compared, ComparedRow, JobLine
from components.jobs.any_job import of_kind
from components.jobs.kinds import Kind, Reports
from components.routes.visitor import Visitor
from components.train import job_view
from components.train.training import Training
from playground.figures import training as figure
from playground.numbers import percent
from playground.results import Job

COLUMNS = ("method", "parameters", "accuracy", "seconds")


class Setup(Contract):
    """The form's first values, each method's own, and the demo sets."""

    form: dict[str, JsonValue]
    defaults: dict[str, JsonValue]
    demos: list[dict[str, JsonValue]]


class TrainKind(Kind):
    """Soft prompts."""

    name = "train"
    page = "train"
    task = "playground.tuning.task:tune"
    script = "train/kind.js"

    def setup(self, visitor: Visitor) -> Setup:
        """What the form begins with."""
        return Setup(**Training.setup(visitor.language))

    def line(self, job: Job, reports: Reports, visitor: Visitor) -> JobLine:
        """Called by its data and method."""
        row = job_view.row(job, reports, visitor.language)
        own = f"{job_view.dataset_title(job, visitor.language)} · {row['method']}"
        return self.listed(
            job,
            visitor,
            title=own,
            subject=own if job.title else "",
            progress=row["progress"],
            detail=row["detail"],
            accuracy=row["accuracy"],
            spread=row["spread"],
            gain=row["gain"],
            more=["compare", *(["use"] if "use" in row["can"] else [])],
        )

    def compare(self, jobs: Sequence[tuple[Job, Reports]], visitor: Visitor) -> Compared:
        """Their curves together, and what each came to."""
        lines = [self.line(job, reports, visitor) for job, reports in jobs]
        curves = figure.compared((line.title, reports) for line, (_, reports) in zip(lines, jobs, strict=True))
        columns = [
            Column(key=key, title=visitor.say(f"ui.compare.{key}"), help="", numeric=key != "method") for key in COLUMNS
        ]
        rows = [
            ComparedRow(id=line.id, title=line.title, cells=_cells(job, reports, line, visitor), tied=False)
            for line, (job, reports) in zip(lines, jobs, strict=True)
        ]
        drawn = Figure(**figure.draw_compared(curves, visitor.say)) if curves else None
        return Compared(figure=drawn, columns=columns, rows=rows)


def _cells(job: Job, reports: Sequence[Mapping[str, Any]], line: JobLine, visitor: Visitor) -> list[str]:
    seconds = sum(report["seconds"] for report in of_kind(reports, "seed"))
    spread = f" ± {100 * line.spread:.1f}" if line.spread else ""
    return [
        visitor.say(f"ledger.row.{job.spec['options']['method']}"),
        f"{job.spec['parameters']:,}",
        "…" if line.accuracy is None else percent(line.accuracy) + spread,
        took(seconds, visitor) if seconds else "…",
    ]


def took(seconds: float, visitor: Visitor) -> str:
    """`41 s` or `3 min`."""
    if seconds < 90:
        return visitor.say("ui.train.took_seconds", n=max(1, round(seconds)))
    return visitor.say("ui.train.took_minutes", n=round(seconds / 60))
