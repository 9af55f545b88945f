"""The work: what runs in the worker."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from typing import Any

from playground.results import Message

PAUSE = 0.03  # seconds between two numbers


def count_down(spec: Mapping[str, Any], checkpoint: bytes | None) -> Generator[Message]:
    """From `start` to nought; every number is a checkpoint."""
    left = int(checkpoint) if checkpoint else spec["start"]
    while left > 0:
        time.sleep(PAUSE)
        left -= 1
        yield Message({"kind": "number", "left": left}, checkpoint=str(left).encode())
