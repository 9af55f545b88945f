"""What the kinds of job that evaluate prompts have in common: one prompt, a grid of them, one with its words changed."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping, Sequence

from components.contracts.base import Download
from components.contracts.jobs import Compared, CutRow, JobLine, Started
from components.jobs.any_job import UNFINISHED, created, duration
from components.jobs.evaluations.asked import Asked
from components.jobs.evaluations.compared import compared
from components.jobs.evaluations.forms import Forms, Prepared
from components.jobs.evaluations.naming import data_name, prompt_text, title
from components.jobs.evaluations.reader import Reader
from components.jobs.evaluations.views import place_in, seen_mark
from components.jobs.kinds import Kind, Reports
from components.jobs.shared import Shared
from components.routes.visitor import Visitor
from playground.errors import JobError
from playground.evaluation import tables
from playground.evaluation.outcome import ONLY, Outcome
from playground.results import Job


class EvaluationKind(Kind):
    """Its calls are each kind's own.

    Attributes:
        side_by_side: whether the numbers of two such jobs can stand beside each other.
    """

    task = "playground.evaluation.task:evaluate"
    side_by_side = False

    def __init__(self, shared: Shared):
        super().__init__(shared)
        self.forms = Forms(shared)
        self.reader = Reader(shared.queue, shared.reports, self.name)

    def forget(self) -> None:
        """Answers and examples."""
        self.reader.clear()

    async def prepare(self, asked: Asked, visitor: Visitor) -> Prepared:
        """A checked job. Raises as `Forms.prepare`."""
        return await self.forms.prepare(asked, visitor.owner)

    async def start(self, asked: Asked, visitor: Visitor) -> Started:
        """Queue what was asked. Raises as `Forms.prepare` and `Forms.submit`."""
        prepared = await self.prepare(asked, visitor)
        return Started(job=await self.forms.submit(prepared, visitor.owner))

    async def look(self, id: str) -> tuple[Job, Outcome]:
        """A job of this kind and what it has come to; the next estimate learns from what it took.

        Raises:
            JobError: there is none of this id and kind.
        """
        job, outcome = await self.reader.look(id)
        if job.state == "done" and outcome.result:
            self.forms.speed.learn(job.id, job.spec["flops"], outcome.result["seconds"])
        return job, outcome

    def line(self, job: Job, reports: Reports, visitor: Visitor) -> JobLine:
        """Called by what it asks; its numbers are those of its best cell."""
        return self.line_of(job, Outcome(job.spec, reports), visitor)

    def line_of(self, job: Job, outcome: Outcome, visitor: Visitor) -> JobLine:
        """As `line`, where the reports are read already."""
        found = outcome.headline()
        own = title(job.spec, visitor.say)
        prompt = prompt_text(job.spec, visitor.say)
        said = "" if (job.title or own).startswith(prompt) else prompt
        return self.listed(
            job,
            visitor,
            title=own,
            progress=outcome.share,
            subject=data_name(job.spec["data"], visitor.language),
            note=" · ".join(filter(None, (said, seen_mark(job.spec["data"], visitor)))),
            detail=_detail(job, outcome.share, visitor),
            accuracy=found.accuracy if found else None,
            interval=found.interval if found else None,
            more=["compare"] if self.side_by_side and job.state == "done" and found else [],
        )

    def compare(self, jobs: Sequence[tuple[Job, Reports]], visitor: Visitor) -> Compared:
        """Each against the first."""
        if not self.side_by_side:
            raise JobError("not_comparable")
        return compared([(job, Outcome(job.spec, reports)) for job, reports in jobs], self.reader, visitor)

    def file(self, job: Job, reports: Reports, name: str, place: Mapping[str, int], visitor: Visitor) -> Download:
        """A cell's `predictions` (the best one's where no place is named), all cells' `summary`, or the `record`.

        Raises:
            JobError: no_file, no_cell, no_answers_yet, answers_unreadable.
        """
        outcome = Outcome(job.spec, reports)
        match name:
            case "predictions":
                suffix, data = "csv", self._predictions(job, outcome, place)
            case "summary":
                suffix, data = "csv", tables.summary(outcome)
            case "record":
                suffix, data = "json", tables.record(job, created(job), outcome.result)
            case _:
                raise JobError("no_file")
        return Download(name=f"{name}-{job.id[:8]}.{suffix}", base64=base64.b64encode(data).decode())

    def cut(self, job: Job, reports: Reports, place: Mapping[str, int]) -> Sequence[CutRow]:
        """Those of the cell in `place`; of the first where none is named."""
        answers = self.reader.answers(job, place_in(job, place) if place else ONLY)
        given = self.reader.examples(job)
        return [
            CutRow(number=at + 1, fields=given[at]["fields"], label=given[at]["label"])
            for at in (answers.cut_places() if answers else ())
        ]

    def _predictions(self, job: Job, outcome: Outcome, place: Mapping[str, int]) -> bytes:
        best = outcome.best(outcome.reading()) if job.spec["view"] == "grid" else None
        cell = place_in(job, place) if place else best or ONLY
        answers = self.reader.answers(job, cell)
        if answers is None:
            raise JobError("no_answers_yet")
        return tables.predictions(job.spec, self.reader.examples(job), answers, cell)


def _detail(job: Job, share: float, visitor: Visitor) -> str:
    if job.state not in (*UNFINISHED, "interrupted"):
        return ""
    parts = [visitor.say("evaluation.detail", share=f"{100 * share:.0f}%")]
    if job.state == "running" and job.started and 0.02 < share < 1:
        spent = time.time() - job.started
        parts.append(duration(spent * (1 - share) / share, visitor.say))
    return " · ".join(parts)
