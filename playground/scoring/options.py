"""How scores become labels: the user's choices, checked where they are built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from playground.errors import OptionsError
from playground.invisible import half
from playground.scoring.aggregation import AGGREGATIONS
from playground.scoring.calibration import CALIBRATIONS
from playground.scoring.scorer import FILLINGS

MAX_TOP_K = 50
MAX_CONTENT_FREE = 8
MAX_CHARACTERS = 2_000
MAX_BATCH_ROWS = 64
MAX_BATCH_CHARACTERS = 20_000
CONTENT_FREE = ("N/A", "", "无")


@dataclass(frozen=True)
class Options:
    """Defaults are the plain reading of a prompt: nothing calibrated, words averaged.

    Args:
        calibration: one of `CALIBRATIONS`: `none`, `contextual`, `pmi`, `batch`.
        content_free: inputs that say nothing, for contextual calibration.
        domain: PMI's domain prompt; `None` is the template with its slots emptied.
        aggregation: one of `AGGREGATIONS` over a label's words: `mean`, `geometric`, `sum`, `max`.
        filling: `independent` or `sequential`, for words of several pieces.
        length_normalised: divide a word's log-probability by its number of pieces.
        top_k: vocabulary entries to return, 1 to 50.
        batch_rows: examples without labels, for batch calibration: a line each, several slots' texts
            between tabs; 16 to 64.

    Raises:
        OptionsError: the option, its value, and what it may be.
    """

    calibration: str = "none"
    content_free: tuple[str, ...] = CONTENT_FREE
    domain: str | None = None
    aggregation: str = "mean"
    filling: str = "independent"
    length_normalised: bool = False
    top_k: int = 10
    batch_rows: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of("calibration", self.calibration, CALIBRATIONS)
        _one_of("aggregation", self.aggregation, AGGREGATIONS)
        _one_of("filling", self.filling, FILLINGS)
        if not isinstance(self.length_normalised, bool):
            raise OptionsError("not_a_switch", name="length_normalised", value=_show(self.length_normalised))
        if type(self.top_k) is not int or not 1 <= self.top_k <= MAX_TOP_K:
            raise OptionsError("bad_top_k", value=_show(self.top_k), limit=MAX_TOP_K)
        if self.domain is not None and not isinstance(self.domain, str):
            raise OptionsError("not_a_text", name="domain", value=_show(self.domain))
        if (
            not isinstance(self.content_free, tuple)
            or not 1 <= len(self.content_free) <= MAX_CONTENT_FREE
            or not all(isinstance(text, str) and len(text) <= MAX_CHARACTERS for text in self.content_free)
        ):
            raise OptionsError("bad_content_free", limit=MAX_CONTENT_FREE, characters=MAX_CHARACTERS)
        if (
            not isinstance(self.batch_rows, tuple)
            or len(self.batch_rows) > MAX_BATCH_ROWS
            or not all(isinstance(line, str) for line in self.batch_rows)
            or sum(map(len, self.batch_rows)) > MAX_BATCH_CHARACTERS
        ):
            raise OptionsError("bad_batch_rows", limit=MAX_BATCH_ROWS, characters=MAX_BATCH_CHARACTERS)
        texts_of = {"domain": (self.domain or "",), "content_free": self.content_free, "batch_rows": self.batch_rows}
        for name, texts in texts_of.items():
            if any(half(text) is not None for text in texts):
                raise OptionsError("half_character", name=name)

    @property
    def calibrates(self) -> bool:
        """Whether words have a prior that is taken away."""
        return CALIBRATIONS[self.calibration].prior is not None

    def to_json(self) -> dict[str, Any]:
        """As `from_mapping` reads it."""
        return {**vars(self), "content_free": list(self.content_free), "batch_rows": list(self.batch_rows)}

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any] | None) -> Options:
        """Options from a JSON object; unknown names are refused."""
        if not isinstance(values, Mapping | None):
            raise OptionsError("not_an_object")
        values = dict(values or {})
        known = [field.name for field in fields(cls)]
        for name in values:
            if name not in known:
                raise OptionsError("unknown_option", name=_show(name), known=", ".join(known))
        for name in ("content_free", "batch_rows"):
            if isinstance(values.get(name), list):
                values[name] = tuple(values[name])
        return cls(**values)


def _one_of(name: str, value: Any, choices: Iterable[str]) -> None:
    choices = tuple(choices)
    if value not in choices:
        raise OptionsError("not_a_choice", name=name, value=_show(value), choices=", ".join(choices))


def _show(value: Any) -> str:
    return str(value)[:60]
