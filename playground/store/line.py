"""The queued jobs in the order they will be served, with a forecast: rows -> `fairness` -> `forecast`. Writes nothing."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from playground.store import fairness
from playground.store.forecast import OVERDUE, Paces, Work, left, waits
from playground.store.tables import job

RECENT = 3600.0  # seconds for which work served counts against its owner
MEASURED = 60  # ended jobs, the newest of all kinds, that a forecast is made from
FRESH = 1.0  # seconds
ACTIVE = ("running", "cancelling")
_FLOPS = job.c.spec["flops"].as_float().label("flops")
_WORK = (job.c.kind, job.c.size, _FLOPS)


@dataclass(frozen=True)
class Line:
    """Who waits: `places` counts the jobs before each, in order; `waits` are seconds until each starts, where known."""

    places: Mapping[str, int] = field(default_factory=dict)
    waits: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def first(self) -> str | None:
        """The id of the job that is served next."""
        return next(iter(self.places), None)


class Lines:
    """The line for whoever looks at it: a class that does so every second finds it ready where nothing changed."""

    def __init__(self) -> None:
        self._known: tuple[Any, float, Line] = (None, 0.0, Line())

    def now(self, connection: Connection, slots: int) -> Line:
        """The line as it is, its forecast at most a second old."""
        unfinished = select(job.c.id, job.c.state, job.c.attempt).where(job.c.state.in_(("queued", *ACTIVE)))
        key = slots, [tuple(row) for row in connection.execute(unfinished.order_by(job.c.id)).all()]
        known, made, line = self._known
        if known != key or time.monotonic() - made > FRESH:
            line = queue(connection, slots)
            self._known = key, time.monotonic(), line
        return line


def queue(connection: Connection, slots: int) -> Line:
    """The line as it is now; with `slots` jobs running at once."""
    columns = (job.c.id, job.c.owner, job.c.created, job.c.address, *_WORK)
    rows = connection.execute(select(*columns).where(job.c.state == "queued")).all()
    if not rows:
        return Line()
    now = time.time()
    begun = (job.c.owner, job.c.address, job.c.started, job.c.state, *_WORK)
    recent = connection.execute(
        select(*begun).where((job.c.started > now - RECENT) | job.c.state.in_(ACTIVE)).order_by(job.c.started)
    ).all()
    active = [row for row in recent if row.state in ACTIVE]
    paces = _paces(connection, [(_work(row), now - row.started) for row in active])
    served: Counter[fairness.Sender] = Counter()
    for row in recent:
        served[_sender(row)] += row.size
    seconds = {row.id: paces.seconds(_work(row)) for row in rows}
    waiting = [fairness.Waiting(row.id, row.owner, row.size, row.created, row.address, seconds[row.id]) for row in rows]
    passed = _passed(waiting, [(row.started, paces.seconds(_work(row))) for row in recent])
    order = fairness.order(waiting, [_sender(row) for row in active], served, slots, passed)
    busy = [left(paces.seconds(_work(row)), now - row.started) for row in active]
    found = waits(busy, [seconds[id] for id in order], slots)
    return Line({id: place for place, id in enumerate(order)}, dict(zip(order, found, strict=True)))


def _passed(waiting: list[fairness.Waiting], begun: list[tuple[float, float | None]]) -> int:
    """How many short jobs were started since the oldest long one waits, and since the last long one was started."""
    passed, since = 0, min((each.created for each in waiting if not each.short), default=float("inf"))
    for started, seconds in begun:
        if started >= since:
            passed = passed + 1 if seconds is None or seconds <= fairness.SHORT else 0
    return passed


def _paces(connection: Connection, active: Sequence[tuple[Work, float]]) -> Paces:
    """From jobs that ran at one go (of one that was resumed only the last part is timed); and from `active` ones, with
    the seconds they have taken, that take longer than those let expect."""
    newest = select(job.c.id).where(job.c.state == "done", job.c.attempt == 1).order_by(job.c.ended.desc())
    # Two queries: only of these few is the spec to be read.
    ids = connection.scalars(newest.limit(MEASURED)).all()
    rows = connection.execute(select(job.c.started, job.c.ended, *_WORK).where(job.c.id.in_(ids))).all()
    done = [(_work(row), row.ended - row.started) for row in rows]
    paces = Paces.measured(done)
    late = [(work, taken) for work, taken in active if taken > (paces.seconds(work) or taken)]
    return Paces.measured([*done, *((work, taken * (1 + OVERDUE)) for work, taken in late)]) if late else paces


def _work(row: Any) -> Work:
    return Work(row.kind, row.size, row.flops)


def _sender(row: Any) -> fairness.Sender:
    return fairness.Sender(row.owner, row.address or row.owner)
