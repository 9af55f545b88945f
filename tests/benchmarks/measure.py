"""What a benchmark found, one number each, and how that is shown: a table and JSON. It measures nothing itself."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """One number.

    `value` is `None` where it could not be measured, and `note` says why. `unit` is "×" for a ratio, "s", "ms",
    "MiB" or empty; `at_most` what it should not exceed, on a quiet machine of two cores.
    """

    benchmark: str
    name: str
    value: float | None
    unit: str
    at_most: float | None = None
    note: str = ""

    @property
    def line(self) -> str:
        """As the table has it."""
        shown = "absent" if self.value is None else f"{self.value:.4g} {self.unit}".strip()
        limit = "" if self.at_most is None else f"at most {self.at_most:g}"
        return f"{self.benchmark:10} {self.name:52} {shown:>14}  {limit:12} {self.note}".rstrip()


def machine() -> dict[str, object]:
    """What the numbers were measured on, and how busy it was."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"system": platform.platform(), "cores": os.cpu_count(), "load": load, "python": platform.python_version()}


def table(found: Iterable[Measure]) -> str:
    """A line a number."""
    return "\n".join(measure.line for measure in found)


def to_json(found: Sequence[Measure]) -> str:
    """All of them, with the machine."""
    return json.dumps(
        {"machine": machine(), "measures": [asdict(each) for each in found]}, indent=2, ensure_ascii=False
    )
