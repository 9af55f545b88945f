"""The kind: its one call, how a job of it is listed, compared and saved."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from components.contracts.base import Call, Contract, Download
from components.contracts.jobs import Column, Compared, ComparedRow, JobLine, Started
from components.jobs.kinds import Kind, Reports
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.errors import JobError
from playground.results import Job


class CountAsked(Contract):
    """Where to begin."""

    start: Annotated[int, Field(ge=1, le=1000)]


class Setup(Contract):
    """What the button counts from."""

    start: int


START = Call("countdown_start", CountAsked, Started, "Count down from a number.")


class CountdownKind(Kind):
    """Counts down."""

    name = "countdown"
    page = "evaluate"
    task = "tests.kinds.countdown.task:count_down"
    script = "card.js"
    scripts = Path(__file__).parent

    @answers(START)
    async def start(self, asked: CountAsked, visitor: Visitor) -> Started:
        """Queue a countdown."""
        queued = (visitor.owner, self.name, "", {"start": asked.start}, asked.start)
        return Started(job=await asyncio.to_thread(self.shared.queue.submit, *queued))

    def setup(self, visitor: Visitor) -> Setup:
        """A number that takes a moment."""
        return Setup(start=150)

    def line(self, job: Job, reports: Reports, visitor: Visitor) -> JobLine:
        """The number it has come to."""
        start, left = job.spec["start"], _left(job, reports)
        return self.listed(
            job,
            visitor,
            title=f"Countdown from {start}",
            progress=1 - left / start,
            detail=f"{left} left",
            more=["compare"],
        )

    def compare(self, jobs: Sequence[tuple[Job, Reports]], visitor: Visitor) -> Compared:
        """Where each began and is."""
        columns = [Column(key=key, title=key, help="", numeric=True) for key in ("start", "left")]
        rows = [
            ComparedRow(
                id=job.id,
                title=self.line(job, reports, visitor).title,
                cells=[str(job.spec["start"]), str(_left(job, reports))],
                tied=False,
            )
            for job, reports in jobs
        ]
        return Compared(figure=None, columns=columns, rows=rows)

    def file(self, job: Job, reports: Reports, name: str, place: Mapping[str, int], visitor: Visitor) -> Download:
        """The numbers, a line each."""
        if name != "numbers":
            raise JobError("no_file")
        text = "\n".join(str(report["left"]) for report in reports)
        return Download(name=f"numbers-{job.id[:8]}.txt", base64=base64.b64encode(text.encode()).decode())


def _left(job: Job, reports: Reports) -> int:
    return reports[-1]["left"] if reports else job.spec["start"]
