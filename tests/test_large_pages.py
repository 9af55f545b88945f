"""Large pages of memory: asked for where the system gives them on request, once, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground import large_pages
from playground.large_pages import VARIABLE, wanted

PROGRAM = """
import os
import sys
from playground import large_pages
large_pages.wanted = lambda: None if "GLIBC_TUNABLES" in os.environ else "glibc.malloc.hugetlb=1"
large_pages.start_again_with_large_pages()
print(os.getpid(), os.environ["GLIBC_TUNABLES"], sys.argv[1:])
"""


@pytest.fixture
def switch(tmp_path, monkeypatch):
    """A file in the place of the system's, and no variable."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")

    def write(text: str) -> Path:
        path = tmp_path / "enabled"
        path.write_text(text)
        return path

    return write


def test_they_are_asked_for_where_they_come_on_request(switch):
    assert wanted(switch("always [madvise] never\n")) == "glibc.malloc.hugetlb=1"


@pytest.mark.parametrize("text", ["[always] madvise never\n", "always madvise [never]\n", ""])
def test_they_are_not_where_the_system_decided(switch, text):
    assert wanted(switch(text)) is None


def test_what_the_variable_says_stands(switch, monkeypatch):
    path = switch("always [madvise] never\n")
    monkeypatch.setenv(VARIABLE, "glibc.malloc.arena_max=2")
    assert wanted(path) == "glibc.malloc.arena_max=2:glibc.malloc.hugetlb=1"
    monkeypatch.setenv(VARIABLE, "glibc.malloc.hugetlb=0")
    assert wanted(path) is None


def test_other_systems_are_left_alone(switch, tmp_path, monkeypatch):
    path = switch("always [madvise] never\n")
    assert wanted(tmp_path / "not there") is None
    monkeypatch.setattr(sys, "platform", "win32")
    assert wanted(path) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has them")
def test_a_program_starts_again_once_as_it_was_called(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": str(Path(large_pages.__file__).parents[1])}
    environment.pop(VARIABLE, None)
    started = subprocess.Popen(
        [sys.executable, str(program), "--name", "two words"], env=environment, stdout=subprocess.PIPE, text=True
    )
    said, _ = started.communicate(timeout=60)
    assert said == f"{started.pid} glibc.malloc.hugetlb=1 ['--name', 'two words']\n"
