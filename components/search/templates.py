"""The kind of job that searches for templates, and its calls."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from components.contracts import search as contract
from components.contracts.jobs import JobAsked, Started
from components.jobs.any_job import of_kind
from components.jobs.kinds import Reports
from components.routes.calls import answers
from components.routes.visitor import Visitor
from components.search import result_view
from components.search.kind import SearchKind
from playground.numbers import percent
from playground.results import Job
from playground.search import desk

MOST_RANKED = 60  # that are listed

Report = Mapping[str, Any]


class TemplatesKind(SearchKind):
    """Other templates for the same labels, by a race."""

    name = "templates"
    script = "search/templates.js"
    wanted = "templates"

    @answers(contract.TEMPLATES_OUTLINE)
    async def outline(self, asked: contract.SearchForm, visitor: Visitor) -> contract.SearchOutline:
        """What the search would cost."""
        return await self.outlined(asked, visitor)

    @answers(contract.TEMPLATES_START)
    async def start(self, asked: contract.SearchForm, visitor: Visitor) -> Started:
        """Queue a search."""
        return await self.begin(asked, visitor)

    @answers(contract.TEMPLATES_WATCH)
    async def watch(self, asked: JobAsked, visitor: Visitor) -> contract.TemplatesWatched:
        """One search as it is now."""
        job, reports = await self.look(asked.job)

        def look() -> contract.TemplatesWatched:
            return watched(self, job, reports, visitor)

        return await asyncio.to_thread(look)

    def found(self, job: Job, reports: Reports) -> str:
        """The template of the newest seed: the one it ended with, or the best so far."""
        for report in reversed(reports):
            if report["kind"] in ("seed", "step"):
                return report["template" if report["kind"] == "seed" else "best"]
        return ""


def watched(kind: SearchKind, job: Job, reports: Reports, visitor: Visitor) -> contract.TemplatesWatched:
    """Everything the right-hand side shows of one search."""
    starts = of_kind(reports, "start")
    begun = starts[-1] if starts else None
    # A seed that goes on from a checkpoint may report a step a second time; the last word counts.
    steps = {r["step"]: r for r in of_kind(reports, "step") if begun and r["seed"] == begun["seed"]}
    mine = [steps[at] for at in sorted(steps)]
    over = [report for report in of_kind(reports, "seed") if begun and report["seed"] == begun["seed"]]
    ranked = over[-1]["ranked"] if over else []
    standing = _standing(mine)
    found = kind.result(job, reports, visitor)
    return contract.TemplatesWatched(
        line=kind.line(job, reports, visitor),
        summary=result_view.summary(job, found, _running(begun, mine, standing, visitor), visitor),
        result=found,
        ranked=list(_rows(job, standing, ranked, visitor))[:MOST_RANKED],
        gathered=len(standing),
        rounds=list(_rounds(mine)),
    )


def _standing(steps: Sequence[Report]) -> dict[str, Report]:
    """Every template as the newest step tells of it."""
    return {tried["template"]: tried for step in steps for tried in step["tried"]}


def _rows(
    job: Job, standing: Mapping[str, Report], ranked: Sequence[Report], visitor: Visitor
) -> Iterator[contract.RankedTemplate]:
    """The finalists in the development rows' order; then who was read on more rows, and of these the lower loss."""
    dev = {its["template"]: its["dev"]["accuracy"] for its in ranked}
    place = {template: at for at, template in enumerate(dev)}

    def order(its: Report) -> tuple[float, ...]:
        loss = math.inf if its["loss"] is None else its["loss"]
        return place.get(its["template"], math.inf), its["same_as"] is not None, -its["examples"], loss

    for its in sorted(standing.values(), key=order):
        template = its["template"]
        yield contract.RankedTemplate(
            template=template,
            source=_source(its["source"], visitor),
            of=its["of"],
            examples=its["examples"],
            accuracy=its["accuracy"],
            interval=_pair(its["interval"]),
            loss=its["loss"],
            gain=its["gain"],
            gain_interval=_pair(its["gain_interval"]),
            dev=dev.get(template),
            stands=_stands(its, place),
            same_as=its["same_as"],
            state=result_view.state(job, template, job.spec["verbalizer"]),
        )


def _pair(interval: Sequence[float] | None) -> tuple[float, float] | None:
    return (interval[0], interval[1]) if interval else None


def _stands(its: Report, place: Mapping[str, int]) -> Literal["runs", "dropped", "same", "left", "best"]:
    """Once the finalists are chosen among (`place`), who is none of them is out, too."""
    if its["same_as"] is not None:
        return "same"
    if place:
        at = place.get(its["template"])
        return "dropped" if at is None else "left" if at else "best"
    return "runs" if its["kept"] else "dropped"


def _source(name: str, visitor: Visitor) -> str:
    """Where a template comes from: a source, an edit, or a hand."""
    return visitor.say(f"search.method.{name}" if name in desk.sources() else f"search.source.{name}")


def _rounds(steps: Sequence[Report]) -> Iterator[contract.RaceRound]:
    edits = False
    for step in steps:
        edits = step["source"] == "edits" if step["phase"] == "gather" else edits
        if step["phase"] == "race":
            tried = step["tried"]
            yield contract.RaceRound(
                step=step["step"],
                examples=step["examples"],
                templates=len(tried),
                left=sum(its["kept"] for its in tried),
                same=sum(its["same_as"] is not None for its in tried),
                edits=edits,
            )


def _running(start: Report | None, steps: Sequence[Report], standing: Mapping[str, Report], visitor: Visitor) -> str:
    looks = [step["dev"] for step in steps if step["dev"]]
    if start is None or not looks:
        return ""
    return visitor.say(
        "search.summary.templates",
        count=len(standing),
        accuracy=percent(looks[-1]["accuracy"], visitor.language),
        start=percent(start["dev"]["accuracy"], visitor.language),
        examples=start["examples"],
    )
