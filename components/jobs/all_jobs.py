"""What may be asked of a job whatever its kind: how it stands, and to stop, resume or forget it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from components.evaluate import evaluation_view
from components.jobs.any_job import Reports, of_kind
from components.routes.asking import Answer, Call, answering, owner, text
from components.train import job_view
from playground.errors import JobError
from playground.i18n import translate
from playground.jobs.queue import Jobs
from playground.results import Job


class AllJobs:
    """Questions about training jobs and evaluations alike.

    Args:
        forgotten: told when something was deleted, for whoever remembers some.
    """

    def __init__(self, queue: Jobs, reports: Reports, forgotten: Callable[[], None]):
        self._queue = queue
        self._reports = reports
        self._forgotten = forgotten

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        return {"record": self.record, "act": self.act, "run_act": self.act, "forget": self.forget}

    @answering
    async def record(self, asked: dict[str, Any], language: str) -> Answer:
        """One job for a program: its state, its summary and the reports that are new."""
        job = await asyncio.to_thread(self._queue.job, text(asked, "job"))
        reports = await self._reports.of(job)
        after = asked.get("after")
        new = list(enumerate(reports, start=1))[after if isinstance(after, int) and after > 0 else 0 :]
        error = translate(language, job.error[0], **job.error[1]) if job.error else None
        results = of_kind(reports, "result")
        return {
            "kind": job.kind,
            "state": job.state,
            "progress": row(job, reports, language)["progress"],
            "message": error,
            "result": results[-1] if results else None,
            "reports": [{"number": number, **report} for number, report in new],
        }

    @answering
    async def act(self, asked: dict[str, Any], language: str) -> Answer:
        """Cancel, resume or delete."""
        deeds = {"cancel": self._queue.cancel, "resume": self._queue.resume, "delete": self._queue.delete}
        id, deed = text(asked, "job"), text(asked, "deed")
        if deed not in deeds:
            raise JobError("unknown_deed", deed=deed[:40])
        await asyncio.to_thread(deeds[deed], id, owner(asked))
        if deed == "delete":
            self._forget()
            return {"row": None}
        job = await asyncio.to_thread(self._queue.job, id)
        return {"row": row(job, await self._reports.of(job), language)}

    @answering
    async def forget(self, asked: dict[str, Any], language: str) -> Answer:
        """Delete everything of this visitor."""
        await asyncio.to_thread(self._queue.forget, owner(asked))
        self._forget()
        return {}

    def _forget(self) -> None:
        self._reports.clear()
        self._forgotten()


def row(job: Job, reports: list[dict[str, Any]], language: str) -> dict[str, Any]:
    """A job's line in the list of its kind."""
    return (job_view if job.kind == "tune" else evaluation_view).row(job, reports, language)
