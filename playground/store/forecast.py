"""How long jobs will take and when they will start, from what those before them took. Pure functions.

A job's work is counted in floating-point operations where its spec says so, else in its own units; how long a unit
takes is measured from the jobs of its kind that ended well. Of a kind that nobody has finished here only a guess is
known, or nothing: then nothing is forecast.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SPEED = 45e9  # floating-point operations a second of one thread, until a job of this server has told
OVERDUE = 0.1  # of the time it has taken: what a job that takes longer than forecast is given still


@dataclass(frozen=True)
class Work:
    """What a job has to do: its kind, its size in that kind's units, its floating-point operations where known."""

    kind: str
    size: int
    flops: float | None = None


@dataclass(frozen=True)
class Paces:
    """Seconds a floating-point operation and a unit take, by kind; every job counts by its length.

    >>> paces = Paces.measured([(Work("count", 10), 5.0), (Work("count", 30), 15.0)])
    >>> paces.seconds(Work("count", 8)), paces.seconds(Work("dance", 8)), paces.seconds(Work("dance", 8, 9e10))
    (4.0, None, 2.0)
    """

    flops: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def measured(cls, done: Iterable[tuple[Work, float]]) -> Paces:
        """From jobs that ended, and the seconds each took."""
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
        for work, seconds in done:
            of = sums[work.kind]
            of[0], of[1] = of[0] + seconds, of[1] + work.size
            if work.flops:
                of[2], of[3] = of[2] + seconds, of[3] + work.flops
        return cls(
            {kind: of[2] / of[3] for kind, of in sums.items() if of[3]},
            {kind: of[0] / of[1] for kind, of in sums.items() if of[1]},
        )

    def seconds(self, work: Work) -> float | None:
        """How long a job will take, about; `None` where nobody knows."""
        if work.flops:
            return work.flops * self.flops.get(work.kind, 1 / SPEED)
        each = self.units.get(work.kind)
        return None if each is None else work.size * each


def left(expected: float | None, taken: float) -> float | None:
    """Seconds until a running job ends, about.

    >>> left(10.0, 4.0), left(10.0, 50.0), left(None, 4.0)
    (6.0, 5.0, None)
    """
    return None if expected is None else max(expected - taken, OVERDUE * taken)


def waits(running: Sequence[float | None], queued: Sequence[float | None], slots: int) -> list[float | None]:
    """Seconds until each queued job starts if nothing else arrives; `None` where no place is known to get free.

    A job of which nobody knows how long it takes is held to keep its place: others start sooner rather than later.

    Args:
        running: seconds that each running job has left.
        queued: seconds that each queued job takes, in the order they are served.
        slots: how many jobs run at once.

    >>> waits([5.0], [10.0, 1.0, 2.0], 1), waits([5.0, None], [1.0], 2), waits([None], [1.0], 1), waits([], [3.0, None, 1.0], 2)
    ([5.0, 15.0, 16.0], [5.0], [None], [0.0, 0.0, 3.0])
    """
    unknown = float("inf")
    ends = [unknown if each is None else each for each in running]
    ends += [0.0] * (max(slots, 1) - len(ends))
    heapq.heapify(ends)
    found: list[float | None] = []
    for seconds in queued:
        begins = heapq.heappop(ends)
        heapq.heappush(ends, begins + (unknown if seconds is None else seconds))
        found.append(None if begins == unknown else begins)
    return found
