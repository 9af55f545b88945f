"""Hundreds of label words in Play: what is drawn is bounded, the rest is told in one line and in parts of the table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose, settle

pytestmark = pytest.mark.browser
WORDS = Path(__file__).parent.parent / "wordpieces.txt"


def verbalizer(count: int, labels: int = 2) -> str:
    """So many different words under so many labels."""
    words = [
        word for word in dict.fromkeys(WORDS.read_text(encoding="utf-8").split()) if re.fullmatch("[a-z]{2,}", word)
    ]
    words = [*words, *(first + second for first in words for second in words)][:count]
    return "\n".join(f"label {i}: {', '.join(words[i::labels])}" for i in range(labels))


def drawn(page: Page, chart: str) -> int:
    """How many bars a chart's first trace has."""
    return page.get_by_test_id(chart).evaluate("plot => plot.data[0].x.length")


def test_of_four_hundred_words_thirty_are_drawn(open_play: Callable[..., Page]):
    page = open_play()
    choose(page, "pp-verbalizer-mode-text")
    settle(page, lambda: page.locator("#pp-verbalizer").fill(verbalizer(400)))
    expect(page.get_by_test_id("words-rest")).to_contain_text("and 370 more")
    page.wait_for_function("document.querySelector('[data-testid=words-plot]').data[0].x.length === 30")
    assert drawn(page, "labels-plot") == 2
    choose(page, "pp-verbalizer-mode-table")
    assert page.get_by_test_id("word").count() == 200
    expect(page.get_by_test_id("more-words").first).to_have_text("and 100 more: see the text")


def test_the_table_of_steps_is_told_in_parts(open_play: Callable[..., Page]):
    page = open_play()
    choose(page, "pp-verbalizer-mode-text")
    settle(page, lambda: page.locator("#pp-verbalizer").fill(verbalizer(150, 50)))
    rows = page.get_by_test_id("steps-rows")
    expect(rows).to_have_text("rows 1 to 80 of 201")
    expect(page.get_by_test_id("steps-before")).to_be_disabled()
    page.get_by_test_id("steps-after").click()
    expect(rows).to_have_text("rows 81 to 160 of 201")
    page.get_by_test_id("steps-after").click()
    expect(rows).to_have_text("rows 161 to 201 of 201")
    expect(page.get_by_test_id("steps-after")).to_be_disabled()
    settle(page, lambda: page.locator("#pp-verbalizer").fill("a: great\nb: bad"))
    expect(rows).to_be_hidden()
    expect(page.get_by_test_id("steps").locator("tbody tr")).to_have_count(5)


def test_a_pasted_template_is_taken_over_with_one_click(play: Page):
    settle(play, lambda: play.locator("#pp-template").fill("{{text}} Good? ||| {{answer_choices[label]}}"))
    settle(play, lambda: play.locator("#pp-template-card").get_by_test_id("fix").first.click())
    expect(play.locator("#pp-template")).to_have_value("{text} Good? [MASK]")
    expect(play.locator("#pp-template-card").get_by_test_id("fix")).to_have_count(0)
