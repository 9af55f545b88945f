"""Searching in the page: one search of each kind, from its form to Play."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import choose, opener, ready
from tests.patience import BROWSER_PATIENCE
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def open_search(context: BrowserContext, few: Server) -> Callable[..., Page]:
    """`open_search(path)` -> the Search page with the plan of its form."""
    return opener(context, few.url, "/search", planned)


def planned(page: Page) -> None:
    """Wait until the page takes input and knows what the form would cost."""
    expect(page.locator(".pp-search[data-ready=true]")).to_be_visible()
    expect(page.get_by_test_id("triggers-cost")).not_to_be_empty()


def fill(page: Page, form: str, **values: int) -> None:
    """Write numbers into a form's options."""
    for name, value in values.items():
        page.locator(f"#pp-option-{form}-{name}").fill(str(value))


def finished(page: Page, kind: str) -> None:
    """Wait until the newest search is done and its result stands."""
    expect(page.get_by_test_id("job").first).to_have_attribute("data-state", "done", timeout=BROWSER_PATIENCE)
    expect(page.get_by_test_id(f"{kind}-sentence")).not_to_be_empty()


def in_play(page: Page) -> Page:
    """The page once it is Play with an answer."""
    page.wait_for_url(re.compile(r"/\?"))
    ready(page)
    return page


def test_trigger_words_are_searched_watched_and_used_in_play(open_search):
    page = open_search()
    expect(page.locator("#pp-triggers-template")).to_have_value("{text} [T*3] It was [MASK].")
    page.get_by_test_id("pp-trigger-count").fill("2")
    expect(page.locator("#pp-triggers-template")).to_have_value("{text} [T*2] It was [MASK].")
    expect(page.get_by_test_id("search-rival")).to_contain_text("{text} It was [MASK].")
    fill(page, "triggers", steps=0)
    expect(page.get_by_test_id("field-error-steps")).to_contain_text("between 1 and 1000")
    fill(page, "triggers", steps=2, candidates=4, examples=4)
    expect(page.get_by_test_id("field-error-steps")).to_be_hidden()
    page.get_by_test_id("triggers-start").click()
    expect(page.get_by_test_id("job")).to_have_count(1, timeout=BROWSER_PATIENCE)
    finished(page, "triggers")
    for picture in ("triggers-curves", "triggers-scatter"):
        expect(page.get_by_test_id(picture)).not_to_have_attribute("data-rev", "0")
    expect(page.get_by_test_id("linear")).to_contain_text("words were tried")
    expect(page.get_by_test_id("looks")).to_contain_text("only one of your jobs")
    lines = page.get_by_test_id("triggers-lines").locator("tbody tr")
    expect(lines).to_have_count(4)
    found = page.get_by_test_id("line-found").locator(".pp-search-text").inner_text()
    assert page.get_by_test_id("triggers-prompt").inner_text().split() == found.split()
    page.get_by_test_id("use-found").click()
    expect(in_play(page).locator("#pp-template")).to_have_value(found)


def test_templates_race_are_ranked_and_used_in_play(open_search):
    page = open_search()
    choose(page, "pp-view-templates")
    expect(page.get_by_test_id("templates-cost")).not_to_be_empty()
    for source in ("infilling", "mining", "paraphrase"):
        page.get_by_test_id(f"search-method-{source}").uncheck()
    page.get_by_test_id("search-bank").select_option("opinion")
    fill(page, "templates", examples=4, finalists=2, ensemble=2)
    page.get_by_test_id("search-more").locator("visible=true").locator("summary").click()
    fill(page, "templates", rounds=1, edits=2)
    page.get_by_test_id("templates-start").click()
    expect(page.get_by_test_id("job")).to_have_count(1, timeout=BROWSER_PATIENCE)
    finished(page, "templates")
    expect(page.get_by_test_id("race-round").first).to_contain_text("left")
    ranked = page.get_by_test_id("ranked-template")
    expect(ranked.first).to_have_attribute("data-stands", "best")
    expect(page.get_by_test_id("templates-lines").locator("tbody tr")).to_have_count(5)
    expect(page.get_by_test_id("line-together")).to_contain_text("The best 2 together")
    best = ranked.first.locator("th").inner_text()
    assert page.get_by_test_id("line-found").locator(".pp-search-text").inner_text() == best
    chosen = ranked.nth(2).locator("th").inner_text()
    ranked.nth(2).get_by_test_id("use-template").click()
    expect(in_play(page).locator("#pp-template")).to_have_value(chosen)


def test_label_words_are_ranked_put_together_by_clicks_and_used_in_play(open_search):
    page = open_search()
    choose(page, "pp-view-label-words")
    expect(page.get_by_test_id("label_words-cost")).not_to_be_empty()
    page.get_by_test_id("search-method-assignments").uncheck()
    fill(page, "label_words", examples=4)
    page.get_by_test_id("label_words-start").click()
    expect(page.get_by_test_id("job")).to_have_count(1, timeout=BROWSER_PATIENCE)
    finished(page, "label_words")
    expect(page.get_by_test_id("rankings").locator("thead th")).to_have_count(4)
    expect(page.get_by_test_id("label_words-lines").locator("tbody tr")).to_have_count(5)
    before = page.get_by_test_id("chosen-words").inner_text()
    page.get_by_test_id("take-ratio").click()
    chosen = page.get_by_test_id("chosen-words")
    expect(chosen).not_to_have_text(before)
    label = page.get_by_test_id("ranking").first
    more = label.locator("td").last.locator("[data-testid=ranked-word][aria-pressed=false]").first
    word = more.locator("span").inner_text()
    more.click()
    expect(chosen).to_contain_text(word)
    wanted = chosen.inner_text()
    page.get_by_test_id("use-words").click()
    expect(in_play(page).locator("#pp-verbalizer")).to_have_value(wanted)
