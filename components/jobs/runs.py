"""The evaluations a visitor keeps: list them, name them, repeat them, compare them, take them away."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

from components.evaluate import evaluation_view as view
from components.evaluate.evaluating import place_in
from components.evaluate.evaluation_view import ONLY, Place
from components.jobs import run_files
from components.jobs.any_job import speaking
from components.jobs.run_form import LONGEST_NAME
from components.jobs.run_reader import RunReader
from components.routes.asking import Answer, Call, answering, owner, text
from playground.errors import JobError
from playground.figures import runs as figure
from playground.results import Job

MOST_COMPARED = 8


class Runs:
    """Questions about kept evaluations."""

    def __init__(self, reader: RunReader):
        self._reader = reader

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        deeds = {"rename": self.rename, "repeat": self.repeat, "compare": self.compare, "file": self.file}
        return {"runs": self.runs} | {f"run_{name}": deed for name, deed in deeds.items()}

    @answering
    async def runs(self, asked: dict[str, Any], language: str) -> Answer:
        """The visitor's evaluations, newest first; of one view, or of several, if any is named."""
        wanted = asked.get("view")
        views = {wanted} if isinstance(wanted, str) else set(wanted) if isinstance(wanted, list) else set()
        found = await self._reader.all(owner(asked))
        shown = [(job, reports) for job, reports in found if not views or job.spec["view"] in views]
        return {
            "runs": [view.row(job, reports, language) for job, reports in shown],
            "ahead": max((job.ahead for job, _ in found), default=0),
        }

    @answering
    async def rename(self, asked: dict[str, Any], language: str) -> Answer:
        """Give a run another name; an empty one gives it its own back."""
        name = text(asked, "name").strip()[:LONGEST_NAME]
        await self._reader.run(asked)
        await asyncio.to_thread(self._reader.queue.rename, text(asked, "job"), owner(asked), name)
        job, reports = await self._reader.run(asked)
        return {"row": view.row(job, reports, language)}

    @answering
    async def repeat(self, asked: dict[str, Any], language: str) -> Answer:
        """The same job again, from its record: rows, seeds, model revision and all."""
        job, _ = await self._reader.run(asked)

        def again() -> str:
            queue = self._reader.queue
            queue.check_owner(job.id, owner(asked))
            payload = queue.payload(job.id)
            return queue.submit(owner(asked), job.kind, job.title, job.spec, job.size, 0, payload)

        return {"job": await asyncio.to_thread(again)}

    @answering
    async def compare(self, asked: dict[str, Any], language: str) -> Answer:
        """Several evaluations against the first of them, pair by pair where the rows are the same."""
        wanted = asked["jobs"] if isinstance(asked.get("jobs"), list) else []
        ids = list(dict.fromkeys(id for id in wanted if isinstance(id, str)))
        if not 1 <= len(ids) <= MOST_COMPARED:
            raise JobError("compare_count", limit=MOST_COMPARED)
        found = [await self._reader.one(id, "evaluate") for id in ids]
        found.sort(key=lambda each: (each[0].created, each[0].id))

        def look() -> dict[str, Any]:
            rows = [self.against(found[0], each, language) for each in found]
            if len({row["reading"] for row in rows}) > 1:
                rows = [{**row, "title": f"{row['title']} · {row['reading']}"} for row in rows]
            drawn = tuple(
                figure.Run(row["title"], row["accuracy"], tuple(row["interval"]))
                for row in rows
                if row["accuracy"] is not None
            )
            return {"rows": rows, "figure": figure.draw(drawn, speaking(language)) if drawn else None}

        return await asyncio.to_thread(look)

    def against(self, base: tuple[Job, Any], mine: tuple[Job, Any], language: str) -> dict[str, Any]:
        """One evaluation's numbers against another's. Call it in a thread."""
        say = speaking(language)
        (job, reports), (first, first_reports) = mine, base
        numbers = view.headline(job, reports) or {}
        reading, _ = view.reading_of(job, reports, None)
        row = {
            "id": job.id,
            "title": view.title(job, say),
            "reading": say(f"run.reading.{reading}"),
            **{name: numbers.get(name) for name in ("accuracy", "interval", "macro_f1")},
            **dict.fromkeys(("difference", "interval_of_difference", "p", "why_not")),
            "tied": False,
        }
        if job.id == first.id:
            return row
        if not (view.cells(reports).get(ONLY) and view.cells(first_reports).get(ONLY)):
            return {**row, "why_not": say("run.compare.not_done")}
        sides = [(each, ONLY, view.reading_of(each, its, None)[0]) for each, its in (mine, base)]
        paired = self._reader.paired(*sides)
        if paired is None:
            return {**row, "why_not": say("run.compare.other_rows")}
        values = {"difference": paired.difference, "interval_of_difference": paired.interval, "p": paired.p}
        return {**row, **values, "tied": paired.tied}

    @answering
    async def file(self, asked: dict[str, Any], language: str) -> Answer:
        """A cell's predictions, all cells' numbers, or the record to repeat the run from; as base64."""
        job, reports = await self._reader.run(asked)
        kind = text(asked, "kind")
        place = None if asked.get("cell") is None else place_in(job, asked["cell"])
        suffix, data = await asyncio.to_thread(self.written, job, reports, kind, place)
        name = f"{kind or 'predictions'}-{job.id[:8]}.{suffix}"
        return {"name": name, "base64": base64.b64encode(data).decode()}

    def written(self, job: Job, reports: list[dict[str, Any]], kind: str, place: Place | None) -> tuple[str, bytes]:
        """A file's suffix and content; without a place the best cell is meant. Call it in a thread."""
        match kind:
            case "summary":
                return "csv", run_files.summary(job, reports)
            case "record":
                return "json", run_files.record(job, reports)
        place = _best(job, reports) if place is None else place
        answers = self._reader.answers(job, place)
        if answers is None:
            raise JobError("no_answers_yet")
        return "csv", run_files.predictions(job, self._reader.examples(job), answers, place)


def _best(job: Job, reports: list[dict[str, Any]]) -> Place:
    """The cell whose predictions are meant where nobody named one."""
    result = view.result_of(reports)
    reading, _ = view.reading_of(job, reports, None)
    compared = result["readings"][reading] if result and job.spec["view"] == "grid" else None
    return view.place_of(compared["best"]) if compared else ONLY
