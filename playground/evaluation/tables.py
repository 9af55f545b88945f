"""What can be taken away of an evaluation: every prediction, every cell's numbers, the record to repeat it.

Tables are CSV as spreadsheets read it: UTF-8 with a byte-order mark, and no cell of text that a spreadsheet would
take for a formula.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from playground.evaluation.outcome import READINGS, Outcome, ReadingName
from playground.evaluation.predictions import Predictions
from playground.evaluation.spec import Cell
from playground.prompting import verbalizer as verbalizers
from playground.results import Job

FORMULA = re.compile(r"[\u200b-\u200f\u2060\ufeff]*[=+\-@|\t\r＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
NUMBERS = ("examples", "right", "accuracy", "macro_f1", "loss", "ece")
WORDINGS = ("wordings", "wording rows", "wordings low", "wordings high", "spread over wordings", "wordings p")
AGAINST = ("best", "tied", "difference", "difference low", "difference high", "p", "p (Holm)")


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers.

    As OWASP's "CSV Injection" says. A label that is a number is no formula.

    >>> harmless("=1+1"), harmless("a-b"), harmless("-1"), harmless(-0.5)
    ("'=1+1", 'a-b', '-1', -0.5)
    """
    runs = isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV."""
    file = io.StringIO()
    # Quoted, no text is parted where the reader's spreadsheet parts cells at semicolons.
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    for row in (head, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig", "surrogatepass")


def label_names(verbalizer: str) -> list[str]:
    """A verbalizer's labels in order: answers' indices count them."""
    found = verbalizers.parse(verbalizer)
    return [label.name for label in found.labels] if found else []


def predictions(
    spec: Mapping[str, Any], examples: Sequence[Mapping[str, Any]], answers: Predictions, place: Cell
) -> bytes:
    """One cell's answers, a line an example, in the order of the data.

    Args:
        examples: the job's, as JSON: `fields` and `label`.
    """
    labels = label_names(spec["columns"][place.column]["verbalizer"])
    readings = list(answers.readings)
    slots = spec["data"]["slots"]
    head = ["example", *slots, "label"]
    for reading in readings:
        head += [f"{reading}: predicted", *(f"{reading}: P({label})" for label in labels)]
    found = [{answer.place: answer for answer in answers.answers(reading)} for reading in readings]

    def line(at: int) -> list[Any]:
        example = examples[at]
        cells: list[Any] = [at + 1, *(example["fields"].get(slot, "") for slot in slots), example["label"]]
        for by_place in found:
            answer = by_place[at]
            cells += [labels[answer.predicted], *(math.exp(value) for value in answer.log_probabilities)]
        return [*cells, found[0][at].mass_outside, int(found[0][at].cut)]

    return table([*head, "mass outside", "cut"], (line(at) for at in sorted(found[0])))


def summary(outcome: Outcome) -> bytes:
    """Every cell's numbers, a line a cell and reading; where words change, also which was left out or replaced."""
    changed = ["word", "replaced by"] if outcome.spec["view"] == "words" else []
    head = ["model", *changed, "template", "verbalizer", "trained prompt", "reading", *NUMBERS, "low", "high"]
    head += ["spread over draws", "mass outside", "cut", *AGAINST]
    head += [*(WORDINGS if outcome.sensitivity else ()), "error"]
    lines = (
        _summary_line(outcome, place, reading)
        for place, cell in sorted(outcome.cells.items())
        for reading in READINGS
        if cell.get(reading) or (cell["error"] and reading == "plain")
    )
    return table(head, lines)


def _summary_line(outcome: Outcome, place: Cell, reading: ReadingName) -> list[Any]:
    spec, cell = outcome.spec, outcome.cells[place]
    rows = spec["rows"]
    row = rows[place.row] if place.row < len(rows) else {"template": "ensemble", "prompt": None, "name": ""}
    found = cell.get(reading) or {}
    mine = outcome.against(place, reading)
    return [
        spec["models"][place.model]["id"],
        *([row["word"], row["by"]] if spec["view"] == "words" else []),
        row["template"],
        spec["columns"][place.column]["verbalizer"],
        row["name"] if row["prompt"] else "",
        reading,
        *(found.get(name) for name in NUMBERS),
        *(found.get("interval") or (None, None)),
        outcome.spread(place, reading),
        cell["mass_outside"],
        cell.get("cut"),
        int(mine.best),
        int(mine.tied),
        mine.difference,
        *(mine.interval or (None, None)),
        mine.p,
        mine.holm,
        *_over_wordings(outcome, reading),
        cell["error"]["key"] if cell["error"] else "",
    ]


def _over_wordings(outcome: Outcome, reading: ReadingName) -> list[Any]:
    """The spread over wordings, which are read plainly; nothing where none were asked for."""
    its = outcome.sensitivity
    if its is None:
        return []
    if reading != "plain":
        return [None] * len(WORDINGS)
    rows, p = len(its.own.right), its.paired.p
    return [len(its.wordings), rows, its.lowest.accuracy, its.highest.accuracy, its.spread, p]


def record(job: Job, created: str, result: Mapping[str, Any] | None) -> bytes:
    """Everything needed to repeat a job, and what it came to, as JSON; `created` is its time as text."""
    spec = {name: value for name, value in job.spec.items() if name not in ("kept", "flops", "asked")}
    # Whoever has the whole id of a job or an upload may look at its rows: a record may be published.
    spec["data"] = {**spec["data"], "source": {k: v for k, v in spec["data"]["source"].items() if k == "demo"}}
    named = {"job": job.id[:8], "name": job.title, "created": created, "state": job.state}
    return json.dumps({**named, **spec, "result": result}, ensure_ascii=False, indent=2).encode()
