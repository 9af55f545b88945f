"""What can be taken away from a training: a seed's prompt, a script that uses it, the results and the curve as tables."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable, Sequence

from components.contracts.base import Download
from components.contracts.train import SeedResult
from components.jobs.any_job import of_kind
from components.jobs.kinds import Reports
from components.routes.visitor import Visitor
from components.train import job_view
from playground.errors import JobError
from playground.results import Job

Cell = str | int | float | None


def stem(job: Job, file: str) -> str:
    """What files of a job's checkpoint `seed/step` are called, without their suffix."""
    return f"prompt-{job.id[:8]}-{file.replace('/', '-')}"


def download(name: str, data: bytes) -> Download:
    """A file for the browser."""
    return Download(name=name, base64=base64.b64encode(data).decode())


def results(job: Job, reports: Reports, visitor: Visitor) -> Download:
    """The table of results, a row a seed: on which split it was measured, which step it ended with; intervals are of
    95%, and `cut` counts the examples that were longer than the model reads.

    Raises:
        JobError: no_results_yet.
    """
    found = job_view.result(reports, visitor.say)
    if found is None:
        raise JobError("no_results_yet")
    head = ["seed", "split", "examples", "steps", "best_step", "dev_accuracy", "dev_loss", "start", "calibrated"]
    head += ["accuracy", "accuracy_low", "accuracy_high", "gain", "gain_low", "gain_high", "cut", "seconds"]
    nothing = (None, None)
    seeds = {report["seed"]: report for report in of_kind(reports, "seed")}
    starts = {report["seed"]: report for report in of_kind(reports, "start")}

    def cells(row: SeedResult) -> list[Cell]:
        seed, start = seeds[row.seed], starts.get(row.seed, {})
        on = ["test", seed["test"]["examples"]] if seed["test"] else ["dev", start.get("dev")]
        cut = sum(map(len, seed["cut"].values())) if "cut" in seed else None
        return (
            [row.seed, *on, seed["steps"], seed["best_step"], seed["dev"]["accuracy"], seed["dev"]["loss"]]
            + [row.start, row.calibrated, row.accuracy, *(row.interval or nothing)]
            + [row.gain, *(row.gain_interval or nothing), cut, seed["seconds"]]
        )

    rows = map(cells, found.rows)
    return download(f"results-{job.id[:8]}.csv", _table(head, rows))


def curve(job: Job, reports: Reports) -> Download:
    """Every step of every seed."""
    names = ("seed", "step", "loss", "gradient", "learning_rate", "seconds")
    rows = (
        [*(report[name] for name in names), *((report["dev"] or {}).get(name) for name in ("accuracy", "loss"))]
        for report in of_kind(reports, "step")
    )
    return download(f"curve-{job.id[:8]}.csv", _table([*names, "dev_accuracy", "dev_loss"], rows))


def _table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV as spreadsheets read it, with a byte-order mark; numbers only, so nothing in it can be a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([head, *rows])
    return file.getvalue().encode("utf-8-sig")
