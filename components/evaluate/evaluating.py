"""One prompt on one data set as the pages know it: plan an evaluation, start it, watch it,
look at its examples.

`owner` in every question is the visitor's secret id. Grids are `comparing.py`'s, the list of
runs `runs.py`'s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from components.evaluate import evaluation_view, examples_view
from components.evaluate.evaluation_view import ONLY, Place
from components.jobs.any_job import Say, speaking
from components.jobs.run_form import Prepared, RunForms
from components.jobs.run_reader import RunReader
from components.routes.asking import Answer, Call, answering, owner
from playground.errors import JobError
from playground.results import Job

MOST_NOTES = 5
FEW = 30  # below so many examples an interval is too wide to tell prompts apart

#: Source, owner and language -> what a page shows of a data set.
CardOf = Callable[[Any, str, str], dict[str, Any]]


class Evaluating:
    """Questions about single evaluations."""

    def __init__(self, forms: RunForms, reader: RunReader, card: CardOf):
        self._forms = forms
        self._reader = reader
        self._card = card

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        names = ("plan", "start", "watch", "examples")
        return {f"evaluate_{name}": getattr(self, name) for name in names}

    @answering
    async def plan(self, asked: dict[str, Any], language: str) -> Answer:
        """How many examples, which labels, how long."""
        form = form_of(asked)
        prepared = await self._forms.prepare("evaluate", form, owner(asked))
        card = await asyncio.to_thread(self._card, form.get("data"), owner(asked), language)
        return {**planned(prepared, language), "card": card}

    @answering
    async def start(self, asked: dict[str, Any], language: str) -> Answer:
        """Queue an evaluation."""
        form = form_of(asked)
        prepared = await self._forms.prepare("evaluate", form, owner(asked))
        return {"job": await self._forms.submit(prepared, owner(asked), form.get("name"))}

    @answering
    async def watch(self, asked: dict[str, Any], language: str) -> Answer:
        """One evaluation as it is now."""
        job, reports = await self._reader.run(asked, "evaluate")
        learn_speed(self._forms, job, reports)

        def look() -> dict[str, Any]:
            # A finished cell's file comes with its report.
            done = ONLY in evaluation_view.cells(reports)
            both = self._reader.calibrated(job, ONLY) if done else None
            return evaluation_view.watch(job, reports, asked.get("reading"), both, language)

        return await asyncio.to_thread(look)

    @answering
    async def examples(self, asked: dict[str, Any], language: str) -> Answer:
        """A page of one cell's examples, sorted."""
        job, reports = await self._reader.run(asked)
        place = place_in(job, asked.get("cell"))
        reading, _ = evaluation_view.reading_of(job, reports, asked.get("reading"))

        def look() -> dict[str, Any]:
            given, answers = self._reader.examples(job), self._reader.answers(job, place)
            return examples_view.examples(job.spec, given, answers, place, reading, asked)

        return await asyncio.to_thread(look)


def form_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A question's form, empty where it has none."""
    return asked["form"] if isinstance(asked.get("form"), dict) else {}


def place_in(job: Job, cell: Any) -> Place:
    """The place a question is about; the first where it names none.

    Raises:
        JobError: the run has no such cell.
    """
    if not isinstance(cell, dict):
        return ONLY
    place = tuple(cell.get(name) for name in ("model", "row", "column"))
    sizes = [len(job.spec[name]) for name in ("models", "rows", "columns")]
    if not all(type(at) is int and 0 <= at < size for at, size in zip(place, sizes, strict=True)):
        raise JobError("no_cell")
    return place


def planned(prepared: Prepared, language: str) -> dict[str, Any]:
    """What every plan tells of its data and of the time it takes."""
    say = speaking(language)
    counts = dict.fromkeys(prepared.spec.data["labels"], 0)
    for place in prepared.spec.order:
        counts[prepared.spec.examples[place].label] += 1
    return {
        "examples": len(prepared.spec.order),
        "labels": [{"label": label, "count": count} for label, count in counts.items() if count],
        "missing": list(prepared.missing),
        "seconds": prepared.seconds,
        "notes": _notes(prepared, language, say),
        "prompts": [{"id": id, "name": name} for id, name in prepared.names.items()],
        "fields_errors": {},
    }


def _notes(prepared: Prepared, language: str, say: Say) -> list[dict[str, str]]:
    notes = [("warning", problem.message(language)) for problem in prepared.problems[:MOST_NOTES]]
    rows = len(prepared.spec.order)
    if rows < FEW:
        notes.append(("warning", say("evaluate.note.few", count=rows)))
    if prepared.spec.data["split"] == "test":
        notes.append(("info", say("evaluate.note.test")))
    if prepared.unused:
        key = "evaluate.note.unused_words" if prepared.spec.view == "words" else "evaluate.note.unused"
        notes.append(("warning", say(key, count=len(prepared.unused))))
    elif prepared.kept and prepared.spec.view == "evaluate":
        notes.append(("info", say("evaluate.note.trained", name=prepared.spec.rows[0].name)))
    return [{"level": level, "message": message} for level, message in notes]


def learn_speed(forms: RunForms, job: Job, reports: list[dict[str, Any]]) -> None:
    """Better estimates for the next run: what this one took."""
    result = evaluation_view.result_of(reports)
    if job.state == "done" and result:
        forms.speed.learn(job.id, job.spec["flops"], result["seconds"])
