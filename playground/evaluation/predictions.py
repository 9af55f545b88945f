"""What one prompt answered to each example, as a file that is kept with its job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from playground.errors import JobError


@dataclass(frozen=True)
class Answer:
    """One answered example: its place among the job's, the true and the most probable label's index, every
    label's log-probability, the probability that no label word got, and whether the model read less than the whole."""

    place: int
    gold: int
    predicted: int
    log_probabilities: Sequence[float]
    mass_outside: float | None
    cut: bool

    @property
    def sure(self) -> float:
        """The log-probability of the predicted label."""
        return self.log_probabilities[self.predicted]

    @property
    def right(self) -> float:
        """The log-probability of the true label."""
        return self.log_probabilities[self.gold]


@dataclass(frozen=True)
class Predictions:
    """Torch-free: `order[i]` is the place of answer i's example among the job's, `gold[i]` its
    label's index in the prompt's verbalizer, `plain[i]` log P of every label, `calibrated[i]`
    the same calibrated, `learnt[i]` by a learnt verbalizer, `mass_outside[i]` the probability that no label word
    got, `cut[i]` whether the example was longer than the model reads (`None` in files from before this was kept)."""

    order: list[int]
    gold: list[int]
    plain: list[list[float]]
    calibrated: list[list[float]] | None
    mass_outside: list[float] | None
    cut: list[bool] | None = None
    learnt: list[list[float]] | None = None

    @property
    def readings(self) -> dict[str, list[list[float]]]:
        """Those that there are, by name."""
        found = {"plain": self.plain, "calibrated": self.calibrated, "learnt": self.learnt}
        return {name: values for name, values in found.items() if values is not None}

    def reading(self, name: str) -> list[list[float]]:
        """The one of this name where there is one, else `plain`."""
        return self.readings.get(name, self.plain)

    def right(self, name: str) -> dict[int, int]:
        """Example's place -> 1 where the answer is right, else 0."""
        rows = zip(self.order, self.gold, self.reading(name), strict=True)
        return {place: int(_top(values) == gold) for place, gold, values in rows}

    def answers(self, name: str) -> Iterator[Answer]:
        """Every answer of a reading, in the order asked."""
        mass = self.mass_outside or [None] * len(self.order)
        cut = self.cut or [False] * len(self.order)
        for place, gold, values, outside, short in zip(
            self.order, self.gold, self.reading(name), mass, cut, strict=True
        ):
            yield Answer(place, gold, _top(values), values, outside, short)

    def cut_places(self) -> list[int]:
        """The places of the examples that were cut, in the order of the data."""
        return sorted(place for place, short in zip(self.order, self.cut or (), strict=False) if short)


def _top(values: Sequence[float]) -> int:
    return max(range(len(values)), key=values.__getitem__)


def write(
    order: Sequence[int],
    gold: Tensor,
    readings: Mapping[str, Tensor | None],
    mass_outside: Tensor | None,
    cut: Sequence[bool] | None = None,
) -> bytes:
    """The answers as safetensors; `readings` by their names."""
    parts = {"order": torch.tensor(order, dtype=torch.int32), "gold": gold.int()}
    parts |= {name: found for name, found in readings.items() if found is not None}
    if mass_outside is not None:
        parts["mass_outside"] = mass_outside.float()
    if cut is not None:
        parts["cut"] = torch.tensor(cut, dtype=torch.bool)
    return save({name: part.contiguous() for name, part in parts.items()})


def read(data: bytes) -> Predictions:
    """What `write` wrote.

    Raises:
        JobError: it is no such file (`answers_unreadable`).
    """
    try:
        parts = {name: part.tolist() for name, part in load(data).items()}
        optional = {name: parts.get(name) for name in ("calibrated", "mass_outside", "cut", "learnt")}
        return Predictions(parts["order"], parts["gold"], parts["plain"], **optional)
    except (SafetensorError, KeyError):
        raise JobError("answers_unreadable") from None
