"""Every claim of a lesson, asked of a model: what the check command and the tests run.

A claim is more than the lines called `claim`: the expected answer to each question, the wrong ones' being wrong, that the
task is not done when it begins, and that its solution solves it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from playground.errors import PlaygroundError
from playground.lessons.conditions import Condition
from playground.lessons.lesson import Choices, Controls, Glossary, Lesson, Number, Step
from playground.lessons.seen import Seen, judge, seen_plan
from playground.models.language_model import LanguageModel
from playground.scoring.plans import drive


@dataclass(frozen=True)
class Checked:
    """One line of the table: `what` was claimed, whether it `holds`, and what was found. `error` says why it was not asked."""

    line: int
    what: str
    holds: bool
    found: float | str = ""
    share: bool = False
    error: PlaygroundError | None = None


def check_lesson(lesson: Lesson, model: LanguageModel) -> Iterator[Checked]:
    """Check a lesson, claim by claim. Nothing is checked on a model of another kind than the lesson is about."""
    if lesson.kind != model.kind:
        return
    before: Seen | None = None
    for step in lesson.steps:
        now = yield from _seen(step.controls, step.line, model)
        if now is None:
            return
        yield from _check_step(step, now, before)
        before = now
    task = lesson.task
    start = yield from _seen(task.controls, task.line, model)
    solved = yield from _seen(task.solution, task.line, model)
    if start is None or solved is None:
        return
    begun = [_judged(goal, start, start) for goal in task.goals]
    if not any(checked.error for checked in begun):
        done = all(checked.holds for checked in begun)
        yield Checked(task.line, f"{task.title}: not done at the start", not done)
    for goal in task.goals:
        yield _judged(goal, solved, start)


def check_glossary(glossary: Glossary, model: LanguageModel) -> Iterator[Checked]:
    """Every example of the glossary can be asked of the model."""
    for term in glossary.terms:
        if term.controls:
            seen = yield from _seen(term.controls, term.line, model)
            if seen:
                yield Checked(term.line, term.name, True, seen.top("word", 1, term.line))


def _seen(controls: Controls, line: int, model: LanguageModel) -> Generator[Checked, None, Seen | None]:
    try:
        return drive(seen_plan(controls, model), model)
    except PlaygroundError as error:
        yield Checked(line, controls.template, False, error=error)
        return None


def _check_step(step: Step, now: Seen, before: Seen | None) -> Iterator[Checked]:
    if isinstance(step.question, Number):
        yield _number(step.question, now)
    else:
        yield from _choices(step.question, now, before)
    for claim in step.claims:
        yield _judged(claim, now, before)


def _number(question: Number, now: Seen) -> Checked:
    quantity = question.quantity
    what = f"{quantity.name} {quantity.of}".strip()
    try:
        found = now.measure(quantity, question.line)
    except PlaygroundError as error:
        return Checked(question.line, what, False, error=error)
    return Checked(question.line, what, question.right(question.expected, found), found, quantity.share)


def _choices(question: Choices, now: Seen, before: Seen | None) -> Iterator[Checked]:
    for choice in question.choices:
        judged = [_judged(condition, now, before) for condition in choice.when]
        failed = next((checked for checked in judged if checked.error), None)
        if failed:
            yield failed
            continue
        holds = all(checked.holds for checked in judged)
        mark = "x" if choice.expected else " "
        yield Checked(
            choice.line, f"[{mark}] {choice.text}", holds == choice.expected, judged[0].found, judged[0].share
        )


def _judged(condition: Condition, now: Seen, before: Seen | None) -> Checked:
    try:
        found = judge(condition, now, before)
    except PlaygroundError as error:
        return Checked(condition.line, condition.text, False, error=error)
    return Checked(condition.line, condition.text, found.holds, found.found, found.share)
