"""Trained prompts in memory: those that visitors keep, and jobs' checkpoints, each read from the store once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from playground.errors import JobError, PlaygroundError
from playground.jobs.queue import Jobs
from playground.tuning import desk

BYTES_KEPT = 256 * 2**20


class Prompts:
    """All methods take time: for a thread."""

    def __init__(self, queue: Jobs):
        self._queue = queue
        self._read: OrderedDict[str, tuple[str, Any, int]] = OrderedDict()
        self._turn = threading.Lock()

    def clear(self) -> None:
        """Forget what was read: some of it may just have been deleted."""
        with self._turn:
            self._read.clear()

    def kept(self, ids: Sequence[str]) -> list[tuple[str, str, Any]]:
        """(id, name, prompt) of kept prompts; one that cannot be read has its error instead."""
        found: list[tuple[str, str, Any]] = []
        for id in ids:
            try:
                found.append((id, *self._once(id, lambda id=id: self._queue.prompt(id))))
            except PlaygroundError as error:
                found.append((id, "", error))
        return found

    def checkpoint(self, job: str, name: str) -> Any:
        """The prompt in a job's file `seed/step`.

        Raises:
            JobError: no_prompt_yet.
            PromptFileError: why it cannot be read.
        """

        def read() -> tuple[str, bytes]:
            data = self._queue.file(job, name)
            if data is None:
                raise JobError("no_prompt_yet", seed=name.split("/")[0])
            return name, data

        return self._once(f"{job}/{name}", read)[1]

    def _once(self, key: str, read: Callable[[], tuple[str, bytes]]) -> tuple[str, Any]:
        """(name, prompt) under a key, read from its file the first time."""
        with self._turn:
            found = self._read.get(key)
            if found:
                self._read.move_to_end(key)
        if found is None:
            name, data = read()
            found = (name, desk.read_prompt(data), len(data))
            with self._turn:
                self._read[key] = found
                while len(self._read) > 1 and sum(size for _, _, size in self._read.values()) > BYTES_KEPT:
                    self._read.popitem(last=False)
        return found[:2]
