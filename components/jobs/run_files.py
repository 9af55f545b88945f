"""What can be taken away from a run: every prediction, every cell's numbers, the record to repeat it.

Tables are CSV as spreadsheets read it: UTF-8 with a byte-order mark, and no cell of text
that a spreadsheet would take for a formula.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from components.compare.grid_view import against, spread
from components.evaluate import evaluation_view as view
from components.evaluate.evaluation_view import Place, Reports
from components.evaluate.examples_view import rows_of
from components.jobs.any_job import Report, created
from playground.evaluation.predictions import Predictions
from playground.results import Job

FORMULA = re.compile(r"[\u200b-\u200f\u2060\ufeff]*[=+\-@|\t\r＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
NUMBERS = ("examples", "right", "accuracy", "macro_f1", "loss", "ece")


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


def predictions(job: Job, given: Sequence[Report], answers: Predictions, place: Place) -> bytes:
    """One cell's answers, a line an example, in the order of the data."""
    labels = view.label_names(job.spec["columns"][place[2]]["verbalizer"])
    readings = ["plain"] + ["calibrated"] * (answers.calibrated is not None)
    slots = job.spec["data"]["slots"]
    head = ["example", *slots, "label"]
    for reading in readings:
        head += [f"{reading}: predicted", *(f"{reading}: P({label})" for label in labels)]
    columns = [{row.place: row for row in rows_of(answers, reading)} for reading in readings]

    def line(at: int) -> list[Any]:
        example = given[at]
        cells: list[Any] = [at + 1, *(example["fields"].get(slot, "") for slot in slots), example["label"]]
        for rows in columns:
            row = rows[at]
            cells += [labels[row.predicted], *(math.exp(value) for value in row.log_probabilities)]
        return [*cells, columns[0][at].mass_outside]

    return table([*head, "mass outside"], (line(at) for at in sorted(columns[0])))


def summary(job: Job, reports: Reports) -> bytes:
    """Every cell's numbers, a line a cell and reading; where words change, also which was left out or replaced."""
    changed = ["word", "replaced by"] if job.spec["view"] == "words" else []
    head = ["model", *changed, "template", "verbalizer", "trained prompt", "reading", *NUMBERS, "low", "high"]
    head += [
        "spread over draws",
        "mass outside",
        "best",
        "tied",
        "difference",
        "difference low",
        "difference high",
        "p",
        "error",
    ]
    return table(head, (_summary_line(job.spec, reports, cell, reading) for cell, reading in _read(reports)))


def _read(reports: Reports) -> Iterable[tuple[Report, str]]:
    for _, cell in sorted(view.cells(reports).items()):
        for reading in view.READINGS:
            if cell[reading] or (cell["error"] and reading == "plain"):
                yield cell, reading


def _summary_line(spec: Mapping[str, Any], reports: Reports, cell: Report, reading: str) -> list[Any]:
    place = view.place_of(cell)
    row = (
        spec["rows"][place[1]] if place[1] < len(spec["rows"]) else {"template": "ensemble", "prompt": None, "name": ""}
    )
    found = cell[reading] or {}
    mine = against(reports, place, reading)
    low, high = mine["interval"] or (None, None)
    return [
        spec["models"][place[0]]["id"],
        *([row["word"], row["by"]] if spec["view"] == "words" else []),
        row["template"],
        spec["columns"][place[2]]["verbalizer"],
        row["name"] if row["prompt"] else "",
        reading,
        *(found.get(name) for name in NUMBERS),
        *(found.get("interval") or (None, None)),
        spread(cell, reading),
        cell["mass_outside"],
        int(mine["best"]),
        int(mine["tied"]),
        mine["difference"],
        low,
        high,
        mine["p"],
        cell["error"]["key"] if cell["error"] else "",
    ]


def record(job: Job, reports: Reports) -> bytes:
    """Everything needed to repeat a run, and what it came to, as JSON."""
    spec = {name: value for name, value in job.spec.items() if name not in ("kept", "flops", "asked")}
    # Whoever has the whole id of a run or an upload may look at its rows: a record may be published.
    spec["data"] = {**spec["data"], "source": {k: v for k, v in spec["data"]["source"].items() if k == "demo"}}
    found = {
        "run": job.id[:8],
        "name": job.title,
        "created": created(job),
        "state": job.state,
        **spec,
        "result": view.result_of(reports),
    }
    return json.dumps(found, ensure_ascii=False, indent=2).encode()
