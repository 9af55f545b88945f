"""One gate: a tool that says yes or no about the sources, and what it needs to say it.

Knows no single tool; `tests/gates/all_gates.py` lists them.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "node_modules"


class Missing(Exception):
    """What a gate needs is not on this machine; the text says how to get it."""


@dataclass(frozen=True)
class Gate:
    """A tool by name.

    `check` and `fix` give a command's words, to be run in the project's folder, or raise
    `Missing`. A gate without `fix` can only be passed by hand.
    """

    name: str
    check: Callable[[], list[str]]
    fix: Callable[[], list[str]] | None = None


@dataclass(frozen=True)
class Result:
    """How a gate went: `state` is pass, fail or skipped; `said` the tool's output or the reason."""

    name: str
    state: str
    said: str
    seconds: float


def node() -> str:
    """The path of Node.

    Raises:
        Missing: there is none.
    """
    if found := shutil.which("node"):
        return found
    raise Missing("Node is not installed (20 or newer; then `npm ci`)")


def package(name: str) -> str:
    """The path of a program that `npm ci` installs.

    Raises:
        Missing: no Node, or the packages are not installed.
    """
    node()
    if found := shutil.which(name, path=str(PACKAGES / ".bin")):
        return found
    raise Missing(f"{name} is not installed: `npm ci`")


def passes(gate: Gate, fix: bool = False) -> Result:
    """Run a gate; with `fix`, let its tool mend what it can before."""
    began = time.monotonic()
    try:
        if fix and gate.fix:
            _run(gate.fix())
        code, said = _run(gate.check())
    except Missing as missing:
        return Result(gate.name, "skipped", str(missing), 0.0)
    return Result(gate.name, "fail" if code else "pass", said, time.monotonic() - began)


def _run(command: list[str]) -> tuple[int, str]:
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode(errors="replace").strip()
