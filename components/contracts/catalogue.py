"""Which modules declare calls: one registering line a page."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from components.contracts import (
    compare,
    data,
    evaluate,
    evaluations,
    explain,
    files,
    inside,
    jobs,
    learn,
    ledger,
    models,
    pages,
    play,
    search,
    sharing,
    train,
)
from components.contracts.base import Call, declared

MODULES: tuple[ModuleType, ...] = (
    models,
    data,
    files,
    jobs,
    play,
    explain,
    inside,
    ledger,
    train,
    search,
    evaluations,
    evaluate,
    compare,
    learn,
    sharing,
    pages,
)


def calls() -> dict[str, Call[Any, Any]]:
    """Every call of the app's own pages, by name.

    Raises:
        ValueError: two calls of one name.
    """
    found: dict[str, Call[Any, Any]] = {}
    for module in MODULES:
        for call in declared(module):
            if call.name in found:
                raise ValueError(f"two calls are named {call.name}")
            found[call.name] = call
    return found
