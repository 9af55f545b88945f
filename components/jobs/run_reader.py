"""What evaluations left behind, read once: their reports, their examples, their answers."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from components.evaluate.evaluation_view import Place
from components.jobs.any_job import Report, Reports
from components.routes.asking import text
from playground.errors import JobError
from playground.evaluation import predictions
from playground.evaluation.intervals import Paired, compare
from playground.evaluation.predictions import Predictions
from playground.evaluation.spec import VIEWS
from playground.jobs.queue import Jobs
from playground.results import Job

NUMBERS_KEPT = 4_000_000  # in memory, of all answers; an example counts as a few
PAIRS_KEPT = 1_000


class RunReader:
    """Evaluation jobs alone: what it is asked about another kind of job it does not know."""

    def __init__(self, queue: Jobs, reports: Reports):
        self.queue = queue
        self._reports = reports
        self._files: OrderedDict[str, Any] = OrderedDict()
        self._pairs: OrderedDict[str, Paired] = OrderedDict()
        self._turn = threading.Lock()

    def clear(self) -> None:
        """Forget what was read: some of it may just have been deleted."""
        with self._turn:
            self._files.clear()
            self._pairs.clear()

    async def run(self, asked: dict[str, Any], view: str | None = None) -> tuple[Job, list[dict[str, Any]]]:
        """The evaluation a question is about, and its reports.

        Raises:
            JobError: there is none of this id and view.
        """
        return await self.one(text(asked, "job"), view)

    async def one(self, id: str, view: str | None = None) -> tuple[Job, list[dict[str, Any]]]:
        """As `run`, by id."""
        job = await asyncio.to_thread(self.queue.job, id)
        if job.kind not in VIEWS or view not in (None, job.kind):
            raise JobError("unknown")
        reports = await self._reports.of(job)
        # The count that was true when the reports were read: nothing is asked for twice or left out.
        return replace(job, reports=len(reports)), reports

    async def all(self, owner: str) -> list[tuple[Job, list[dict[str, Any]]]]:
        """A visitor's evaluations, newest first."""
        found = await asyncio.to_thread(self.queue.jobs, owner)
        return [(job, await self._reports.of(job)) for job in found if job.kind in VIEWS]

    def examples(self, job: Job) -> Sequence[Report]:
        """The examples that a job was given, as JSON: `fields` and `label`. Call it in a thread."""
        return self._once(f"{job.id} examples", lambda: self.queue.payload(job.id).get("examples", []))

    def answers(self, job: Job, place: Place) -> Predictions | None:
        """What a cell answered, `None` before it is done. Call it in a thread."""

        def read() -> Predictions | None:
            data = self.queue.file(job.id, "/".join(map(str, place)))
            return predictions.read(data) if data else None

        return self._once(f"{job.id} {place}", read)

    def calibrated(self, job: Job, place: Place) -> Paired | None:
        """A cell calibrated against the same cell plain. Call it in a thread."""
        found = self.answers(job, place)
        if found is None or found.calibrated is None:
            return None
        return self._pair(f"{job.id} {place}", lambda: _compared(found.right("calibrated"), found.right("plain")))

    def paired(self, one: tuple[Job, Place, str], other: tuple[Job, Place, str]) -> Paired | None:
        """Two cells' readings on the same examples, `None` where these differ. Call it in a thread."""
        (job, place, reading), (job2, place2, reading2) = one, other
        found, against = self.answers(job, place), self.answers(job2, place2)
        if found is None or against is None or not self._same(job, found, job2, against):
            return None
        key = f"{job.id} {place} {reading} {job2.id} {place2} {reading2}"
        return self._pair(key, lambda: _compared(found.right(reading), against.right(reading2)))

    def _same(self, job: Job, found: Predictions, job2: Job, against: Predictions) -> bool:
        data, data2 = job.spec["data"], job2.spec["data"]
        names = ("fingerprint", "split")
        return all(data[name] == data2[name] for name in names) and set(found.order) == set(against.order)

    def _once(self, key: str, read: Callable[[], Any]) -> Any:
        with self._turn:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        found = read()
        if found:
            with self._turn:
                self._files[key] = found
                while len(self._files) > 1 and sum(map(_weight, self._files.values())) > NUMBERS_KEPT:
                    self._files.popitem(last=False)
        return found

    def _pair(self, key: str, compute: Callable[[], Paired]) -> Paired:
        with self._turn:
            if key in self._pairs:
                return self._pairs[key]
        found = compute()
        with self._turn:
            self._pairs[key] = found
            while len(self._pairs) > PAIRS_KEPT:
                self._pairs.popitem(last=False)
        return found


def _weight(found: Predictions | Sequence[Report]) -> int:
    if isinstance(found, Predictions):
        return len(found.order) * (3 + 2 * len(found.plain[0]))
    return 10 * len(found)


def _compared(first: dict[int, int], second: dict[int, int]) -> Paired:
    places = sorted(first)
    return compare([first[place] for place in places], [second[place] for place in places])
