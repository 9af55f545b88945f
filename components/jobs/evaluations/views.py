"""What every evaluation shows: what it waits for, its numbers, its record, and its prompts as Play has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from components.contracts.base import Figure, Note
from components.contracts.evaluations import CellNumbers, ModelUsed, Record
from components.contracts.play import PromptState, ScoringOptions
from components.jobs.any_job import created
from components.jobs.evaluations.naming import data_name, model_name
from components.routes.visitor import Visitor
from playground.errors import JobError
from playground.evaluation.outcome import Numbers
from playground.evaluation.spec import Cell
from playground.figures.style import Figure as Drawn
from playground.models.registry import BUNDLED
from playground.results import Job
from playground.scoring.options import Options


def figure(drawn: Drawn) -> Figure:
    """A drawing for the page."""
    return Figure(data=drawn["data"], layout=drawn["layout"])


def waiting(job: Job, visitor: Visitor) -> Note | None:
    """What to say of a job that neither runs nor is done; `None` of one that does."""
    say = visitor.say
    if job.state == "failed":
        key, values = job.error or ("error.job.unexpected", {})
        return Note(level="error", message=say(key, **values))
    if job.state in ("cancelled", "cancelling"):
        return Note(level="info", message=say(f"evaluation.summary.{job.state}"))
    if job.state in ("queued", "interrupted"):
        key = "next" if job.state == "queued" and not job.ahead else job.state
        level = "warning" if job.state == "interrupted" else "info"
        return Note(level=level, message=say(f"job.summary.{key}", ahead=job.ahead))
    return None


def seen_note(data: Mapping[str, Any], visitor: Visitor) -> Note | None:
    """What to say of rows that a trained prompt knows from its training; `data` is a job's record of them."""
    match data.get("seen"):  # jobs of earlier versions do not know
        case {"rows": int(rows), "of": of, "left_out": True}:
            return Note(level="info", message=visitor.say("evaluation.seen.left_out", rows=rows, of=of))
        case {"rows": int(rows)}:
            return Note(level="warning", message=visitor.say("evaluation.seen.all", rows=rows))
        case {"rows": None}:
            return Note(level="warning", message=visitor.say("evaluation.seen.unknown"))
    return None


def seen_mark(data: Mapping[str, Any], visitor: Visitor) -> str:
    """A few words beside a number that was measured on rows seen in training; empty beside any other."""
    note = seen_note(data, visitor)
    return visitor.say("evaluation.seen.mark") if note and note.level == "warning" and data["seen"]["rows"] else ""


def with_seen(summary: Note, data: Mapping[str, Any], visitor: Visitor) -> Note:
    """A sentence about numbers, and what to say of rows seen in training; a number on such rows is no good news."""
    note = seen_note(data, visitor)
    if note is None:
        return summary
    level = "warning" if (summary.level, note.level) == ("ok", "warning") else summary.level
    return Note(level=level, message=f"{summary.message} {note.message}")


def cell_numbers(found: Numbers | None) -> CellNumbers | None:
    """A cell's numbers for the page."""
    return CellNumbers(**asdict(found)) if found else None


def play_state(spec: Mapping[str, Any], place: Cell, reading: str, fields: Mapping[str, str]) -> PromptState:
    """What Play's state becomes to show an example, or the prompt alone, as the job read it."""
    row = spec["rows"][place.row]
    model = spec["models"][place.model]["id"]
    # A job of an earlier version lacks the options that came since.
    options = Options.from_mapping(spec["options"]).to_json()
    own = options["calibration"]
    calibration = "none" if reading != "calibrated" else own if own != "none" else "contextual"
    kept = spec["kept"].get(row["prompt"])
    return PromptState(
        template=row["template"],
        verbalizer=spec["columns"][place.column]["verbalizer"],
        fields=dict(fields),
        model="" if model == BUNDLED else model,
        options=ScoringOptions(**{**options, "calibration": calibration}),
        prompts=[kept] if kept else [],
    )


def record_of(job: Job, visitor: Visitor) -> Record:
    """What was asked of what: enough to quote."""
    spec = job.spec
    return Record(
        data=data_name(spec["data"], visitor.language),
        fingerprint=spec["data"]["fingerprint"],
        split=spec["data"]["split"],
        rows=spec["asked"],
        models=[
            ModelUsed(name=model_name(model["id"], visitor.say), revision=model["revision"]) for model in spec["models"]
        ],
        seeds=spec["seeds"],
        created=created(job),
    )


def place_in(job: Job, place: Mapping[str, int]) -> Cell:
    """The cell that `model`, `row` and `column` name.

    Raises:
        JobError: the job has no such cell.
    """
    found = [place.get(name) for name in ("model", "row", "column")]
    sizes = [len(job.spec[name]) for name in ("models", "rows", "columns")]
    if not all(at is not None and 0 <= at < size for at, size in zip(found, sizes, strict=True)):
        raise JobError("no_cell")
    return Cell(*cast(list[int], found))
