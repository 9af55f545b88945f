"""The kind of job that evaluates one prompt on one data set, and the calls of its page."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from components.contracts import evaluate as contract
from components.contracts.evaluations import LookAsked, Outlined
from components.contracts.jobs import Started
from components.evaluate import examples
from components.evaluate.watched import watched
from components.jobs.evaluations.asked import Asked, one_prompt
from components.jobs.evaluations.kind import EvaluationKind
from components.jobs.evaluations.outlined import outlined
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.evaluation.outcome import ONLY
from playground.scoring.calibration import CALIBRATIONS


class EvaluateKind(EvaluationKind):
    """One prompt on many labelled examples."""

    name = "evaluate"
    page = "evaluate"
    script = "evaluate/kind.js"
    side_by_side = True

    def setup(self, visitor: Visitor) -> contract.EvaluateSetup:
        """What can be chosen besides the prompt."""
        return contract.EvaluateSetup(calibrations=list(CALIBRATIONS))

    @answers(contract.OUTLINE)
    async def outline(self, asked: contract.EvaluateForm, visitor: Visitor) -> Outlined:
        """How many examples, which labels, how long."""
        return outlined(await self.prepare(_asked(asked), visitor), visitor)

    @answers(contract.START)
    async def begin(self, asked: contract.EvaluateForm, visitor: Visitor) -> Started:
        """Queue an evaluation."""
        return await self.start(_asked(asked), visitor)

    @answers(contract.WATCH)
    async def watch(self, asked: LookAsked, visitor: Visitor) -> contract.EvaluateWatched:
        """One evaluation as it is now."""
        job, outcome = await self.look(asked.job)

        def look() -> contract.EvaluateWatched:
            # A finished cell's file comes with its report.
            calibrated = learnt = None
            if ONLY in outcome.cells:
                calibrated = self.reader.against_plain(job, ONLY, "calibrated")
                learnt = self.reader.against_plain(job, ONLY, "learnt")
            line = self.line_of(job, outcome, visitor)
            return watched(job, outcome, line, asked.reading, calibrated, visitor, learnt)

        return await asyncio.to_thread(look)

    @answers(contract.EXAMPLES)
    async def examples(self, asked: contract.ExamplesAsked, visitor: Visitor) -> contract.Examples:
        """A page of a job's examples, sorted."""
        job, outcome = await self.look(asked.job)
        reading = outcome.reading(asked.reading)

        def look() -> contract.Examples:
            given, found = self.reader.examples(job), self.reader.answers(job, ONLY)
            return examples.examples(job.spec, given, found, reading, asked)

        return await asyncio.to_thread(look)


def _asked(form: contract.EvaluateForm) -> Asked:
    """As `one_prompt`; an empty box asks for no wordings."""
    return replace(one_prompt("evaluate", form), wordings=form.wordings or 0)
