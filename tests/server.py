"""The app as a user starts it: in a process of its own, models offline."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running app: its address, how long it took to serve a page and to say what that begins with, and its process."""

    url: str
    seconds_to_start: float
    seconds_to_answer: float
    pid: int


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(
    *flags: str, command: Sequence[str] = (sys.executable, "app.py"), cwd: Path = ROOT, **environment: str
) -> Iterator[Server]:
    """Start the app by `command` in the folder `cwd`, wait until it answers, and stop it at the end."""
    url = f"http://127.0.0.1:{(port := _free_port())}"
    started = time.monotonic()
    data = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    process = subprocess.Popen(
        [*command, "--port", str(port), *flags],
        cwd=cwd,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "PLAYGROUND_DATA": data.name, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                urllib.request.urlopen(url, timeout=5).read()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() - started > PATIENCE:
                    raise RuntimeError("the app did not start") from None
                time.sleep(0.1)
        first_page = time.monotonic() - started
        # Pages are served while the model is still being read; what asks for it waits here, and no test does.
        urllib.request.urlopen(f"{url}/playground/pages/play/en.json", timeout=PATIENCE).read()
        yield Server(url, first_page, time.monotonic() - started, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        data.cleanup()
