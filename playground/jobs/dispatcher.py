"""One thread between the queue and the workers: starts what is next, writes down what comes back.

The rows are the queue; Dask is given one job for every free place and no more, so
the order is decided here, at the last moment. Nothing is started, and Dask is not
even imported, before there is a job. What cannot be written down, because the disk is
full say, waits here in its order until it can.
"""

from __future__ import annotations

import atexit
import json
import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from playground.errors import JobError, StoreError
from playground.settings import Settings
from playground.store.runs import Note, Run, RunStore

if TYPE_CHECKING:
    from playground.jobs.cluster import Cluster

#: What comes into the box: a run's report, a dictionary (its end, a wish, or nothing), something to be done in the store.
Item = Note | dict[str, Any] | Callable[[], object]
log = logging.getLogger(__name__)
RETRY = 5.0  # seconds until hanging jobs are looked for, and a cluster that was not there, or was full, is asked again
GRACE = 60.0  # seconds that a step may take to its end when the job is to stop
MOST_LATE = 1000  # messages that wait to be written; a job that has more to say is interrupted
FAREWELL = 30.0  # seconds in which workers must have stopped


class Dispatcher:
    """Its methods only put a note into a box, from any thread; the work is its own thread's."""

    def __init__(self, store: RunStore, settings: Settings, tasks: Mapping[str, str]):
        self.slots = 1
        self._store, self._settings, self._tasks = store, settings, tasks
        self._box: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._late: deque[Item] = deque()
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._cluster: Cluster | None = None
        # (job, attempt) -> when it was asked to stop.
        self._running: dict[tuple[str, int], float | None] = {}
        self._old: list[tuple[str, int]] = []
        self._closed = False

    def recover(self) -> None:
        """Take over from an app that died: interrupt its runs, serve its queue."""
        left = self._store.interrupt_all("error.job.server_stopped")
        # Our own worker died with that app; a cluster's may be at it still.
        self._old = left if self._settings.scheduler else []
        if self._old or self._store.waiting():
            self.wake()

    def wake(self) -> None:
        """Something was queued."""
        with self._guard:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
        self._box.put({})

    def stop(self, job: str, attempt: int | None = None) -> None:
        """A running job is to stop; without its number whichever attempt of it runs."""
        self._box.put({"job": job, "attempt": attempt, "stop": True})

    def later(self, deed: Callable[[], object]) -> None:
        """Do something in the store that could not be done just now; what it raises of a job's state is its own affair."""
        self._box.put(deed)
        self.wake()

    def close(self) -> None:
        """Interrupt what runs and stop the workers; returns when they are gone."""
        with self._guard:
            thread, self._closed = self._thread, True
        if thread:
            self._box.put({"close": True})
            thread.join(FAREWELL)
        atexit.unregister(self.close)

    # -- all below runs in the thread ----------------------------------------------

    def _work(self) -> None:
        due = 0.0
        while True:
            if time.monotonic() >= due:  # not only where nothing comes: one job may talk without a pause
                self._box.put({})
                due = time.monotonic() + RETRY
            try:
                item = self._box.get(timeout=RETRY)
            except queue.Empty:
                continue
            if isinstance(item, dict) and "close" in item:
                break
            # Whatever happens to one message or job, the others go on.
            try:
                if self._caught_up(item):
                    self._fill()
            except StoreError:
                log.warning("no job is started: the store takes nothing")
            except Exception:
                log.exception("the jobs' dispatcher stumbled over one message")
        self._leave()

    def _caught_up(self, item: Item) -> bool:
        """Write down what came, behind what still waits for that; whether a job may be started now."""
        if isinstance(item, dict) and "stop" in item:
            self._ask_to_stop(item["job"], item["attempt"])
            return False
        # A report that is left out is noticed by the next one, or by the end: its job is then interrupted.
        if not (isinstance(item, Note) and len(self._late) >= MOST_LATE) and (item or not self._late):
            self._late.append(item)
        free = False
        while self._late:
            try:
                free = self._heard(self._late[0]) or free
            except StoreError:
                if len(self._late) == 1:
                    log.warning("the store takes nothing: what running jobs say is written when it does")
                return False
            except Exception:
                self._late.popleft()
                raise
            self._late.popleft()
        return free

    def _heard(self, item: Item) -> bool:
        """Write down one message; whether a job may be started now. May be tried again after a StoreError."""
        if callable(item):
            try:
                item()
            except StoreError:
                raise
            except JobError as error:
                log.info("something that was to be done later came too late: %s", error.code)
            return True
        if isinstance(item, Note):
            outcome = self._store.record(item)
            if outcome == "gap":
                self._store.interrupt(item.job, item.attempt, "error.job.messages_lost")
            if outcome in ("gap", "stale"):
                self._ask_to_stop(item.job, item.attempt)
            return False
        if not item:
            self._give_up()
            return True
        return self._ended(item)

    def _ended(self, item: dict[str, Any]) -> bool:
        run = job, attempt = item["job"], item["attempt"]
        if run not in self._running:
            return False
        self._running[run] = None  # it has stopped: nobody waits for that, even if it cannot be written yet
        if item["end"] == "lost":
            log.warning("job %s broke off: Dask says %s", job, item["status"])
            self._store.interrupt(job, attempt, "error.job.worker_lost")
        elif item["end"] == "interrupted":
            self._store.interrupt(job, attempt, item["key"])
        else:
            self._finish(item)
        del self._running[run]
        # A lost run may be at it still, somewhere: then it has to find its wish to stop.
        if item["end"] != "lost" and self._cluster:
            self._cluster.forget(job, attempt)
        return True

    def _finish(self, item: dict[str, Any]) -> None:
        job, attempt, state = item["job"], item["attempt"], item["end"]
        if trace := item.pop("trace", None):
            log.error("job %s failed:\n%s", job, trace)
        error = (item["key"], json.loads(item.get("values", "{}"))) if "key" in item else None
        if not self._store.end(job, attempt, state, item["number"], error):
            self._store.interrupt(job, attempt, "error.job.messages_lost")

    def _fill(self) -> None:
        """Start jobs as long as there are places for them."""
        cluster = self._connected() if self._old or self._store.waiting() else None
        if cluster is None:
            return
        while self._old:
            cluster.stop(*self._old.pop())
        self.slots = cluster.slots()
        while len(self._running) < self.slots and (run := self._store.claim(self.slots)):
            self._start(cluster, run)

    def _start(self, cluster: Cluster, run: Run) -> None:
        self._running[run.id, run.attempt] = None
        try:
            if run.attempt > 1 and self._settings.scheduler:
                cluster.stop(run.id, run.attempt - 1)
            cluster.submit(run, self._tasks[run.kind])
        except Exception:
            log.exception("job %s could not be sent to a worker", run.id)
            del self._running[run.id, run.attempt]
            self._interrupt(run.id, run.attempt, "error.job.worker_lost")

    def _connected(self) -> Cluster | None:
        if self._cluster and not self._cluster.alive:
            self._drop("error.job.worker_lost")
        if self._cluster is None:
            from playground.jobs.cluster import Cluster

            try:
                self._cluster = Cluster(self._settings, self._box.put)
            except (OSError, ValueError) as error:
                log.warning("no workers for the jobs that wait: %s", error)
                return None
            # Again, so that it comes before what Dask does at the interpreter's end.
            atexit.unregister(self.close)
            atexit.register(self.close)
        return self._cluster

    def _ask_to_stop(self, job: str, attempt: int | None) -> None:
        cluster = self._cluster
        if cluster is None:
            return
        for run in [run for run in self._running if run[0] == job and attempt in (None, run[1])]:
            self._running[run] = self._running[run] or time.monotonic()
            cluster.stop(*run)

    def _give_up(self) -> None:
        """Let go of runs that were asked to stop and hang in the middle of a step."""
        asked = [run for run, since in self._running.items() if since and time.monotonic() - since > GRACE]
        for run in asked:
            if self._cluster:
                self._cluster.give_up(*run)

    def _drop(self, key: str) -> None:
        """Let go of the workers; what ran is interrupted."""
        cluster, self._cluster = self._cluster, None
        for job, attempt in self._running:
            self._interrupt(job, attempt, key)
        self._running.clear()
        if cluster:
            cluster.close()

    def _interrupt(self, job: str, attempt: int, key: str) -> None:
        deed = partial(self._store.interrupt, job, attempt, key)
        try:
            deed()
        except StoreError:
            self._late.append(deed)

    def _leave(self) -> None:
        try:
            # A cluster would go on without us; our own worker ends sooner when its task does.
            for job, attempt in self._running:
                self._ask_to_stop(job, attempt)
        finally:
            self._drop("error.job.server_stopped")
