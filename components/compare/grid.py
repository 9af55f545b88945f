"""The kind of job that asks every template with every verbalizer and model, and its calls."""

from __future__ import annotations

import asyncio

from components.compare.grid_view import cell_seen, grid_watched
from components.compare.parts import with_parts
from components.contracts import compare as contract
from components.contracts.evaluations import LookAsked
from components.contracts.jobs import Started
from components.jobs.evaluations.asked import Asked, count, draws, readouts
from components.jobs.evaluations.kind import EvaluationKind
from components.jobs.evaluations.views import place_in
from components.routes.calls import answers
from components.routes.visitor import Visitor


class GridKind(EvaluationKind):
    """Templates × verbalizers × models on the same examples."""

    name = "grid"
    page = "compare"
    script = "compare/grid.js"

    @answers(contract.GRID_OUTLINE)
    async def outline(self, asked: contract.GridForm, visitor: Visitor) -> contract.GridOutlined:
        """How many cells and examples, how long, and which rows and columns cannot be asked."""
        return with_parts(await self.prepare(_asked(asked), visitor), visitor)

    @answers(contract.GRID_START)
    async def begin(self, asked: contract.GridForm, visitor: Visitor) -> Started:
        """Queue a grid."""
        return await self.start(_asked(asked), visitor)

    @answers(contract.GRID_WATCH)
    async def watch(self, asked: LookAsked, visitor: Visitor) -> contract.GridWatched:
        """A grid as it is now."""
        job, outcome = await self.look(asked.job)

        def look() -> contract.GridWatched:
            return grid_watched(job, outcome, self.line_of(job, outcome, visitor), asked.reading, visitor)

        return await asyncio.to_thread(look)

    @answers(contract.GRID_CELL)
    async def cell(self, asked: contract.CellAsked, visitor: Visitor) -> contract.GridCellSeen:
        """One cell: its numbers, and what Play's state is for it."""
        job, outcome = await self.look(asked.job)
        place = place_in(job, {"model": asked.model, "row": asked.row, "column": asked.column})
        return cell_seen(job, outcome, place, asked.reading)


def _asked(form: contract.GridForm) -> Asked:
    return Asked(
        view="grid",
        templates=form.templates,
        verbalizers=form.verbalizers,
        models=form.models,
        prompts=form.prompts,
        options=form.options.model_dump(),
        data=form.data.model_dump() if form.data else None,
        split=form.split,
        sample=count("sample", form.sample),
        seeds=draws(form.seeds),
        name=form.name,
        readouts=readouts(form),
    )
