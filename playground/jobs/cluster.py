"""Dask as a place where runs go: processes of our own, or a cluster that is there.

Our own are single-threaded and step back for whoever types in the page; they listen
on the loopback only and die with the app. Each is given one run at a time, by its
address: Dask alone would let a run wait behind another one while a process is free. What comes
back is given to a function; nothing here reads or writes the database.
"""

from __future__ import annotations

import json
import logging
import os
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

import dask.config
from dask.system import CPU_COUNT
from distributed import Client, Event, Future, LocalCluster
from distributed.system import MEMORY_LIMIT

from playground.jobs import worker
from playground.settings import Settings, environment
from playground.store.runs import Note, Run

PATIENCE = 10.0  # seconds for a scheduler's answer
MOST_WORKERS = 8  # unasked: each takes 0.8 GB once it has loaded the bundled model


class Cluster:
    """An open connection to the workers.

    `hear` is called from other threads: with a `Note` for every message, and with a
    dictionary for a run's end, which Dask calls "lost" where the run said nothing itself.

    Raises:
        OSError: there is no scheduler at the address.
        ValueError: it is no address.
    """

    def __init__(self, settings: Settings, hear: Callable[[Note | dict[str, Any]], None]):
        self._hear = hear
        self._local: Any = None  # a LocalCluster where the workers are our own
        self._runs: dict[tuple[str, int], Future] = {}
        # Which of our own workers each run was sent to.
        self._places: dict[tuple[str, int], str] = {}
        with ExitStack() as opened:
            if settings.scheduler is None:
                self._local = opened.enter_context(_local(settings))
            address: Any = settings.scheduler or self._local
            self._client = opened.enter_context(Client(address, timeout=PATIENCE, set_as_default=False))
            if self._local:
                self._client.register_plugin(worker.Guest())
            self._open = opened.pop_all()
        self._topic = f"playground-{self._client.id}"

    @property
    def alive(self) -> bool:
        """Whether the scheduler is still there."""
        return self._client.status == "running"

    def slots(self) -> int:
        """How many jobs can run at once: one for every worker's thread, or for every GPU where there are any."""
        # One that is being started again is no place; where that is all there are, a run waits for it.
        return max(1, len(_addresses(self._client))) if self._local else _slots(self._client)

    def submit(self, run: Run, function: str) -> None:
        """Send a run to a free worker. Its messages come by themselves."""
        self._client.subscribe_topic(self._topic, self._event)
        self._client.run_on_scheduler(_shortener(self._topic))
        offered = _gpus(self._client) > 0
        device = {"device": "cuda"} if offered else {}
        call = (function, {**run.spec, **device}, run.checkpoint, run.id, run.attempt, run.number, self._topic)
        place = self._free()
        future = self._client.submit(
            worker.run,
            *call,
            key=f"playground-{run.id}-{run.attempt}",
            pure=False,
            workers=[place] if place else None,
            resources={"GPU": 1} if offered else None,
        )
        if place:
            self._places[run.id, run.attempt] = place
        self._runs[run.id, run.attempt] = future
        future.add_done_callback(lambda future: self._over(run.id, run.attempt, future))

    def stop(self, job: str, attempt: int) -> None:
        """Ask an attempt to stop; it looks after every step."""
        Event(worker.stop_name(job, attempt), client=self._client).set()

    def forget(self, job: str, attempt: int) -> None:
        """Drop what is kept for an attempt that said its end."""
        self._runs.pop((job, attempt), None)
        self._places.pop((job, attempt), None)
        Event(worker.stop_name(job, attempt), client=self._client).clear()

    def give_up(self, job: str, attempt: int) -> None:
        """Wait no longer for an attempt; Dask then reports it lost. Our own worker that hangs in it is ended, and
        started again by its nanny."""
        run = job, attempt
        if self._local:
            place = self._places.get(run)
            for pid in [nanny.pid for nanny in self._local.workers.values() if nanny.worker_address == place]:
                with suppress(ProcessLookupError):
                    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        elif future := self._runs.get(run):
            future.cancel()

    def close(self) -> None:
        """Let go of the workers; our own end with it."""
        self._runs.clear()
        self._open.close()

    def _free(self) -> str | None:
        """One of our own workers that runs nothing; `None` where none is known, or the cluster is another's."""
        if not self._local:
            return None
        under_way: Any = self._client.processing()
        busy = {*self._places.values(), *(at for at, keys in under_way.items() if keys)}
        return next((at for at in _addresses(self._client) if at not in busy), None)

    def _event(self, event: tuple[float, Any]) -> None:
        message = event[1]
        if "end" in message:
            self._hear(message)
            return
        body = json.loads(message["report"])
        fields = (message["job"], message["attempt"], message["number"])
        self._hear(Note(*fields, body, message["files"], message["checkpoint"]))

    def _over(self, job: str, attempt: int, future: Future) -> None:
        # A run that ended well has said so itself, earlier and by the same way.
        self._runs.pop((job, attempt), None)
        self._places.pop((job, attempt), None)
        status = future.status
        if status == "error":
            with suppress(TimeoutError):
                status = repr(future.exception(timeout=PATIENCE))
        self._hear({"job": job, "attempt": attempt, "end": "lost", "status": status})


def workers(settings: Settings, cores: int = CPU_COUNT, memory: int = MEMORY_LIMIT) -> int:
    """How many processes of our own run jobs: as its owner says, or all cores but those that answer people, as far as
    half of the memory goes; at least one.
    """
    return settings.workers or max(
        1, min(cores - settings.torch_threads, memory // 2 // settings.job_memory, MOST_WORKERS)
    )


def _local(settings: Settings) -> LocalCluster:
    # Dask ends a worker that takes more than its memory: models may fill half of it.
    memory = min(settings.memory_limit, settings.job_memory // 2)
    variables = environment(replace(settings, database=None, owner_token=None, memory_limit=memory))
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    # Dask would give up, and kill in its first job, a worker that needs more than 15 s to come back: a busy machine's.
    dask.config.set({"distributed.deploy.lost-worker-timeout": "1000 days"})
    # Dask always opens HTTP ports beside its own; ours are on the loopback and have no pages.
    with dask.config.set({"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}):
        return LocalCluster(
            n_workers=workers(settings),
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            worker_dashboard_address=None,
            silence_logs=logging.CRITICAL,
            memory_limit=settings.job_memory,
            env={**variables, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
            # A job that kills its worker is not tried again unasked.
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0", "allowed_failures": 0},
        )


def _workers(client: Client) -> list[dict[str, Any]]:
    return list(client.scheduler_info(n_workers=-1)["workers"].values())


def _addresses(client: Client) -> list[str]:
    return list(client.scheduler_info(n_workers=-1)["workers"])


def _gpus(client: Client) -> int:
    return int(sum(found["resources"].get("GPU", 0) for found in _workers(client)))


def _slots(client: Client) -> int:
    return _gpus(client) or sum(found["nthreads"] for found in _workers(client))


def _shortener(topic: str) -> Callable[..., None]:
    """A function for the scheduler, which would keep a topic's last events: ours may be large."""

    def shorten(dask_scheduler: Any) -> None:
        # A nested function travels by value: the scheduler's machine may lack this project.
        from collections import deque
        from contextlib import suppress

        # Another version of Dask may have them elsewhere: then it keeps the last thousand.
        with suppress(AttributeError):
            dask_scheduler._broker._topics[topic].events = deque(maxlen=0)

    return shorten
