"""Reading strangers' files in a process of its own, with limits of time and memory.

The faces are those of `formats` and `mapping`. A helper process is started at the first file and kept: the next
small one costs some milliseconds. It speaks JSON over its pipes and imports nothing but the readers. One that takes
too long, or more memory than it may, is ended, and the next file gets a fresh one; the app does not notice.

Where the system has no such limits for a process (Windows has none of these, macOS none of memory), the deadline
holds even so, and every reader bounds what it unpacks.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from playground.datasets import encoding, mapping
from playground.datasets.dataset import DataSet
from playground.datasets.formats import FileFormat
from playground.datasets.mapping import Limits, RowProblem
from playground.datasets.table import Row, Table
from playground.errors import DataError
from playground.settings import MIB

SECONDS = 20.0  # of one question; the largest files that are taken need about 5
MEMORY = 1536 * MIB  # of a helper's addresses
STARTING = 30.0  # seconds that a new helper may take besides, on a busy machine
MOST_HELPERS = 2
LARGE = 256 * MIB  # a helper that has grown so is not kept
ROOT = Path(__file__).resolve().parents[2]


def complete(data: bytes, name: str, chosen: Mapping[str, Any]) -> FileFormat:
    """As `formats.complete`.

    Raises:
        DataError: as there, or `reading_too_slow`, `reading_too_large`, `reading_failed`.
    """
    return _format_of(HELPERS.ask("complete", data, name, dict(chosen)))


def read(data: bytes, file_format: FileFormat, limit: int) -> Table:
    """As `formats.read`, with the errors of `complete`."""
    return _table_of(HELPERS.ask("read", data, {**vars(file_format)}, limit))


def sheets(data: bytes) -> tuple[str, ...]:
    """As `formats.sheets`, with the errors of `complete`."""
    return tuple(HELPERS.ask("sheets", data))


def readings(data: bytes) -> tuple[encoding.Reading, ...]:
    """As the readings of `encoding.judge`: one, or two where the file's encoding is not certain."""
    return tuple(encoding.Reading(*found) for found in HELPERS.ask("readings", data))


def read_csv(text: str, name: str, limits: Limits) -> tuple[DataSet, tuple[RowProblem, ...]]:
    """As `mapping.read_csv`, with the errors of `complete`."""
    table = _table_of(HELPERS.ask("pasted", text.encode("utf-8", "surrogatepass"), limits.rows))
    return mapping.build(table, mapping.by_header(table), name, limits)


def _format_of(value: Mapping[str, Any]) -> FileFormat:
    return FileFormat(**{**value, "ambiguous": tuple(value["ambiguous"])})


def _table_of(value: Mapping[str, Any]) -> Table:
    rows = tuple(Row(number, tuple(cells), problem, cleaned) for number, cells, problem, cleaned in value["rows"])
    return Table(**{**value, "columns": tuple(value["columns"]), "rows": rows})


class _Helper:
    """One process, asked one question at a time."""

    def __init__(self, memory: int) -> None:
        # A fresh interpreter: a copy of a process with threads and torch in it could hang, and is large.
        command = [sys.executable, "-m", "playground.datasets.helper", str(memory)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self.fresh = True

    def ask(self, seconds: float, question: bytes, data: bytes) -> dict[str, Any]:
        """The answer.

        Raises:
            DataError: there was none (`reading_too_slow`, `reading_failed`); the process has ended.
        """
        until = time.monotonic() + seconds + (STARTING if self.fresh else 0.0)
        # Ended from outside, a pipe reads empty: the one way to wait with a deadline that every system has.
        alarm = threading.Timer(until - time.monotonic(), self.end)
        alarm.daemon = True
        alarm.start()
        try:
            send(self._process.stdin, question)
            send(self._process.stdin, data)
            answer = json.loads(receive(self._process.stdout))
        except (OSError, EOFError, ValueError):
            slow = time.monotonic() >= until or self._process.wait() == -24  # SIGXCPU
            self.end()
            raise (
                DataError("reading_too_slow", seconds=round(seconds)) if slow else DataError("reading_failed")
            ) from None
        finally:
            alarm.cancel()
        self.fresh = False
        return answer

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()


class Helpers:
    """Helper processes, started when they are needed; for several threads.

    Args:
        seconds: what one question may take; `memory`: bytes that a helper may have; `most`: how many there are at once.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY, most: int = MOST_HELPERS) -> None:
        self._seconds, self._memory = seconds, memory
        self._turns, self._lock = threading.BoundedSemaphore(most), threading.Lock()
        self._idle: list[_Helper] = []

    def ask(self, what: str, data: bytes, *arguments: Any) -> Any:
        """The answer of `helper.answer`, which names the questions.

        Raises:
            DataError: what reading raised, or `reading_too_slow`, `reading_too_large`, `reading_failed`.
        """
        question = json.dumps([what, self._seconds, *arguments]).encode("ascii")
        with self._turns:
            with self._lock:
                helper = self._idle.pop() if self._idle else _Helper(self._memory)
            try:
                answer = helper.ask(self._seconds, question, data)
            except DataError:
                helper.end()
                raise
            except BaseException:
                helper.end()
                raise
            if answer["memory"] > LARGE:
                helper.end()
            else:
                with self._lock:
                    self._idle.append(helper)
        if "error" in answer:
            raise DataError(answer["error"], **answer["values"])
        return answer["found"]

    def close(self) -> None:
        """End the helpers that wait."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()


def send(pipe: IO[bytes] | None, message: bytes) -> None:
    """Write a message, its length before it."""
    if pipe is None:
        raise EOFError
    pipe.write(len(message).to_bytes(8, "big"))
    pipe.write(message)
    pipe.flush()


def receive(pipe: IO[bytes] | None) -> bytes:
    """The next message.

    Raises:
        EOFError: the other side has ended.
    """
    head = pipe.read(8) if pipe else b""
    length = int.from_bytes(head, "big")
    found = pipe.read(length) if pipe and len(head) == 8 else b""
    if len(head) < 8 or len(found) < length:
        raise EOFError
    return found


HELPERS = Helpers()


@atexit.register
def _close() -> None:
    with suppress(OSError):
        HELPERS.close()
