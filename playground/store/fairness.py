"""Who is served next: fair among users, short before long. Pure functions.

The next job is that of the user with the fewest jobs running, then the least work
served lately, then the smaller job, then the older.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """A queued job: its owner, its size in units of work, when it was created."""

    id: str
    owner: str
    size: int
    created: float


def order(waiting: Sequence[Waiting], running: Sequence[str], served: Mapping[str, int], slots: int = 1) -> list[str]:
    """The ids in the order in which they will be served if nothing else arrives.

    `running` are the owners of the jobs that run, oldest first; `served` the work
    started for each owner lately; `slots` how many jobs run at once. With one slot
    the order is exact; with more it takes jobs to end in the order they started.

    >>> order([Waiting("a", "ann", 9, 1), Waiting("b", "ann", 1, 2), Waiting("c", "bob", 5, 3)], [], {})
    ['b', 'c', 'a']
    """
    left, busy, work = list(waiting), deque(running), Counter(served)
    ids = []
    while left:
        while len(busy) >= max(slots, 1):
            busy.popleft()
        owners = Counter(busy)
        following = min(left, key=lambda job: (owners[job.owner], work[job.owner], job.size, job.created, job.id))
        left.remove(following)
        busy.append(following.owner)
        work[following.owner] += following.size
        ids.append(following.id)
    return ids
