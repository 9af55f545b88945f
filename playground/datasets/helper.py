"""The process that `isolated.py` starts: questions come in by its input, answers go out, until the input ends."""

from __future__ import annotations

import importlib
import json
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playground.datasets import encoding, formats, isolated, mapping
from playground.datasets.archives import unpack
from playground.datasets.formats import FileFormat
from playground.datasets.table import Table
from playground.errors import DataError

log = logging.getLogger(__name__)
try:
    resource: Any = importlib.import_module("resource")
except ImportError:  # Windows
    resource = None


def _complete(data: bytes, name: str, chosen: dict[str, Any]) -> Any:
    return asdict(formats.complete(data, name, chosen))


def _read(data: bytes, file_format: dict[str, Any], limit: int) -> Any:
    return _plain(formats.read(data, FileFormat(**file_format), limit))


def _pasted(data: bytes, limit: int) -> Any:
    return _plain(mapping.pasted(data.decode("utf-8", "surrogatepass"), limit))


def _readings(data: bytes) -> Any:
    return [[reading.encoding, reading.sample] for reading in encoding.judge(unpack(data, "")[0]).readings]


QUESTIONS: dict[str, Callable[..., Any]] = {
    "complete": _complete,
    "read": _read,
    "sheets": formats.sheets,
    "readings": _readings,
    "pasted": _pasted,
}


def _plain(table: Table) -> dict[str, Any]:
    rows = [(row.number, row.cells, row.problem, row.cleaned) for row in table.rows]
    return {**vars(table), "rows": rows}


def answer(question: list[Any], data: bytes) -> dict[str, Any]:
    """What reading found, or the code and values of what it raised."""
    what, _, *arguments = question
    try:
        return {"found": QUESTIONS[what](data, *arguments)}
    except DataError as error:
        return _said(error)
    except (MemoryError, RecursionError):
        return _said(DataError("reading_too_large"))
    except Exception:
        # Whatever a reader stumbles over in a file that was made to hurt.
        log.exception("%s failed", what)
        return _said(DataError("reading_failed"))


def _said(error: DataError) -> dict[str, Any]:
    return {"error": error.code, "values": error.values}


def _limit(memory: int) -> None:
    """No more memory than that, no file, no core; where the system knows such limits."""
    if resource is None:
        return
    for kind, most in (("RLIMIT_AS", memory), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        try:
            resource.setrlimit(getattr(resource, kind), (most, most))
        except (AttributeError, OSError, ValueError):
            continue  # macOS refuses limits below what it has mapped already


def _allow(seconds: float) -> None:
    """So much of the processor's time from now on; a loop that no exception reaches ends by it."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(
            resource.RLIMIT_CPU,
            (round(used.ru_utime + used.ru_stime + seconds) + 1, resource.getrlimit(resource.RLIMIT_CPU)[1]),
        )


def _memory() -> int:
    """The bytes this process has in memory; 0 where nobody can say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, AttributeError, ValueError):
        # Elsewhere the most it ever had. (Linux counts what had started this process, too.)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if sys.platform == "darwin" and resource else 0


def main() -> None:
    """Answer until the input ends."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what a library prints is no answer
    _limit(int(sys.argv[1]))
    while True:
        try:
            question = json.loads(isolated.receive(source))
            data = isolated.receive(source)
        except EOFError:
            return
        _allow(question[1])
        found = answer(question, data)
        try:
            message = json.dumps({**found, "memory": _memory()}, separators=(",", ":")).encode("ascii")
        except MemoryError:
            message = json.dumps({**_said(DataError("reading_too_large")), "memory": _memory()}).encode("ascii")
        del data, found
        isolated.send(target, message)


if __name__ == "__main__":
    main()
