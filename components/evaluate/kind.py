"""The kinds of job that evaluate prompts, as every page's shared parts know them: what they have in common, and
the evaluation of one prompt."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from components.contracts.base import Download, Figure
from components.contracts.jobs import Column, Compared, ComparedRow, JobLine
from components.evaluate import evaluation_view as view
from components.evaluate.evaluating import place_in
from components.jobs.kinds import Kind, Reports
from components.jobs.run_reader import RunReader
from components.jobs.runs import Runs
from components.jobs.shared import Shared
from components.routes.visitor import Visitor
from playground.figures import runs as figure
from playground.numbers import percent
from playground.results import Job

COLUMNS = ("accuracy", "macro_f1", "difference", "p")


class EvaluationKind(Kind):
    """What is true of one prompt as of many."""

    task = "playground.evaluation.task:evaluate"

    def __init__(self, shared: Shared):
        super().__init__(shared)
        self.reader = RunReader(shared.queue, shared.reports)

    def forget(self) -> None:
        """Answers and examples."""
        self.reader.clear()

    def line(self, job: Job, reports: Reports, visitor: Visitor) -> JobLine:
        """Called by what it asks."""
        row = view.row(job, reports, visitor.language)
        interval = row["interval"]
        return self.listed(
            job,
            visitor,
            title=row["title"],
            subject=row["data"],
            note=row["prompt"] if not row["title"].startswith(row["prompt"]) else "",
            progress=row["progress"],
            detail=row["detail"],
            accuracy=row["accuracy"],
            interval=tuple(interval) if interval else None,
            more=["compare"] if "compare" in row["can"] else [],
        )

    def file(self, job: Job, reports: Reports, name: str, place: Mapping[str, int], visitor: Visitor) -> Download:
        """`predictions` of a cell, the `summary` of all, or the `record`."""
        cell = place_in(job, dict(place)) if place else None
        suffix, data = Runs(self.reader).written(job, list(reports), name, cell)
        return Download(name=f"{name}-{job.id[:8]}.{suffix}", base64=base64.b64encode(data).decode())


class EvaluateKind(EvaluationKind):
    """One prompt on one data set."""

    name = "evaluate"
    page = "evaluate"
    script = "evaluate/kind.js"

    def compare(self, jobs: Sequence[tuple[Job, Reports]], visitor: Visitor) -> Compared:
        """Against the first, pair by pair where the examples are the same."""
        runs = Runs(self.reader)
        found = [runs.against(jobs[0], each, visitor.language) for each in jobs]
        if len({row["reading"] for row in found}) > 1:
            found = [{**row, "title": f"{row['title']} · {row['reading']}"} for row in found]
        drawn = figure.runs(found)
        help = visitor.say("ui.runs.compared.help")
        columns = [
            Column(
                key=key,
                title=visitor.say(f"ui.runs.compared.{key}"),
                help=help if key in ("difference", "p") else "",
                numeric=True,
            )
            for key in COLUMNS
        ]
        rows = [
            ComparedRow(
                id=row["id"],
                title=_below(row["title"], row["why_not"] or (tied(visitor) if row["tied"] else "")),
                cells=_base(row, visitor) if first else _cells(row, visitor),
                tied=row["tied"],
            )
            for row, first in zip(found, [True] + [False] * len(found), strict=False)
        ]
        return Compared(figure=Figure(**figure.draw(drawn, visitor.say)) if drawn else None, columns=columns, rows=rows)


def tied(visitor: Visitor) -> str:
    """What is said of a job that cannot be told from the first."""
    return visitor.say("ui.runs.compared.tied")


def _cells(row: Mapping[str, Any], visitor: Visitor) -> list[str]:
    p = row["p"]
    return [
        *_numbers(row, visitor),
        _below(_known(row["difference"], _points), _between(row["interval_of_difference"], _points, visitor)),
        _known(p, lambda value: "<0.001" if value < 0.001 else f"{value:.3f}"),
    ]


def _base(row: Mapping[str, Any], visitor: Visitor) -> list[str]:
    return [*_numbers(row, visitor), visitor.say("ui.runs.compared.base"), ""]


def _numbers(row: Mapping[str, Any], visitor: Visitor) -> list[str]:
    accuracy = _below(
        _known(row["accuracy"], percent), _between(row["interval"], lambda share: f"{100 * share:.0f}%", visitor)
    )
    return [accuracy, _known(row["macro_f1"], lambda value: f"{value:.2f}")]


def _known(value: float | None, write: Any) -> str:
    return "–" if value is None else write(value)


def _between(pair: Sequence[float] | None, write: Any, visitor: Visitor) -> str:
    return visitor.say("ui.result.interval", low=write(pair[0]), high=write(pair[1])) if pair else ""


def _below(text: str, below: str) -> str:
    return f"{text}\n{below}" if below else text


def _points(share: float) -> str:
    value = round(100 * share)
    return f"+{value}" if value > 0 else str(value).replace("-", "−")
