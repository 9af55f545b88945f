"""The kind of job that searches for label words, and its calls."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from components.contracts import search as contract
from components.contracts.jobs import JobAsked, Started
from components.jobs.any_job import of_kind
from components.jobs.kinds import Report, Reports
from components.routes.calls import answers
from components.routes.visitor import Visitor
from components.search import outline_view, result_view
from components.search.kind import SearchKind
from playground.results import Job
from playground.search import desk


class LabelWordsKind(SearchKind):
    """Words that stand for labels, by several methods side by side."""

    name = "label-words"
    script = "search/labelwords.js"
    wanted = "label_words"

    @answers(contract.LABEL_WORDS_OUTLINE)
    async def outline(self, asked: contract.SearchForm, visitor: Visitor) -> contract.SearchOutline:
        """What the search would cost."""
        return await self.outlined(asked, visitor)

    @answers(contract.LABEL_WORDS_START)
    async def start(self, asked: contract.SearchForm, visitor: Visitor) -> Started:
        """Queue a search."""
        return await self.begin(asked, visitor)

    @answers(contract.LABEL_WORDS_WATCH)
    async def watch(self, asked: JobAsked, visitor: Visitor) -> contract.LabelWordsWatched:
        """One search as it is now."""
        job, reports = await self.look(asked.job)

        def look() -> contract.LabelWordsWatched:
            return watched(self, job, reports, visitor)

        return await asyncio.to_thread(look)

    @answers(contract.LABEL_WORDS_USE)
    async def use(self, asked: contract.WordsUseAsked, visitor: Visitor) -> contract.WordsUse:
        """Play's state with the words that somebody put together."""
        job, _ = await self.look(asked.job)
        return contract.WordsUse(state=result_view.state(job, job.spec["template"], desk.written(asked.words)))

    def found(self, job: Job, reports: Reports) -> str:
        """The verbalizer that the newest seed ended with."""
        seeds = of_kind(reports, "seed")
        return " · ".join(seeds[-1]["verbalizer"].splitlines()) if seeds else ""


def watched(kind: SearchKind, job: Job, reports: Reports, visitor: Visitor) -> contract.LabelWordsWatched:
    """Everything the right-hand side shows of one search."""
    found = kind.result(job, reports, visitor)
    methods = of_kind(reports, "method")
    running = ""
    if methods:
        of = len(job.spec["options"]["methods"])
        mine = [report for report in methods if report["seed"] == methods[-1]["seed"]]
        running = visitor.say("search.summary.label_words", done=len(mine), of=of)
    return contract.LabelWordsWatched(
        line=kind.line(job, reports, visitor),
        summary=result_view.summary(job, found, running, visitor),
        result=found,
        methods=[outline_view.about(name, visitor) for name in job.spec["options"]["methods"]],
        rankings=[_ranking(job, seed, reports) for seed in dict.fromkeys(report["seed"] for report in methods)],
    )


def _ranking(job: Job, seed: int, reports: Reports) -> contract.SeedRanking:
    methods = {report["method"]: report for report in of_kind(reports, "method") if report["seed"] == seed}
    over = [report for report in of_kind(reports, "seed") if report["seed"] == seed]
    own = desk.words_of(job.spec["verbalizer"])
    return contract.SeedRanking(
        seed=seed,
        best=over[-1]["method"] if over else None,
        labels=[
            contract.LabelRanking(label=label, own=words, methods=_by_method(label, list(methods.values())))
            for label, words in own.items()
        ],
    )


def _by_method(label: str, reports: Sequence[Report]) -> list[contract.MethodWords]:
    return [
        contract.MethodWords(
            method=report["method"],
            words=[contract.WordScore(word=its["word"], score=its["score"]) for its in report["ranked"][label]],
            taken=list(report["words"][label]),
        )
        for report in reports
    ]
