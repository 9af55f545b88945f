"""Word priors that were found already: they do not depend on the example. What asks for them is `predict.py`."""

from __future__ import annotations

from collections import OrderedDict

from torch import Tensor


class PriorCache:
    """Word priors do not depend on the example: keep the last few hundred."""

    def __init__(self, size: int = 256):
        self._size = size
        self._entries: OrderedDict[tuple, Tensor] = OrderedDict()

    def get(self, key: tuple) -> Tensor | None:
        """The prior under a key, now the most recently used."""
        if key in self._entries:
            self._entries.move_to_end(key)
        return self._entries.get(key)

    def put(self, key: tuple, prior: Tensor) -> None:
        """Remember, and forget the oldest."""
        self._entries[key] = prior
        while len(self._entries) > self._size:
            self._entries.popitem(last=False)
