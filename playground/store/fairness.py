"""Who is served next: short before long, fair among addresses, then among users. Pure functions.

Short jobs (forecast to take at most `SHORT` seconds) go before long ones, but of those that wait behind a long one only
so many: it is never starved. Among either, the next job is that of the address with the fewest jobs running, then the least work served lately, so that invented
users win nothing; within an address that of the user with the fewest and the least; then the smaller job, then the
older. A class behind one address is one address beside others, and fair within itself.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

SHORT = 60.0  # seconds
IN_A_ROW = 3  # short jobs that may start while a long one waits


@dataclass(frozen=True)
class Waiting:
    """A queued job: its owner, its size in units of work, when it was created; where that is known, from which address
    it came and how many seconds it takes."""

    id: str
    owner: str
    size: int
    created: float
    address: str = ""
    seconds: float | None = None

    @property
    def short(self) -> bool:
        """Whether it goes before long ones; one of which nobody knows does."""
        return self.seconds is None or self.seconds <= SHORT

    @property
    def sender(self) -> Sender:
        """Who asked for it; an owner of no known address is an address."""
        return Sender(self.owner, self.address or self.owner)


class Sender(NamedTuple):
    """An owner at an address."""

    owner: str
    address: str


def order(
    waiting: Sequence[Waiting],
    running: Sequence[Sender],
    served: Mapping[Sender, int],
    slots: int = 1,
    passed: int = 0,
) -> list[str]:
    """The ids in the order in which they will be served if nothing else arrives.

    `running` are the senders of the jobs that run, oldest first; `served` the work
    started for each sender lately; `slots` how many jobs run at once; `passed` how many short
    jobs were started since a long one waits. With one slot the order is exact; with more it takes
    jobs to end in the order they started.

    >>> order([Waiting("a", "ann", 9, 1), Waiting("b", "ann", 1, 2), Waiting("c", "bob", 5, 3)], [], {})
    ['b', 'c', 'a']
    >>> order([Waiting("a", "ann", 9, 1, seconds=500), *(Waiting(f"b{i}", "bob", 1, 2) for i in range(4))], [], {})
    ['b0', 'b1', 'b2', 'a', 'b3']
    """
    left, busy = [(job, job.sender) for job in waiting], deque(running)
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

        def turn(
            each: tuple[Waiting, Sender], owners: Counter[str] = owners, addresses: Counter[str] = addresses
        ) -> tuple[Any, ...]:
            job, (owner, address) = each
            place = (addresses.get(address, 0), of_address.get(address, 0), owners.get(owner, 0), work.get(owner, 0))
            return (*place, job.size, job.created, job.id)

        short = [each for each in left if each[0].short]
        candidates = left
        if 0 < len(short) < len(left):
            candidates = short if passed < IN_A_ROW else [each for each in left if not each[0].short]
            passed = passed + 1 if candidates is short else 0
        following = min(candidates, key=turn)
        left.remove(following)
        job, sender = following
        busy.append(sender)
        work[sender.owner] += job.size
        of_address[sender.address] += job.size
        ids.append(job.id)
    return ids
