"""Several searches of one kind side by side: what each found, and what that reaches."""

from __future__ import annotations

from collections.abc import Sequence

from components.contracts.jobs import Column, Compared, ComparedRow, JobLine
from components.jobs.any_job import of_kind
from components.jobs.kinds import Reports
from components.routes.visitor import Visitor
from playground.numbers import span
from playground.results import Job

COLUMNS = ("found", "accuracy", "gain", "seconds")
UNKNOWN = "…"


def compared(
    jobs: Sequence[tuple[Job, Reports]], lines: Sequence[JobLine], found: Sequence[str], visitor: Visitor
) -> Compared:
    """The table, each job with its line and with what it found in a few words."""
    return Compared(
        figure=None,
        columns=[
            Column(
                key=key,
                title=visitor.say(f"search.compare.{key}"),
                help=visitor.say(f"search.compare.{key}.help"),
                numeric=key != "found",
            )
            for key in COLUMNS
        ],
        rows=[
            ComparedRow(id=job.id, title=line.title, cells=_cells(line, its, reports, visitor), tied=False)
            for line, its, (job, reports) in zip(lines, found, jobs, strict=True)
        ],
    )


def _cells(line: JobLine, found: str, reports: Reports, visitor: Visitor) -> list[str]:
    accuracy = gain = took = UNKNOWN
    if line.accuracy is not None:
        accuracy = f"{100 * line.accuracy:.1f}%" + (f" ± {100 * line.spread:.1f}" if line.spread else "")
    if line.gain is not None:
        gain = f"{100 * line.gain:+.1f}".replace("-", "−")
    seconds = sum(report["seconds"] for report in of_kind(reports, "seed"))
    if seconds:
        unit, number = span(seconds)
        took = visitor.say(f"ui.train.took_{unit}", n=number)
    return [found or UNKNOWN, accuracy, gain, took]
