"""A grid of templates × verbalizers as the page shows it: a table and a heatmap a model, and one cell by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from components.contracts.base import Note
from components.contracts.compare import GridCell, GridCellSeen, GridNumbers, GridRow, GridWatched, ModelGrid
from components.contracts.evaluations import Reading
from components.contracts.jobs import JobLine
from components.jobs.evaluations.naming import model_name
from components.jobs.evaluations.views import figure, play_state, record_of, waiting, with_seen
from components.routes.visitor import Visitor
from playground.evaluation.outcome import Outcome, ReadingName
from playground.evaluation.spec import Cell
from playground.figures import grid as heat
from playground.numbers import percent
from playground.results import Job


def grid_watched(job: Job, outcome: Outcome, line: JobLine, wished: Reading | None, visitor: Visitor) -> GridWatched:
    """A grid as it is now."""
    reading = outcome.reading(wished)
    grids = [
        ModelGrid(
            model=model_name(model["id"], visitor.say),
            columns=[column["name"] for column in job.spec["columns"]],
            rows=_rows(outcome, number, reading, visitor),
        )
        for number, model in enumerate(job.spec["models"])
    ]
    return GridWatched(
        line=line,
        summary=waiting(job, visitor) or with_seen(_summary(outcome, reading, visitor), job.spec["data"], visitor),
        reading=reading,
        has_calibrated=outcome.has("calibrated"),
        has_learnt=outcome.has("learnt"),
        grid=grids,
        figures=[figure(heat.draw(picture, visitor.say)) for picture in heat.heatmaps(list(map(_table, grids)))],
        record=record_of(job, visitor),
    )


def _rows(outcome: Outcome, model: int, reading: ReadingName, visitor: Visitor) -> list[GridRow]:
    columns, templates = range(len(outcome.spec["columns"])), outcome.spec["rows"]

    def cells(row: int) -> list[GridCell]:
        return [grid_cell(outcome, Cell(model, row, column), reading, visitor) for column in columns]

    rows = [
        GridRow(name=row["name"], template=row["template"], ensemble=False, cells=cells(i))
        for i, row in enumerate(templates)
    ]
    # The average comes at the end; before it, its row would be one more row of blanks.
    if any(cell.get("ensemble") for cell in outcome.cells.values()):
        name = _ensemble(rows, visitor)
        rows.append(GridRow(name=name, template=None, ensemble=True, cells=cells(len(templates))))
    return rows


def _ensemble(rows: Sequence[GridRow], visitor: Visitor) -> str:
    """The average's name: of all templates, or of the fewest that some column could ask."""
    columns = zip(*(row.cells for row in rows), strict=True)
    asked = min(sum(cell.error is None for cell in column) for column in columns)
    if asked == len(rows):
        return visitor.say("grid.ensemble")
    return visitor.say("grid.ensemble_part", n=asked, of=len(rows))


def grid_cell(outcome: Outcome, place: Cell, reading: ReadingName, visitor: Visitor) -> GridCell:
    """One cell; `accuracy` and `error` both `None` while nobody knows."""
    found, error = outcome.numbers(place, reading), outcome.error(place)
    mine = outcome.against(place, reading)
    return GridCell(
        accuracy=found.accuracy if found else None,
        interval=found.interval if found else None,
        macro_f1=found.macro_f1 if found else None,
        spread=outcome.spread(place, reading),
        best=mine.best,
        tied=mine.tied,
        error=visitor.say(error[0], **error[1]) if error else None,
        answered=bool(outcome.cells.get(place, {}).get("file")),
    )


def _table(grid: ModelGrid) -> heat.Table:
    """A model's part as its heatmap takes it."""
    return heat.Table(
        grid.model,
        tuple(row.template or row.name for row in grid.rows),
        tuple(grid.columns),
        tuple(tuple(map(_heat_cell, row.cells)) for row in grid.rows),
        bool(grid.rows) and grid.rows[-1].ensemble,
    )


def _heat_cell(cell: GridCell) -> heat.Cell:
    mark = "best" if cell.best else "tied" if cell.tied else ""
    return heat.Cell(cell.accuracy, cell.interval, cell.spread, mark, bool(cell.error))


def _summary(outcome: Outcome, reading: ReadingName, visitor: Visitor) -> Note:
    say, spec = visitor.say, outcome.spec
    if outcome.result is None:
        finished = sum(not cell.get("ensemble") for cell in outcome.cells.values())
        of = len(spec["models"]) * len(spec["rows"]) * len(spec["columns"])
        return Note(level="info", message=say("grid.summary.running", done=finished, of=of))
    best = outcome.best(reading)
    found = outcome.numbers(best, reading) if best else None
    if best is None or found is None:
        return Note(level="error", message=say("grid.summary.nothing"))
    rows = [*(row["name"] for row in spec["rows"]), say("grid.ensemble")]
    message = say(
        "grid.summary.best",
        row=rows[best.row],
        column=spec["columns"][best.column]["name"],
        accuracy=percent(found.accuracy, visitor.language),
        low=percent(found.interval[0], visitor.language),
        high=percent(found.interval[1], visitor.language),
    )
    tied, of = outcome.tied(reading)
    if of > 0:
        message += " " + say("grid.summary.tied" if tied else "grid.summary.clear", tied=tied, of=of)
    majority = found.majority
    if majority is not None and found.interval[0] <= majority:
        level = say("grid.summary.level", majority=percent(majority, visitor.language))
        return Note(level="warning", message=f"{message} {level}")
    return Note(level="ok", message=message)


def cell_seen(job: Job, outcome: Outcome, place: Cell, wished: Reading | None) -> GridCellSeen:
    """One cell by itself: its numbers, `None` where there are none, and Play's state for it."""
    reading = outcome.reading(wished)
    found, mine = outcome.numbers(place, reading), outcome.against(place, reading)
    numbers = None
    if found:
        numbers = GridNumbers(
            **asdict(found),
            best=mine.best,
            tied=mine.tied,
            spread=outcome.spread(place, reading),
            difference=mine.difference,
            difference_interval=mine.interval,
            p=mine.p,
        )
    return GridCellSeen(numbers=numbers, state=play_state(job.spec, place, reading, {}))
