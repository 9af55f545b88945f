"""Many prompts side by side as the pages know them: a grid of templates × verbalizers × models,
and one template word by word.
"""

from __future__ import annotations

import asyncio
from typing import Any

from components.compare import grid_view
from components.evaluate.evaluating import CardOf, form_of, learn_speed, place_in, planned
from components.jobs.run_form import Prepared, RunForms
from components.jobs.run_reader import RunReader
from components.routes.asking import Answer, Call, answering, owner
from playground.errors import PlaygroundError


class Comparing:
    """Questions about grids and about the words of a template."""

    def __init__(self, forms: RunForms, reader: RunReader, card: CardOf):
        self._forms = forms
        self._reader = reader
        self._card = card

    @property
    def calls(self) -> dict[str, Call]:
        """What may be asked, by name."""
        names = ("grid_plan", "grid_start", "grid_watch", "grid_cell", "words_plan", "words_start", "words_watch")
        return {name: getattr(self, name) for name in names}

    @answering
    async def grid_plan(self, asked: dict[str, Any], language: str) -> Answer:
        """How many cells and examples, how long, and which rows and columns cannot be asked."""
        return await self._plan("grid", asked, language)

    @answering
    async def grid_start(self, asked: dict[str, Any], language: str) -> Answer:
        """Queue a grid."""
        return await self._start("grid", asked)

    @answering
    async def grid_watch(self, asked: dict[str, Any], language: str) -> Answer:
        """A grid as it is now."""
        job, reports = await self._reader.run(asked, "grid")
        learn_speed(self._forms, job, reports)
        return await asyncio.to_thread(grid_view.watch, job, reports, asked.get("reading"), language)

    @answering
    async def grid_cell(self, asked: dict[str, Any], language: str) -> Answer:
        """One cell: its numbers, and what Play's state is for it."""
        job, reports = await self._reader.run(asked)
        return grid_view.cell(job, reports, place_in(job, asked), asked.get("reading"))

    @answering
    async def words_plan(self, asked: dict[str, Any], language: str) -> Answer:
        """How many words, how long."""
        return await self._plan("words", asked, language)

    @answering
    async def words_start(self, asked: dict[str, Any], language: str) -> Answer:
        """Queue one template with each of its words dropped in turn."""
        return await self._start("words", asked)

    @answering
    async def words_watch(self, asked: dict[str, Any], language: str) -> Answer:
        """A template's words as they are known now."""
        job, reports = await self._reader.run(asked, "words")
        learn_speed(self._forms, job, reports)
        return await asyncio.to_thread(grid_view.words, job, reports, asked.get("reading"), language)

    async def _plan(self, view: str, asked: dict[str, Any], language: str) -> dict[str, Any]:
        form = form_of(asked)
        prepared = await self._forms.prepare(view, form, owner(asked))
        card = await asyncio.to_thread(self._card, form.get("data"), owner(asked), language)
        return {**planned(prepared, language), **_sizes(prepared, language), "card": card}

    async def _start(self, view: str, asked: dict[str, Any]) -> dict[str, Any]:
        form = form_of(asked)
        prepared = await self._forms.prepare(view, form, owner(asked))
        return {"job": await self._forms.submit(prepared, owner(asked), form.get("name"))}


def _sizes(prepared: Prepared, language: str) -> dict[str, Any]:
    """The grid's cells, and what is wrong with whole rows and columns of it."""
    spec, outline = prepared.spec, prepared.outline

    def lines(found: tuple[tuple[str, PlaygroundError | None], ...]) -> list[dict[str, Any]]:
        return [{"name": name, "error": error.message(language) if error else None} for name, error in found]

    missing = {"missing": list(outline.missing)} if outline and spec.view == "grid" else {}
    return {
        "cells": len(spec.models) * len(spec.rows) * len(spec.columns),
        "rows": lines(outline.rows if outline else ()),
        "columns": lines(outline.columns if outline else ()),
        **missing,
    }
