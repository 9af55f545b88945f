"""Memory in pages of 2 MiB, where Linux gives them to whoever asks.

A live answer reads every weight once, a hundred megabytes that fit no cache: with pages of 4 KiB a fifth of its time goes
to looking up where they lie. glibc asks for large ones if a variable says so before the program starts, and workers
inherit it. No number changes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE, ASK = "GLIBC_TUNABLES", "glibc.malloc.hugetlb"
# Where large pages are "always" given nobody need ask; where "never", nobody may.
SWITCH = Path("/sys/kernel/mm/transparent_hugepage/enabled")


def wanted(switch: Path = SWITCH) -> str | None:
    """The variable's value that asks for large pages; `None` where they are not to be had, or it was decided already."""
    present = os.environ.get(VARIABLE, "")
    if sys.platform != "linux" or ASK in present:
        return None
    try:
        on_request = "[madvise]" in switch.read_text()
    except OSError:
        return None
    return ":".join(filter(None, [present, f"{ASK}=1"])) if on_request else None


def start_again_with_large_pages() -> None:
    """Run this program from its beginning, the same process with the same arguments, if that gives it large pages."""
    if value := wanted():
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, VARIABLE: value})
