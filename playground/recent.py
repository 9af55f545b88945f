"""What was found lately, for whoever asks the same again: bounded, the least recently asked goes first.

Any thread may ask. What is kept must not be changed by whoever gets it, and must not depend on who asked.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Values by key.

    Args:
        room: what all of them may weigh together, in whatever unit `put` is told; one that alone weighs more is not
            kept.

    >>> found = Recent[str](room=2)
    >>> for key in "abc":
    ...     found.put(key, key.upper())
    >>> [found.get(key) for key in "abc"]
    [None, 'B', 'C']
    """

    def __init__(self, room: int):
        self._room = room
        self._weight = 0
        self._entries: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """The value under a key, now the most recently asked."""
        with self._guard:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: Hashable, value: T, weight: int = 1) -> None:
        """Keep a value, and forget what there is no more room for."""
        with self._guard:
            if (before := self._entries.pop(key, None)) is not None:
                self._weight -= before[1]
            if weight > self._room:
                return
            self._entries[key] = value, weight
            self._weight += weight
            while self._weight > self._room:
                self._weight -= self._entries.popitem(last=False)[1][1]
