"""The kind of job that asks one template with each of its words dropped or replaced, and its calls."""

from __future__ import annotations

import asyncio

from components.compare.parts import with_parts
from components.compare.words_view import words_watched
from components.contracts import compare as contract
from components.contracts.evaluations import LookAsked
from components.contracts.jobs import Started
from components.jobs.evaluations.asked import Asked, one_prompt
from components.jobs.evaluations.kind import EvaluationKind
from components.routes.calls import answers
from components.routes.visitor import Visitor

MOST_DIGITS = 3  # of a word's index


class WordsKind(EvaluationKind):
    """One template word by word."""

    name = "words"
    page = "compare"
    script = "compare/words.js"

    @answers(contract.WORDS_OUTLINE)
    async def outline(self, asked: contract.WordsForm, visitor: Visitor) -> contract.GridOutlined:
        """How many words, how long."""
        return with_parts(await self.prepare(_asked(asked), visitor), visitor)

    @answers(contract.WORDS_START)
    async def begin(self, asked: contract.WordsForm, visitor: Visitor) -> Started:
        """Queue one template with each of its words changed in turn."""
        return await self.start(_asked(asked), visitor)

    @answers(contract.WORDS_WATCH)
    async def watch(self, asked: LookAsked, visitor: Visitor) -> contract.WordsWatched:
        """A template's words as they are known now."""
        job, outcome = await self.look(asked.job)

        def look() -> contract.WordsWatched:
            return words_watched(job, outcome, self.line_of(job, outcome, visitor), asked.reading, visitor)

        return await asyncio.to_thread(look)


def _asked(form: contract.WordsForm) -> Asked:
    given = form.replacements.items()
    wanted = {int(place): by for place, by in given if place.isdecimal() and len(place) <= MOST_DIGITS}
    return one_prompt("words", form, wanted)
