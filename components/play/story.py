"""The call that makes a story: Play's answer to a state as a page of its own, which opens anywhere.

What it says is what Play says; how it looks is `playground/sharing/story.py`'s.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Sequence

from components.contracts import sharing as contract
from components.contracts.base import Download
from components.contracts.play import LabelShare, LiveAnswer, LiveAsked, PromptState, VocabularyToken
from components.play.answering import Live
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.errors import LinkError
from playground.sharing.bars import Bar
from playground.sharing.story import Column, Run, Story, story

MOST_LABELS, MOST_WORDS, MOST_ROWS = 20, 10, 60  # in a chart, in another, in the table


class Stories:
    """Answers it.

    Args:
        live: the live answers.
    """

    def __init__(self, live: Live):
        self._live = live

    @answers(contract.STORY)
    async def story(self, asked: contract.StoryAsked, visitor: Visitor) -> Download:
        """What is wrong with the state is told instead.

        Raises:
            LinkError: nothing_to_tell.
        """
        answer = await self._live.live(LiveAsked(state=asked.state, rev=0, page="story"), visitor)
        if answer.problem or not answer.vocabulary:
            raise LinkError("nothing_to_tell", why=answer.problem.message if answer.problem else "")
        told = _story(answer, asked.state, asked.link, visitor)
        text = await asyncio.to_thread(story, told, visitor.language)
        return Download(name="prompt-story.html", base64=base64.b64encode(text.encode()).decode())


def _story(answer: LiveAnswer, state: PromptState, link: str, visitor: Visitor) -> Story:
    labels, steps = answer.labels, answer.steps
    tokens = answer.vocabulary.columns[0].tokens if answer.vocabulary else []
    columns = steps.columns if steps else []
    rows = [[row.cells.get(column.key, "") for column in columns] for row in steps.rows] if steps else []
    return Story(
        sentence=_sentence(answer),
        facts=_facts(answer, state, visitor),
        told=(labels.told if labels else None) or "",
        labels=_labels(labels.items if labels else []),
        plain=_labels((labels.plain if labels else None) or []),
        badge=(labels.badge if labels else None) or "",
        words=_words(tokens),
        mass=answer.words.mass_note if answer.words else "",
        columns=[Column(column.title, column.numeric) for column in columns],
        rows=rows[:MOST_ROWS],
        formulas=[(formula.title, formula.text) for formula in steps.formulas] if steps else [],
        notes=steps.notes if steps else [],
        link=link,
    )


def _sentence(answer: LiveAnswer) -> list[Run]:
    """The filled template, its gap with the likeliest word in it."""
    if not answer.sentence:
        return []
    filling = answer.sentence.fillings[0].text if answer.sentence.fillings else "____"
    return [Run(filling if part.kind == "mask" else part.text, part.kind == "mask") for part in answer.sentence.parts]


def _facts(answer: LiveAnswer, state: PromptState, visitor: Visitor) -> dict[str, str]:
    say, options = visitor.say, state.options
    slots = answer.template.slots if answer.template else []
    texts = {say("ui.text.field", name=f"{{{name}}}"): state.fields.get(name, "") for name in slots}
    choices = {
        say(f"ui.options.{name}"): say(f"ui.options.{name}.{value}")
        for name, value in (("calibration", options.calibration), ("aggregation", options.aggregation))
    }
    return {
        **texts,
        say("ui.template.title"): state.template,
        say("ui.verbalizer.title"): state.verbalizer,
        **choices,
        say("ui.train.model"): answer.model.name if answer.model else state.model,
    }


def _labels(items: Sequence[LabelShare]) -> list[Bar]:
    chosen = sorted(items, key=lambda item: -item.probability)[:MOST_LABELS] if len(items) > MOST_LABELS else items
    return [Bar(item.label, item.probability, item.share, item.index) for item in chosen]


def _words(tokens: Sequence[VocabularyToken]) -> list[Bar]:
    return [Bar(token.text, token.probability, token.share, token.index) for token in tokens[:MOST_WORDS]]
