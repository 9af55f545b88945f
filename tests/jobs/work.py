"""Tasks for the tests: they count, sleep, and yield what a training would."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from typing import Any

from playground.errors import DataError
from playground.results import Message

TASKS = {
    "count": "tests.jobs.work:count",
    "refuse": "tests.jobs.work:refuse",
    "stumble": "tests.jobs.work:stumble",
    "swell": "tests.jobs.work:swell",
    "hang": "tests.jobs.work:hang",
    "look": "tests.jobs.work:look",
    "tune": "tests.jobs.work:tune",
    "evaluate": "tests.jobs.work:evaluate",
    "search": "tests.jobs.work:search",
}


def count(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """Count to `steps`, `milliseconds` each, with a file and a checkpoint of `bytes` every fifth step.

    Whoever wants to know who counts names a file, the `trail`.
    """
    done = int(checkpoint.split(b":")[0]) if checkpoint else 0
    for step in range(done + 1, spec["steps"] + 1):
        time.sleep(spec.get("milliseconds", 5) / 1000)
        if "trail" in spec:
            with open(spec["trail"], "a", encoding="utf-8") as trail:
                print(os.getpid(), step, file=trail)
        report = {"step": step, "square": step * step}
        if step % 5:
            yield Message(report)
        else:
            data = f"{step}:".encode()
            yield Message(report, {f"1/{step}": data}, data.ljust(spec.get("bytes", 10), b"."))


def refuse(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """A mistake of the user's, found at the second step."""
    yield Message({"step": 1})
    raise DataError("too_few", label="good", count=3, needed=16)


def stumble(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """A mistake of the program's."""
    yield Message({"step": 1})
    raise ZeroDivisionError("a secret of the program")


def swell(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """No memory left, the first time."""
    if checkpoint is None:
        yield Message({"step": 1}, {}, b"1")
        yield Message({"step": 2})
        raise MemoryError
    yield Message({"step": 2})


def hang(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """A step of so many `seconds`."""
    yield Message({"step": 1})
    time.sleep(spec["seconds"])


def look(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """What the worker's process is like."""
    names = ("PLAYGROUND_JOBS_LIMIT", "PLAYGROUND_OWNER_TOKEN", "OMP_NUM_THREADS")
    values = {name: os.environ.get(name) for name in names}
    yield Message({"process": os.getpid(), "nice": os.nice(0), **values})


def tune(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """A real training of a tiny model, so slow that it can be hit in its middle; its pid in `trail`."""
    from playground.tuning.task import tune as train

    return _slowly(train, spec, checkpoint)


def evaluate(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """A real evaluation, so slow, and in parts so small, that it can be hit in its middle."""
    from playground.evaluation import passes, task

    passes.CHUNK, passes.TOGETHER, task.CHECKPOINT_EVERY = 8, 4, 8
    return _slowly(task.evaluate, spec, checkpoint)


def search(spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    """A real search, so slow that it can be hit in its middle."""
    from playground.search import task

    return _slowly(task.search, spec, checkpoint)


def _slowly(work: Any, spec: Mapping[str, Any], checkpoint: bytes | None) -> Iterator[Message]:
    with open(spec["trail"], "a", encoding="utf-8") as trail:
        print(os.getpid(), file=trail)
    for message in work(spec, checkpoint):
        time.sleep(spec["milliseconds"] / 1000)
        yield message
