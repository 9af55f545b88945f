"""What the kinds of search have in common: a form's values become a job, and a job a line in a list.

A kind of search adds its three calls, its name in `OPTIONS` (`playground/search/spec.py`), what it found in a few
words, and what is watched of it.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from components.contracts import search as contract
from components.contracts.base import Download
from components.contracts.jobs import Can, Compared, JobLine, Started
from components.jobs.any_job import Speed, data_title, of_kind
from components.jobs.kinds import Kind, Reports
from components.jobs.shared import Shared
from components.routes.address import here
from components.routes.visitor import Visitor
from components.search import compare, files, outline_view, result_view
from components.search.progress import Progress, detail
from playground.datasets.dataset import DataSet
from playground.datasets.mapping import RowProblem
from playground.errors import JobError
from playground.prompt import read_template
from playground.results import Job
from playground.scoring.options import Options
from playground.search import desk


@dataclass(frozen=True)
class Prepared:
    """A job, checked; `problems` are the rows of the data that were left out."""

    spec: Any
    outline: desk.Outline
    seconds: float
    dataset: DataSet
    problems: Sequence[RowProblem]


class SearchKind(Kind):
    """A search over discrete prompts.

    Attributes:
        wanted: what is searched for, as specs have it.
    """

    page = "search"
    task = "playground.search.task:search"
    wanted: ClassVar[str]

    def __init__(self, shared: Shared):
        super().__init__(shared)
        self._speed = Speed()

    @abstractmethod
    def found(self, job: Job, reports: Reports) -> str:
        """What the last seed found, in a few words; empty while there is nothing."""

    def setup(self, visitor: Visitor) -> contract.SearchSetup:
        """What the form begins with."""
        return outline_view.setup(self.wanted, visitor)

    # -- before a job ----------------------------------------------------------------

    async def outlined(self, asked: contract.SearchForm, visitor: Visitor) -> contract.SearchOutline:
        """What would be searched, on what, and what it costs."""
        prepared = await self._prepared(asked, visitor.owner)
        wanted = asked.options.get("examples")
        return outline_view.outline(prepared.outline, wanted, prepared.seconds, prepared, visitor)

    async def begin(self, asked: contract.SearchForm, visitor: Visitor) -> Started:
        """Queue a search.

        Raises:
            PlaygroundError: what cannot be searched, and why.
        """
        made = await self._prepared(asked, visitor.owner)
        spec, outline = made.spec, made.outline
        values = spec.to_json()
        payload = {split: values.pop(split) for split in ("train", "test")}
        # The queue's forecast reads `flops`; how far a job is follows from `each` and `sequences`.
        values |= {"flops": outline.flops, "each": outline.each, "sequences": outline.sequences}
        values |= {"hand_written": outline.hand_written, "test_examples": len(spec.test)}
        values |= {"data_name": made.dataset.name or made.dataset.id}
        examples = len(spec.train) + len(spec.test)
        queued = visitor.owner, self.name, "", values, spec.size, examples, payload, here()
        return Started(job=await asyncio.to_thread(self.shared.queue.submit, *queued))

    async def _prepared(self, asked: contract.SearchForm, owner: str) -> Prepared:
        dataset, problems = await asyncio.to_thread(self.shared.data.resolve, asked.data, owner)
        model = await self.shared.models.get(asked.model)
        aggregation = Options.from_mapping({"aggregation": asked.aggregation}).aggregation

        def prepare() -> Prepared:
            template = str(read_template(asked.template, model))
            spec = desk.make_spec(self.wanted, template, asked.verbalizer, aggregation, asked.options, dataset, model)
            outline = desk.outline(spec, model)
            seconds = self._speed.seconds(outline.flops)
            examples, seeds = len(spec.train) + len(spec.test), len(spec.options.seeds)
            self.shared.queue.check(spec.size, examples, seconds / 60, seeds)
            return Prepared(spec, outline, seconds, dataset, problems)

        return await asyncio.to_thread(prepare)

    # -- one job -----------------------------------------------------------------------

    async def look(self, id: str) -> tuple[Job, Reports]:
        """A job of this kind and its reports; the next estimate learns from what it took.

        Raises:
            JobError: unknown.
        """
        job = await asyncio.to_thread(self.shared.queue.job, id)
        if job.kind != self.name:
            raise JobError("unknown")
        reports = await self.shared.reports.of(job)
        if job.state == "done" and job.started and job.ended and of_kind(reports, "result"):
            self._speed.learn(job.id, job.spec["flops"], job.ended - job.started)
        return job, reports

    def result(self, job: Job, reports: Reports, visitor: Visitor) -> contract.SearchResult | None:
        """What it came to, and how often this set's test rows have been looked at by the visitor's jobs."""
        if not of_kind(reports, "result"):
            return None
        try:
            mine = self.shared.queue.jobs(visitor.owner)
        except JobError:  # whoever follows a link may have no jobs at all
            mine = []
        return result_view.result(job, reports, result_view.looks(job, mine), visitor)

    # -- as every kind -------------------------------------------------------------------

    def line(self, job: Job, reports: Reports, visitor: Visitor) -> JobLine:
        """A search in a list: called by its data and by what is searched for."""
        data = data_title(job.spec["data_name"], visitor.language)
        about = f"{data} · {visitor.say(f'search.kind.{self.wanted}')}"
        at = Progress.of(job, reports)
        summary = next(iter(of_kind(reports, "result")), {})
        more: list[Can] = ["compare"] if summary else []
        return self.listed(
            job,
            visitor,
            title=about,
            subject=about if job.title else "",
            note=self.found(job, reports) or job.spec["template"],
            progress=at.share,
            detail=detail(job, at, visitor.say),
            accuracy=summary.get("mean"),
            spread=summary.get("spread"),
            gain=summary.get("gain"),
            more=more,
        )

    def compare(self, jobs: Sequence[tuple[Job, Reports]], visitor: Visitor) -> Compared:
        """What each search found, and what that reaches."""
        found = [self.found(job, reports) for job, reports in jobs]
        lines = [self.line(job, reports, visitor) for job, reports in jobs]
        return compare.compared(jobs, lines, found, visitor)

    def file(self, job: Job, reports: Reports, name: str, place: Mapping[str, int], visitor: Visitor) -> Download:
        """`results`: a row a seed and prompt.

        Raises:
            JobError: no_file, no_results_yet.
        """
        if name != "results":
            raise JobError("no_file")
        found = result_view.result(job, reports, None, visitor)
        if found is None:
            raise JobError("no_results_yet")
        return files.results(job, found)
