"""What an evaluation has come to so far, read from its reports: the numbers of its cells, and which is best.

Made of a job's spec and reports as JSON; how a job is done is `task.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import stdev
from typing import Any, Literal

from playground.evaluation.intervals import holm
from playground.evaluation.sensitivity import Sensitivity
from playground.evaluation.spec import Cell

Report = Mapping[str, Any]
ReadingName = Literal["plain", "calibrated", "learnt"]
READINGS: tuple[ReadingName, ...] = ("plain", "calibrated", "learnt")
ONLY = Cell(0, 0, 0)
CHANCE = 0.05  # below it a difference is hardly luck


@dataclass(frozen=True)
class Numbers:
    """One cell in one reading; what only a finished cell or a finished job has is `None` before.

    `interval` is the accuracy's, at 95%; `loss` in nats; `cut` counts examples that the model could not read whole; `majority` and `bag_of_words` are the accuracies of
    always saying the commonest label and of counting words.
    """

    examples: int
    right: int
    accuracy: float
    interval: tuple[float, float]
    macro_f1: float | None
    ece: float | None
    loss: float | None
    mass_outside: float | None
    cut: int | None
    majority: float | None
    bag_of_words: float | None


@dataclass(frozen=True)
class Against:
    """A cell against the best one, or, where words are changed, against the whole template.

    `difference` of accuracies with its 95% interval and McNemar's `p`, `None` until the job is done; `tied`: it
    cannot be told from the best, and is another one. `holm` is `p` as Holm corrects it for all the comparisons of the
    job, `None` where there is one only.
    """

    difference: float | None = None
    interval: tuple[float, float] | None = None
    p: float | None = None
    best: bool = False
    tied: bool = False
    holm: float | None = None


class Outcome:
    """A job's reports, put in order once.

    Attributes:
        cells: what each finished cell reported; the ensembles' row is the one after the last.
        newest: the newest numbers of each cell, finished or not.
        result: the last report of a finished job, else `None`.
        sensitivity: the wordings read so far, `None` before the first, and where none were asked for.
    """

    def __init__(self, spec: Mapping[str, Any], reports: Sequence[Report]):
        self.spec = spec
        self._parts = [report for report in reports if report["kind"] == "part"]
        self._plan = next((report for report in reports if report["kind"] == "plan"), None)
        self.result = next((report for report in reports if report["kind"] == "result"), None)
        self._wordings = [report for report in reports if report["kind"] == "wording"]
        self.sensitivity = Sensitivity.of(self._wordings)
        self.cells = {cell_of(report): report for report in reports if report["kind"] == "cell"}
        begun = {cell_of(cell): cell for part in self._parts for cell in part["cells"] or ()}
        self.newest: dict[Cell, Report] = {**begun, **self.cells}
        self._holm: dict[ReadingName, Mapping[Cell, float]] = {}

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1."""
        if self._plan is None:
            return 0.0
        if self.result:
            return 1.0
        plan = self._plan
        done = sum({part["prompt"]: part["done"] for part in self._parts}.values())
        rows, whole = plan.get("wording_rows", 0), plan["prompts"] * plan["examples"]
        done += rows * max((report["done"] for report in self._wordings), default=0)
        return min(1.0, done / max(1, whole + rows * plan.get("wordings", 0)))

    def has(self, reading: ReadingName) -> bool:
        """Whether there are numbers in a reading."""
        return any(cell.get(reading) for cell in self.newest.values())

    def reading(self, wished: ReadingName | None = None) -> ReadingName:
        """The reading to show: the one wished, else the one the options ask for; plain where there is no other."""
        own: ReadingName = "plain" if self.spec["options"]["calibration"] == "none" else "calibrated"
        found = wished or own
        return found if self.has(found) else "plain"

    def numbers(self, place: Cell, reading: ReadingName) -> Numbers | None:
        """A cell's numbers, `None` where nobody measured it yet."""
        cell = self.newest.get(place)
        found = cell.get(reading) if cell else None
        if cell is None or found is None:
            return None
        baseline = self.result["baseline"] if self.result else {}
        return Numbers(
            examples=found["examples"],
            right=found["right"],
            accuracy=found["accuracy"],
            interval=_pair(found["interval"]),
            macro_f1=found.get("macro_f1"),
            ece=found.get("ece"),
            loss=found.get("loss"),
            mass_outside=cell.get("mass_outside"),
            cut=cell.get("cut"),
            majority=baseline.get("majority"),
            bag_of_words=baseline.get("bag_of_words"),
        )

    def error(self, place: Cell) -> tuple[str, Mapping[str, Any]] | None:
        """Why a cell cannot be measured: a message's key and its values."""
        error = self.newest.get(place, {}).get("error")
        return (error["key"], error["values"]) if error else None

    def best(self, reading: ReadingName) -> Cell | None:
        """The best cell of a finished job."""
        compared = self._compared(reading)
        return cell_of(compared["best"]) if compared else None

    def tied(self, reading: ReadingName) -> tuple[int, int]:
        """Of how many other cells the best one cannot be told, and how many there are."""
        compared = self._compared(reading)
        against = compared["against"] if compared else ()
        return sum(each["tied"] for each in against) - 1, len(against) - 1

    def against(self, place: Cell, reading: ReadingName) -> Against:
        """How a cell compares."""
        compared = self._compared(reading)
        best = self.best(reading) == place
        for each in compared["against"] if compared else ():
            if cell_of(each) == place:
                pair, tied = _pair(each["interval"]), bool(each["tied"]) and not best
                corrected = self._corrected(reading).get(place)
                return Against(each["difference"], pair, each["p"], best, tied, corrected)
        return Against(best=best)

    def sure(self, reading: ReadingName) -> int:
        """How many other cells are worse than the best one also after Holm's correction."""
        return sum(p < CHANCE for p in self._corrected(reading).values())

    def _corrected(self, reading: ReadingName) -> Mapping[Cell, float]:
        """Holm's p values of all cells but the one that they are held against; none where there is one alone."""
        compared = self._compared(reading)
        if compared and reading not in self._holm:
            ps = {cell_of(each): each["p"] for each in compared["against"]}
            ps.pop(cell_of(compared["reference"]), None)
            self._holm[reading] = dict(zip(ps, holm(list(ps.values())), strict=True)) if len(ps) > 1 else {}
        return self._holm.get(reading, {})

    def spread(self, place: Cell, reading: ReadingName) -> float | None:
        """The standard deviation of a cell's accuracies over the draws, `None` for a single one."""
        draws = self.newest.get(place, {}).get("seeds") or ()
        found = [seed[reading] for seed in draws if seed.get(reading) is not None]
        return stdev(found) if len(found) > 1 else None

    def headline(self) -> Numbers | None:
        """The numbers that stand for the job: the only cell's, a grid's best one's, the unchanged template's."""
        reading = self.reading()
        place = self.best(reading) if self.spec["view"] == "grid" else ONLY
        return self.numbers(place, reading) if place else None

    def _compared(self, reading: ReadingName) -> Report | None:
        return self.result["readings"].get(reading) if self.result else None


def cell_of(report: Report) -> Cell:
    """The cell that a report is about."""
    return Cell(report["model"], report["row"], report["column"])


def _pair(interval: Sequence[float]) -> tuple[float, float]:
    low, high = interval
    return low, high
