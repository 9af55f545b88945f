"""One cell's examples as the page lists them: the worst mistakes first, each with its way into Play."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.evaluate import evaluation_view as view
from components.evaluate.evaluation_view import Place
from components.jobs.any_job import Report
from playground.evaluation.predictions import Predictions

PAGE = 20


@dataclass(frozen=True)
class Row:
    """One answered example: its place among the job's, the true and the most probable label's
    index, and every label's log-probability."""

    place: int
    gold: int
    predicted: int
    log_probabilities: Sequence[float]
    mass_outside: float | None

    @property
    def sure(self) -> float:
        """The log-probability of the predicted label."""
        return self.log_probabilities[self.predicted]

    @property
    def right(self) -> float:
        """The log-probability of the true label."""
        return self.log_probabilities[self.gold]


#: Which rows a list shows, and in which order.
SHOWN: Mapping[str, tuple[Callable[[Row], bool], Callable[[Row], tuple[float, ...]]]] = {
    # The surest mistakes first: they are what a template is mended by.
    "wrong": (lambda row: row.predicted != row.gold, lambda row: (-row.sure, row.right)),
    "right": (lambda row: row.predicted == row.gold, lambda row: (-row.sure,)),
    "unsure": (lambda row: True, lambda row: (row.sure,)),
    "all": (lambda row: True, lambda row: (row.right,)),
}


def rows_of(answers: Predictions, reading: str) -> Iterator[Row]:
    """Every answer, in the order asked."""
    mass = answers.mass_outside or [None] * len(answers.order)
    for place, gold, values, outside in zip(answers.order, answers.gold, answers.reading(reading), mass, strict=True):
        yield Row(place, gold, max(range(len(values)), key=values.__getitem__), values, outside)


def examples(
    spec: Mapping[str, Any],
    given: Sequence[Report],
    answers: Predictions | None,
    place: Place,
    reading: str,
    asked: Mapping[str, Any],
) -> dict[str, Any]:
    """A page of the list, and how many examples it has in all.

    Args:
        given: the job's examples.
        asked: `show`, `gold`, `predicted` and `from`, as `VIEW.md` says.
    """
    if answers is None:
        return {"rows": [], "count": 0}
    labels = view.label_names(spec["columns"][place[2]]["verbalizer"])
    belongs, order = SHOWN.get(str(asked.get("show")), SHOWN["wrong"])
    wanted = {name: labels.index(asked[name]) for name in ("gold", "predicted") if asked.get(name) in labels}
    found = [
        row
        for row in rows_of(answers, reading)
        if belongs(row) and all(getattr(row, name) == index for name, index in wanted.items())
    ]
    found.sort(key=lambda row: (*order(row), row.place))
    first = asked.get("from") if type(asked.get("from")) is int and asked["from"] > 0 else 0
    return {
        "rows": [_line(spec, given[row.place], row, labels, place, reading) for row in found[first : first + PAGE]],
        "count": len(found),
    }


def _line(
    spec: Mapping[str, Any], example: Report, row: Row, labels: Sequence[str], place: Place, reading: str
) -> dict[str, Any]:
    return {
        "fields": example["fields"],
        "gold": labels[row.gold],
        "predicted": labels[row.predicted],
        "probabilities": [math.exp(value) for value in row.log_probabilities],
        "gold_index": row.gold,
        "predicted_index": row.predicted,
        "mass_outside": row.mass_outside,
        "state": view.state(spec, place, reading, example["fields"]),
    }
