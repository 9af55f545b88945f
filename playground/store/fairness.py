"""Who is served next: fair among addresses, then among users, short before long. Pure functions.

The next job is that of the address with the fewest jobs running, then the least work served lately, so that invented
users win nothing; within an address that of the user with the fewest and the least; then the smaller job, then the
older. A class behind one address is one address beside others, and fair within itself.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """A queued job: its owner, its size in units of work, when it was created; where it is known, from which address."""

    id: str
    owner: str
    size: int
    created: float
    address: str = ""

    @property
    def sender(self) -> Sender:
        """Who asked for it; an owner of no known address is an address."""
        return Sender(self.owner, self.address or self.owner)


@dataclass(frozen=True)
class Sender:
    """An owner at an address."""

    owner: str
    address: str


def order(
    waiting: Sequence[Waiting], running: Sequence[Sender], served: Mapping[Sender, int], slots: int = 1
) -> list[str]:
    """The ids in the order in which they will be served if nothing else arrives.

    `running` are the senders of the jobs that run, oldest first; `served` the work
    started for each sender lately; `slots` how many jobs run at once. With one slot
    the order is exact; with more it takes jobs to end in the order they started.

    >>> order([Waiting("a", "ann", 9, 1), Waiting("b", "ann", 1, 2), Waiting("c", "bob", 5, 3)], [], {})
    ['b', 'c', 'a']
    """
    left, busy = list(waiting), deque(running)
    work: Counter[str] = Counter()
    of_address: Counter[str] = Counter()
    for sender, size in served.items():
        work[sender.owner] += size
        of_address[sender.address] += size
    ids = []
    while left:
        while len(busy) >= max(slots, 1):
            busy.popleft()
        owners, addresses = Counter(each.owner for each in busy), Counter(each.address for each in busy)

        def turn(job: Waiting, owners: Counter[str] = owners, addresses: Counter[str] = addresses) -> tuple[Any, ...]:
            address = job.sender.address
            place = (addresses[address], of_address[address], owners[job.owner], work[job.owner])
            return (*place, job.size, job.created, job.id)

        following = min(left, key=turn)
        left.remove(following)
        busy.append(following.sender)
        work[following.owner] += following.size
        of_address[following.sender.address] += following.size
        ids.append(following.id)
    return ids
