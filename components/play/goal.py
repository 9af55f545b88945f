"""The call that judges an exercise: whether what is on Play reaches its goal, live on the model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from components.contracts import sharing as contract
from components.play.live import options_of
from components.routes.address import here
from components.routes.calls import Superseded, answers
from components.routes.visitor import Visitor
from playground.errors import LinkError, PlaygroundError
from playground.lessons.conditions import Condition, parse
from playground.lessons.lesson import Controls
from playground.lessons.seen import judge, seen_plan
from playground.numbers import fixed, percent
from playground.serving import Superseded as Overtaken
from playground.settings import Settings


class Goals:
    """Answers it.

    Args:
        model: id -> a loaded model, as live answers get it.
        compute: drives a plan on a model: the micro-batcher.
    """

    def __init__(
        self, model: Callable[[str], Awaitable[Any]], compute: Callable[..., Awaitable[Any]], settings: Settings
    ):
        self._model, self._compute, self._settings = model, compute, settings

    @answers(contract.GOAL)
    async def goal(self, asked: contract.GoalAsked, visitor: Visitor) -> contract.Reached:
        """A prompt that cannot be answered is told as Play tells it.

        Raises:
            LinkError: bad_goal.
        """
        condition, state = _condition(asked.goal), asked.state
        model = await self._model(state.model)
        controls = Controls(state.template, state.verbalizer, state.fields, options_of(state))
        plan = seen_plan(controls, model, self._settings)
        try:
            # Of one visitor the newest question counts, as with live answers.
            seen = await self._compute(f"goal {visitor.owner or here()}", model, plan)
        except Overtaken:
            raise Superseded from None
        judged = judge(condition, seen)
        found = judged.found
        if not isinstance(found, str):
            found = percent(found, visitor.language) if judged.share else fixed(found, 0, visitor.language)
        key = "goal.reached" if judged.holds else "goal.missed"
        return contract.Reached(reached=judged.holds, message=visitor.say(key, found=found))


def _condition(text: str) -> Condition:
    """Read a goal.

    Raises:
        LinkError: bad_goal: it is no condition, or one that compares with what was before.
    """
    try:
        condition = parse(text, 1)
    except PlaygroundError:
        raise LinkError("bad_goal", goal=text) from None
    if condition.looks_back:
        raise LinkError("bad_goal", goal=text)
    return condition
