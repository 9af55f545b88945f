"""What evaluations left behind, read once: their reports, their examples, their answers."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeVar

from components.jobs.any_job import Report, Reports
from playground.errors import JobError
from playground.evaluation import predictions
from playground.evaluation.intervals import Paired, compare
from playground.evaluation.outcome import Outcome, ReadingName
from playground.evaluation.predictions import Predictions
from playground.evaluation.spec import Cell
from playground.evaluation.task import learnt_file
from playground.jobs.queue import Jobs
from playground.results import Job

NUMBERS_KEPT = 2_000_000  # in memory, of all answers; an example counts as a few
PAIRS_KEPT = 1_000

File = TypeVar("File", Predictions, Sequence[Report])
#: A job, one of its cells, and a reading of it.
Side = tuple[Job, Cell, ReadingName]


class Reader:
    """Jobs of one kind alone: what it is asked about another kind of job it does not know."""

    def __init__(self, queue: Jobs, reports: Reports, kind: str):
        self._queue = queue
        self._reports = reports
        self._kind = kind
        self._examples: OrderedDict[str, Sequence[Report]] = OrderedDict()
        self._answers: OrderedDict[str, Predictions] = OrderedDict()
        self._pairs: OrderedDict[str, Paired] = OrderedDict()
        self._turn = threading.Lock()

    def clear(self) -> None:
        """Forget what was read: some of it may just have been deleted."""
        with self._turn:
            for kept in (self._examples, self._answers, self._pairs):
                kept.clear()

    async def look(self, id: str) -> tuple[Job, Outcome]:
        """A job and what it has come to.

        Raises:
            JobError: there is none of this id and kind.
        """
        job = await asyncio.to_thread(self._queue.job, id)
        if job.kind != self._kind:
            raise JobError("unknown")
        reports = await self._reports.of(job)
        return replace(job, reports=len(reports)), Outcome(job.spec, reports)

    def examples(self, job: Job) -> Sequence[Report]:
        """The examples that a job was given, as JSON: `fields` and `label`. Call it in a thread."""
        found = self._once(self._examples, job.id, lambda: self._queue.payload(job.id).get("examples", []))
        return found or ()

    def answers(self, job: Job, place: Cell) -> Predictions | None:
        """What a cell answered, `None` before it is done. Call it in a thread."""

        def read() -> Predictions | None:
            data = self._queue.file(job.id, "/".join(map(str, place)))
            return predictions.read(data) if data else None

        return self._once(self._answers, f"{job.id} {'/'.join(map(str, place))}", read)

    def learnt(self, job: Job, place: Cell) -> dict[str, Any] | None:
        """A cell's learnt verbalizer as JSON, `None` where there is none. Call it in a thread."""
        data = self._queue.file(job.id, learnt_file(place))
        return json.loads(data) if data else None

    def against_plain(self, job: Job, place: Cell, reading: Literal["calibrated", "learnt"]) -> Paired | None:
        """A cell in another reading against the same cell plain. Call it in a thread."""
        found = self.answers(job, place)
        if found is None or getattr(found, reading) is None:
            return None
        return self._pair(f"{job.id} {place} {reading}", lambda: _compared(found.right(reading), found.right("plain")))

    def paired(self, one: Side, other: Side) -> Paired | None:
        """Two cells' readings on the same examples, `None` where these differ. Call it in a thread."""
        (job, place, reading), (job2, place2, reading2) = one, other
        found, against = self.answers(job, place), self.answers(job2, place2)
        if found is None or against is None or not _same(job, found, job2, against):
            return None
        key = f"{job.id} {place} {reading} {job2.id} {place2} {reading2}"
        return self._pair(key, lambda: _compared(found.right(reading), against.right(reading2)))

    def _once(self, kept: OrderedDict[str, File], key: str, read: Callable[[], File | None]) -> File | None:
        with self._turn:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        found = read()
        if found:
            with self._turn:
                kept[key] = found
                while len(kept) > 1 and sum(map(_weight, kept.values())) > NUMBERS_KEPT:
                    kept.popitem(last=False)
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


def _same(job: Job, found: Predictions, job2: Job, against: Predictions) -> bool:
    data, data2 = job.spec["data"], job2.spec["data"]
    names = ("fingerprint", "split")
    return all(data[name] == data2[name] for name in names) and set(found.order) == set(against.order)


def _weight(found: Predictions | Sequence[Report]) -> int:
    if isinstance(found, Predictions):
        return len(found.order) * (3 + 2 * len(found.plain[0]))
    return 10 * len(found)


def _compared(first: dict[int, int], second: dict[int, int]) -> Paired:
    places = sorted(first)
    return compare([first[place] for place in places], [second[place] for place in places])
