"""A cache of what was read, so that it need not be read again for the next question."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from sys import getsizeof
from typing import Any

from playground.settings import MIB

KEPT = 64 * MIB  # bytes of texts in memory
LEAST = 1024  # bytes that any value counts for


class Cache:
    """Values by key, the oldest forgotten first where their texts come to more than `most` bytes.

    For several threads. The newest two stay whatever their size: a table and the set made of it.
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: str, make: Callable[[], Any], texts: Callable[[Any], Iterable[str]]) -> Any:
        """The value of a key, made the first time; `texts` are what it holds."""
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        value = make()
        size = LEAST + sum(map(getsizeof, texts(value)))
        with self._turn:
            self._kept[key] = (value, size)
            while len(self._kept) > 2 and sum(size for _, size in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget all."""
        with self._turn:
            self._kept.clear()


def key_of(*parts: Any) -> str:
    """A short key for anything that JSON can write, however long it is."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()
