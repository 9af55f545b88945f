"""What may be asked of a job whatever its kind: the list, its deeds and name, a comparison, a file, oblivion.

Which job is whose the queue knows; how a job is shown, compared and exported its kind says (`kinds.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace

from components.contracts import jobs as contract
from components.contracts.base import Download, Nothing
from components.jobs.any_job import Reports, of_kind
from components.jobs.kinds import Kind
from components.jobs.kinds import Reports as ReportsRead
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.errors import JobError
from playground.jobs.queue import Jobs
from playground.results import Job

LONGEST_NAME = 80
CUT_PAGE = 20  # rows that are listed at once


class JobCalls:
    """The calls of `contracts/jobs.py`.

    Args:
        forgotten: told when something was deleted, for whoever remembers some.
    """

    def __init__(self, queue: Jobs, reports: Reports, kinds: Mapping[str, Kind], forgotten: Callable[[], None]):
        self._queue = queue
        self._reports = reports
        self._kinds = kinds
        self._forgotten = forgotten

    @answers(contract.JOBS)
    async def list(self, asked: contract.JobsAsked, visitor: Visitor) -> contract.Jobs:
        """The visitor's jobs, newest first."""
        found = await asyncio.to_thread(self._queue.jobs, visitor.owner)
        found = [job for job in found if not asked.kinds or job.kind in asked.kinds]
        lines = [await self._line(job, visitor) for job in found]
        return contract.Jobs(jobs=lines, ahead=max((job.ahead for job in found), default=0))

    @answers(contract.ACT)
    async def act(self, asked: contract.ActAsked, visitor: Visitor) -> contract.Changed:
        """Cancel, resume or delete."""
        deeds = {"cancel": self._queue.cancel, "resume": self._queue.resume, "delete": self._queue.delete}
        await asyncio.to_thread(deeds[asked.deed], asked.job, visitor.owner)
        if asked.deed == "delete":
            self._forget()
            return contract.Changed(line=None)
        return await self._changed(asked.job, visitor)

    @answers(contract.RENAME)
    async def rename(self, asked: contract.RenameAsked, visitor: Visitor) -> contract.Changed:
        """Give a job another name; an empty one gives it its own back."""
        await asyncio.to_thread(self._queue.rename, asked.job, visitor.owner, asked.name.strip()[:LONGEST_NAME])
        return await self._changed(asked.job, visitor)

    @answers(contract.REPEAT)
    async def repeat(self, asked: contract.JobAsked, visitor: Visitor) -> contract.Started:
        """The same job again, from its record."""
        await asyncio.to_thread(self._queue.check_owner, asked.job, visitor.owner)
        job = await asyncio.to_thread(self._queue.job, asked.job)
        return contract.Started(job=await self._kinds[job.kind].repeat(job, visitor))

    @answers(contract.COMPARE)
    async def compare(self, asked: contract.CompareAsked, visitor: Visitor) -> contract.Compared:
        """Several jobs of one kind against one of them, which comes first."""
        ids = list(dict.fromkeys(asked.jobs))
        if not ids:
            raise JobError("compare_count", limit=contract.MOST_COMPARED)
        found = [await self._read(id) for id in ids]
        kinds = {job.kind for job, _ in found}
        if len(kinds) > 1:
            raise JobError("not_comparable")
        found.sort(key=lambda each: (each[0].id != asked.reference, each[0].created, each[0].id))
        return await asyncio.to_thread(self._kinds[kinds.pop()].compare, found, visitor)

    @answers(contract.FILE)
    async def file(self, asked: contract.FileAsked, visitor: Visitor) -> Download:
        """One of a job's files."""
        job, reports = await self._read(asked.job)
        return await asyncio.to_thread(self._kinds[job.kind].file, job, reports, asked.file, asked.place, visitor)

    @answers(contract.CUT)
    async def cut(self, asked: contract.CutAsked, visitor: Visitor) -> contract.CutRows:
        """Some of the rows that were longer than the model reads."""
        job, reports = await self._read(asked.job)
        rows = await asyncio.to_thread(self._kinds[job.kind].cut, job, reports, asked.place)
        return contract.CutRows(rows=list(rows[asked.start : asked.start + CUT_PAGE]), count=len(rows))

    @answers(contract.FORGET)
    async def forget(self, asked: Nothing, visitor: Visitor) -> Nothing:
        """Delete everything of this visitor."""
        await asyncio.to_thread(self._queue.forget, visitor.owner)
        self._forget()
        return Nothing()

    async def record(self, id: str, after: int, visitor: Visitor) -> contract.JobRecord:
        """One job for a program: its state, its summary and the reports after a number.

        Raises:
            JobError: there is no such job.
        """
        job, reports = await self._read(id)
        new = list(enumerate(reports, start=1))[max(0, after) :]
        results = of_kind(reports, "result")
        return contract.JobRecord(
            kind=job.kind,
            state=job.state,
            progress=self._kinds[job.kind].line(job, reports, visitor).progress,
            message=visitor.say(job.error[0], **job.error[1]) if job.error else None,
            result=dict(results[-1]) if results else None,
            reports=[{"number": number, **report} for number, report in new],
        )

    async def _read(self, id: str) -> tuple[Job, ReportsRead]:
        job = await asyncio.to_thread(self._queue.job, id)
        reports = await self._reports.of(job)
        # The count that was true when the reports were read: nothing is asked for twice or left out.
        return replace(job, reports=len(reports)), reports

    async def _line(self, job: Job, visitor: Visitor) -> contract.JobLine:
        return self._kinds[job.kind].line(job, await self._reports.of(job), visitor)

    async def _changed(self, id: str, visitor: Visitor) -> contract.Changed:
        job = await asyncio.to_thread(self._queue.job, id)
        return contract.Changed(line=await self._line(job, visitor))

    def _forget(self) -> None:
        self._reports.clear()
        for kind in self._kinds.values():
            kind.forget()
        self._forgotten()
