"""Random weights that depend on a seed alone, whatever else draws random numbers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import torch

# torch's layers draw from one generator of the whole process.
_turn = threading.Lock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw from a seed inside, leave the process's generator as it was."""
    with _turn, torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield
