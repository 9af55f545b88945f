"""Every lesson in both languages, walked as a student does: a wrong guess, right guesses, and the task solved by typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from playground.lessons.lesson import Choices, Controls, Lesson, Number, Step
from playground.lessons.shelf import shelf
from tests.browser.conftest import choose, ready

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "path"), [("en", "/"), ("zh", "/zh")])
def test_every_lesson_asks_first_and_is_solved_live(open_play, language, path, pytestconfig):
    every = shelf(language).lessons
    # Each way of asking and setting is in these; all of them with --thorough.
    lessons = every if pytestconfig.getoption("--thorough") else [every[i] for i in (2, 5, 9)]
    page = open_play(path)
    choose(page, "pp-verbalizer-mode-text")
    page.get_by_test_id("pp-learn-open").click()
    for lesson in lessons:
        page.get_by_test_id(f"lesson-open-{lesson.id}").click()
        walk(page, lesson)
        page.get_by_test_id("learn-shelf").click()
        expect(page.get_by_test_id(f"lesson-{lesson.id}")).to_contain_text("✓")
    # What was done is kept in the browser, and stands in the summary after a reload.
    page.reload()
    ready(page)
    page.get_by_test_id("learn-summary").click()
    expect(page.get_by_test_id("summary-lesson")).to_have_count(len(lessons))
    expect(page.get_by_test_id("summary")).to_contain_text(lessons[0].task.solution.template)


def walk(page: Page, lesson: Lesson) -> None:
    """A wrong guess in the first step, right ones in all, then the task."""
    for number, step in enumerate(lesson.steps):
        expect(page.get_by_test_id("learn-question")).to_contain_text(step.question.question.split("`")[0])
        expect(page.get_by_test_id("reveal")).to_be_disabled()
        # Set as the step says, and covered until the guess.
        expect(page.locator("#pp-template")).to_have_value(step.controls.template)
        expect(page.get_by_test_id("view-sentence")).to_be_hidden()
        guess(page, step, right=number > 0)
        expect(page.get_by_test_id("revealed")).to_have_attribute("data-right", str(number > 0).lower())
        expect(page.get_by_test_id("view-sentence")).to_be_visible()
        expect(page.get_by_test_id("meaning")).to_have_count(0 if number else 1)
        page.get_by_test_id("step-next").click()
    expect(page.get_by_test_id("goals")).to_have_attribute("data-done", "false")
    solve(page, lesson.task.controls, lesson.task.solution)
    expect(page.get_by_test_id("solved")).to_be_visible()


def guess(page: Page, step: Step, right: bool) -> None:
    """Answer as the lesson's author expects, or otherwise."""
    match step.question:
        case Choices(choices=choices):
            place = next(i for i, choice in enumerate(choices) if choice.expected == right)
            page.get_by_test_id(f"guess-{place}").check()
        case Number() as question:
            off = question.expected if right else 7 * question.expected + 10
            expect(page.get_by_test_id("guess-number")).to_have_value("")
            page.get_by_test_id("guess-number").fill(f"{off * (100 if question.quantity.share else 1):g}")
    page.get_by_test_id("reveal").click()


def solve(page: Page, start: Controls, solution: Controls) -> None:
    """Type what the solution has otherwise than the task's beginning."""
    assert solution.options == start.options
    if solution.template != start.template:
        page.locator("#pp-template").fill(solution.template)
    if solution.verbalizer != start.verbalizer:
        page.locator("#pp-verbalizer").fill(solution.verbalizer)
    for name, text in solution.fields.items():
        if text != start.fields.get(name):
            page.locator(f"#pp-field-{name}").fill(text)
