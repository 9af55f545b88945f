"""What runs in a worker: drive a task, send what it yields, stop when asked to.

Needs no database: messages travel as events through the scheduler, in order, to
the app that subscribed to their topic. Everything that ends a task is sent as
data, so that nothing but plain JSON and bytes has to be understood there.

A task function takes the job's spec and the last checkpoint (`None` at first) and
yields a `Message` at every step; it may be stopped between two of them. What is
the user's mistake it raises as a `PlaygroundError`.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import traceback
from collections.abc import Callable, Generator, Mapping
from typing import Any

from distributed import Event, Worker, WorkerPlugin, get_worker

from playground.errors import PlaygroundError
from playground.results import Message

Tell = Callable[..., None]
NICENESS = 10


def stop_name(job: str, attempt: int) -> str:
    """Name of the event that asks one attempt of a job to stop."""
    return f"playground-stop-{job}-{attempt}"


class Guest(WorkerPlugin):
    """Manners of a worker on the machine that serves pages: it steps back for them."""

    def setup(self, worker: Worker) -> None:
        """Called by Dask in a new worker's main thread, from which the tasks' inherits."""
        if hasattr(os, "nice"):
            os.nice(NICENESS)
        # Ctrl-C in the terminal is meant for the app, which ends its worker itself.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def run(
    function: str,
    spec: Mapping[str, Any],
    checkpoint: bytes | None,
    job: str,
    attempt: int,
    number: int,
    topic: str,
) -> None:
    """Run the task function at address `function` ("module:name") to its end.

    Its messages are numbered from `number` + 1: should a cluster run it twice,
    nothing counts twice.
    """
    worker, stop = get_worker(), Event(stop_name(job, attempt))

    def tell(**message: Any) -> None:
        worker.log_event(topic, {"job": job, "attempt": attempt, **message})

    _drive(function, spec, checkpoint, number, tell, lambda: _is_set(stop))


def _drive(
    function: str,
    spec: Mapping[str, Any],
    checkpoint: bytes | None,
    number: int,
    tell: Tell,
    stopped: Callable[[], bool],
) -> None:
    """Send a task's messages, then exactly one with `end`: the state it ends in."""
    end: dict[str, Any] = {"end": "done"}
    try:
        with contextlib.closing(_task(function)(spec, checkpoint)) as messages:
            while True:
                if stopped():
                    end = {"end": "cancelled"}
                    break
                message = next(messages, None)
                if message is None:
                    break
                number += 1
                # A task's numbers must be JSON's: NaN would not be read by a browser.
                body = json.dumps(message.report, allow_nan=False)
                tell(number=number, report=body, files=dict(message.files), checkpoint=message.checkpoint)
    except PlaygroundError as error:
        end = {"end": "failed", "key": error.key, "values": json.dumps(error.values, default=str)}
    except MemoryError:
        end = {"end": "interrupted", "key": "error.job.memory"}
    except Exception:  # noqa: BLE001 - whatever a task raises is told, and nothing of it is lost
        end = {"end": "failed", "key": "error.job.unexpected", "trace": traceback.format_exc()}
    tell(number=number, **end)


def _task(address: str) -> Callable[[Mapping[str, Any], bytes | None], Generator[Message]]:
    module, _, name = address.partition(":")
    return getattr(importlib.import_module(module), name)


def _is_set(event: Event) -> bool:
    try:
        return bool(event.is_set())
    except (OSError, AttributeError):
        # No answer is no wish to stop; without a scheduler the worker ends anyway. Its client, once
        # closing, has no scheduler to ask (AttributeError).
        return False
