"""The Learn panel's handlers. A guess and a task are judged on what the model answers now; nothing is stored."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

from components.contracts import learn as contract
from components.contracts.base import Nothing
from components.learn.telling import fact, number_told, quantity_told
from components.learn.view import controls_of, glossary_view, lesson_view, paper_view, shelf_view
from components.routes.calls import answers
from components.routes.visitor import Visitor
from playground.errors import LessonError, PlaygroundError
from playground.lessons.lesson import Choices, Controls, Lesson, Number, Step
from playground.lessons.seen import Seen, seen_plan
from playground.lessons.shelf import glossary, shelf
from playground.prompt import read_template
from playground.scoring.plans import Plan, together
from playground.settings import Settings

_numbers = itertools.count()


class Learning:
    """Lessons, the project's and a teacher's, and what a model says about them.

    Args:
        settings: where a teacher's lessons lie, and the longest text.
        model: id -> a loaded model, as live answers get it.
        compute: drives a plan on a model: the micro-batcher.
    """

    def __init__(
        self, settings: Settings, model: Callable[[str], Awaitable[Any]], compute: Callable[..., Awaitable[Any]]
    ):
        self._settings = settings
        self._model = model
        self._compute = compute

    @answers(contract.SHELF)
    async def shelf(self, asked: Nothing, visitor: Visitor) -> contract.Shelf:
        """Read anew each time, so that a teacher sees at once what she changed."""
        return shelf_view(await asyncio.to_thread(shelf, visitor.language, self._settings.lessons), visitor)

    @answers(contract.LESSON)
    async def lesson(self, asked: contract.LessonAsked, visitor: Visitor) -> contract.LessonView:
        """One lesson, to be walked through."""
        return lesson_view(await self._lesson(asked.lesson, visitor), visitor)

    @answers(contract.GLOSSARY)
    async def glossary(self, asked: Nothing, visitor: Visitor) -> contract.GlossaryView:
        """Every term."""
        return glossary_view(await asyncio.to_thread(glossary, visitor.language))

    @answers(contract.GUESS)
    async def guess(self, asked: contract.GuessAsked, visitor: Visitor) -> contract.Revealed:
        """What the model says, and what a wrong guess would have meant."""
        lesson = await self._lesson(asked.lesson, visitor)
        if asked.step >= len(lesson.steps):
            raise LessonError("no_such_step", step=asked.step + 1, count=len(lesson.steps))
        step = lesson.steps[asked.step]
        model = await self._model(asked.model)
        earlier = [lesson.steps[asked.step - 1].controls] if asked.step else []
        now, *rest = await self._seen([step.controls, *earlier], model, f"guess {next(_numbers)}")
        before = rest[0] if rest else None
        if isinstance(step.question, Number):
            return _number(step, step.question, asked.guess, now, visitor)
        return _choice(step, step.question, asked.guess, now, before, visitor)

    @answers(contract.GOALS)
    async def goals(self, asked: contract.GoalsAsked, visitor: Visitor) -> contract.Goals:
        """A task's goals under what is typed; what is wrong with that is told, and the goals stay open."""
        lesson = await self._lesson(asked.lesson, visitor)
        task, state = lesson.task, asked.state
        try:
            model = await self._model(state.model)
            template = read_template(state.template, model)
            typed = controls_of(state, template.slots)
            now, start = await self._seen([typed, task.controls], model, f"goals {next(_numbers)}")
        except PlaygroundError as error:
            view = lesson_view(lesson, visitor)
            open_ = [contract.Fact(what=goal, found="", holds=False) for goal in view.task.goals]
            return contract.Goals(goals=open_, done=False, problem=error.message(visitor.language))
        found = [fact(goal, now, start, visitor) for goal in task.goals]
        return contract.Goals(goals=found, done=all(each.holds for each in found), problem=None)

    async def _lesson(self, id: str, visitor: Visitor) -> Lesson:
        """A lesson by its id, as its file is now.

        Raises:
            LessonError: there is none, or its file has a mistake by now.
        """
        found = await asyncio.to_thread(shelf, visitor.language, self._settings.lessons)
        for lesson in found.lessons:
            if lesson.id == id:
                return lesson
        for broken in found.broken:
            if broken.name.removesuffix(".md") == id:
                raise broken.error
        raise LessonError("no_lesson", name=id[:60])

    async def _seen(self, each: list[Controls], model: Any, name: str) -> list[Seen]:
        """What a model answers under several controls, in one batch."""

        def plan() -> Plan[list[Seen]]:
            return (yield from together([seen_plan(controls, model, self._settings) for controls in each]))

        return await self._compute(name, model, plan())


def _number(step: Step, question: Number, guess: float, now: Seen, visitor: Visitor) -> contract.Revealed:
    share = question.quantity.share
    guessed, found = guess / 100 if share else guess, now.measure(question.quantity, question.line)
    told = number_told(found, share, visitor)
    return _revealed(step).model_copy(
        update={
            "right": question.right(guessed, found),
            "guess": number_told(guessed, share, visitor),
            "answer": told,
            "facts": [contract.Fact(what=quantity_told(question.quantity, visitor), found=told, holds=True)],
            "meaning": question.meaning(guessed, found),
        }
    )


def _choice(
    step: Step, question: Choices, guess: float, now: Seen, before: Seen | None, visitor: Visitor
) -> contract.Revealed:
    chosen = int(guess)
    if not 0 <= chosen < len(question.choices):
        raise LessonError("no_such_answer", number=chosen + 1, count=len(question.choices))
    facts = [[fact(condition, now, before, visitor) for condition in choice.when] for choice in question.choices]
    holding = [at for at, its in enumerate(facts) if all(each.holds for each in its)]
    right = chosen in holding
    place = chosen if right else holding[0] if holding else None
    # What shows it: of the answer that holds; where none does, of all, so that nobody is left guessing.
    shown = facts[place] if place is not None else [each for its in facts for each in its]
    return _revealed(step).model_copy(
        update={
            "right": right,
            "right_choice": place,
            "guess": question.choices[chosen].text,
            "answer": "" if place is None else question.choices[place].text,
            "facts": list(dict.fromkeys(shown)),
            "meaning": "" if right else question.choices[chosen].means,
        }
    )


def _revealed(step: Step) -> contract.Revealed:
    return contract.Revealed(
        right=False,
        right_choice=None,
        guess="",
        answer="",
        facts=[],
        meaning="",
        why=step.why,
        paper=paper_view(step.paper),
    )
