"""What a job of any kind has on a page: its reports, its deeds, its state in words."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from components.contracts.jobs import Can
from playground.i18n import catalogue, translate
from playground.jobs.queue import Jobs
from playground.numbers import span
from playground.results import Job
from playground.store.forecast import SPEED

Say = Callable[..., str]
Report = Mapping[str, Any]
REPORTS_KEPT = 100_000  # in memory, of all jobs
UNFINISHED = ("queued", "running", "cancelling")
#: What may be done with a job in each state, whatever its kind.
DEEDS: dict[str, list[Can]] = {
    "queued": ["cancel"],
    "running": ["cancel"],
    "cancelling": [],
    "interrupted": ["resume", "delete"],
    "cancelled": ["delete"],
    "failed": ["delete"],
    "done": ["delete"],
}


def speaking(language: str) -> Say:
    """`say("job.detail.step", step=3)` in one language."""

    def say(key: str, **values: Any) -> str:
        return translate(language, key, **values)

    return say


def of_kind(reports: Sequence[Report], kind: str) -> list[Report]:
    """The reports of one kind, in order."""
    return [report for report in reports if report["kind"] == kind]


def data_title(name: str, language: str) -> str:
    """A demo set's title in the reader's language; any other name as it is."""
    return catalogue(language).get(f"data.{name}", name)


def created(job: Job) -> str:
    """When a job was queued, as ISO 8601 in UTC."""
    return datetime.fromtimestamp(job.created, UTC).isoformat(timespec="seconds")


def ahead(job: Job, say: Say) -> str:
    """A queued job's place, and about when it starts where the jobs before it are of kinds that have been timed."""
    place = say("job.detail.ahead", count=job.ahead) if job.ahead else say("job.detail.next")
    if job.wait is None:
        return place
    unit, number = span(job.wait)
    return place + say(f"job.detail.wait.{unit}", **{unit: number})


def duration(seconds: float, say: Say) -> str:
    """`41 s left` or `3 min left`."""
    unit, number = span(seconds)
    return say(f"job.detail.{unit}", **{unit: number})


class Reports:
    """Jobs' reports in memory; only new ones are read."""

    def __init__(self, queue: Jobs):
        self._queue = queue
        self._kept: OrderedDict[str, list[tuple[int, dict[str, Any]]]] = OrderedDict()

    async def of(self, job: Job) -> list[dict[str, Any]]:
        """All reports of a job, in order."""
        kept = self._kept.pop(job.id, [])
        if kept and kept[-1][0] > job.reports:
            kept = []  # it went on from a checkpoint before them
        if len(kept) < job.reports:
            kept = kept + await asyncio.to_thread(self._queue.reports, job.id, len(kept))
        self._kept[job.id] = kept
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > REPORTS_KEPT:
            self._kept.popitem(last=False)
        return [report for _, report in kept]

    def clear(self) -> None:
        """Forget what was read: some of it may just have been deleted."""
        self._kept.clear()


class Speed:
    """What a job may take: learnt from the jobs that ended."""

    def __init__(self) -> None:
        self._speed = SPEED
        self._timed: set[str] = set()

    def seconds(self, flops: float) -> float:
        """How long a number of floating-point operations would take, about."""
        return flops / self._speed

    def learn(self, job: str, flops: float, seconds: float) -> None:
        """A job did so much in so many seconds; said twice it counts once."""
        if job not in self._timed:
            self._timed.add(job)
            self._speed = 0.5 * self._speed + 0.5 * flops / max(seconds, 1.0)
