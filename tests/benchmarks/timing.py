"""How contestants of a benchmark are timed: in turn, by the processor's clock, so that ratios hold on a busy machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def in_turn(contestants: Mapping[str, Callable[[], object]], rounds: int, before: int = 3) -> dict[str, list[float]]:
    """Seconds of CPU that each took in each round; `before` rounds warm up and do not count."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(before + rounds):
        for name, contestant in contestants.items():
            began = time.process_time()
            contestant()
            if number >= before:
                times[name].append(time.process_time() - began)
    return times


def ratio(times: Mapping[str, list[float]], name: str, peer: str) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(one / other for one, other in zip(times[name], times[peer], strict=True))


def table(times: Mapping[str, list[float]]) -> str:
    """A line a contestant: its median, and its best, in milliseconds."""
    lines = []
    for name, values in times.items():
        lines.append(f"{name:32} {1000 * statistics.median(values):9.2f} ms   best {1000 * min(values):9.2f} ms")
    return "\n".join(lines)
