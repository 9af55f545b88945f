"""The kind of job that searches for trigger words, and its calls."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from components.contracts import search as contract
from components.contracts.base import Figure
from components.contracts.jobs import JobAsked, Started
from components.jobs.any_job import of_kind
from components.jobs.kinds import Reports
from components.routes.calls import answers
from components.routes.visitor import Visitor
from components.search import result_view
from components.search.kind import SearchKind
from playground.figures import search as figures
from playground.numbers import fixed, percent
from playground.results import Job
from playground.search import desk

MOST_STEPS = 60  # that are listed
STRONG, WEAK = 0.7, 0.3  # correlations


class TriggersKind(SearchKind):
    """Words for a template's trigger tokens, by gradient."""

    name = "triggers"
    script = "search/triggers.js"
    wanted = "triggers"

    @answers(contract.TRIGGERS_OUTLINE)
    async def outline(self, asked: contract.SearchForm, visitor: Visitor) -> contract.SearchOutline:
        """What the search would cost."""
        return await self.outlined(asked, visitor)

    @answers(contract.TRIGGERS_START)
    async def start(self, asked: contract.SearchForm, visitor: Visitor) -> Started:
        """Queue a search."""
        return await self.begin(asked, visitor)

    @answers(contract.TRIGGERS_WATCH)
    async def watch(self, asked: JobAsked, visitor: Visitor) -> contract.TriggersWatched:
        """One search as it is now."""
        job, reports = await self.look(asked.job)

        def look() -> contract.TriggersWatched:
            return watched(self, job, reports, visitor)

        return await asyncio.to_thread(look)

    def found(self, job: Job, reports: Reports) -> str:
        """The words of the newest seed: the ones it ended with, or stands at."""
        for report in reversed(reports):
            if report["kind"] in ("seed", "step"):
                return " ".join(report["words"])
        return ""


def watched(kind: SearchKind, job: Job, reports: Reports, visitor: Visitor) -> contract.TriggersWatched:
    """Everything the right-hand side shows of one search."""
    starts, plan = of_kind(reports, "start"), of_kind(reports, "plan")
    begun = starts[-1] if starts else None
    # A seed that goes on from a checkpoint may report a step a second time; the last word counts.
    steps = {r["step"]: r for r in of_kind(reports, "step") if begun and r["seed"] == begun["seed"]}
    mine = [steps[at] for at in sorted(steps)]
    over = [report for report in of_kind(reports, "seed") if begun and report["seed"] == begun["seed"]]
    words = over[-1]["words"] if over else mine[-1]["words"] if mine else []
    curves = figures.curves(plan[0], begun, mine) if begun and plan else None
    linear = figures.linear(mine)
    found = kind.result(job, reports, visitor)
    return contract.TriggersWatched(
        line=kind.line(job, reports, visitor),
        summary=result_view.summary(job, found, _running(begun, mine, visitor), visitor),
        result=found,
        prompt=_prompt(job.spec["template"], words) if words else [],
        curves=Figure.drawn(figures.draw_curves(curves, visitor.say)) if curves else None,
        scatter=Figure.drawn(figures.draw_linear(linear, visitor.say)) if linear else None,
        linear=_trust(linear, visitor) if linear else "",
        steps=[*_changes(mine)][::-1][:MOST_STEPS],
        tried=sum(len(step["flips"]) for step in mine),
    )


def _prompt(template: str, words: Sequence[str]) -> list[contract.FoundPiece]:
    return [
        contract.FoundPiece(text=text, kind=kind if kind in ("slot", "mask", "trigger") else "text")
        for text, kind in desk.filled(template, words)
    ]


def _running(start: Mapping[str, Any] | None, steps: Sequence[Mapping[str, Any]], visitor: Visitor) -> str:
    looks = [step["dev"] for step in steps if step["dev"]]
    if start is None or not looks:
        return ""
    best = min(looks, key=lambda dev: dev["loss"])
    return visitor.say(
        "search.summary.triggers",
        accuracy=percent(best["accuracy"], visitor.language),
        start=percent(start["dev"]["accuracy"], visitor.language),
        count=start["examples"],
    )


def _trust(linear: figures.Linear, visitor: Visitor) -> str:
    """How far the first-order score is to be trusted."""
    tried = len(linear.dots)
    told = visitor.say("search.linear.tried", count=tried, share=percent(linear.helped, visitor.language))
    r = linear.correlation
    if r is None:
        return told
    key = "strong" if r >= STRONG else "some" if r >= WEAK else "weak"
    number = fixed(r, 2, visitor.language).replace("-", "−")
    return f"{told} {visitor.say(f'search.linear.{key}', r=number)}"


def _changes(steps: Sequence[Mapping[str, Any]]) -> Iterator[contract.TriggerStep]:
    """The steps after which another word stands in the step's place, as the flip that put it there told."""
    for before, after in pairwise(steps):
        place = after["place"]
        if after["words"][place] == before["words"][place]:
            continue
        flips = [flip for flip in after["flips"] if flip["kept"] and flip["word"] == after["words"][place]]
        if flips:
            yield contract.TriggerStep(
                seed=after["seed"],
                step=after["step"],
                place=place + 1,
                before=before["words"][place],
                word=after["words"][place],
                predicted=flips[0]["predicted"],
                actual=flips[0]["actual"],
                accuracy=after["dev"]["accuracy"] if after["dev"] else None,
            )
