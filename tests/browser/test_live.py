"""Between the page and the server: how often it asks, and what it says when there is no answer."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import settle, shares, top_label

pytestmark = pytest.mark.browser
LIVE = "**/playground/api/live"
FAULT = {"message": "Something went wrong.", "target": "general", "start": None, "end": None, "fields": {}}


def asked(page: Page) -> list[str]:
    """The texts that the page asks about from now on."""
    seen: list[str] = []

    def note(request) -> None:
        if request.url.endswith("/playground/api/live"):
            seen.append(json.loads(request.post_data or "{}")["state"]["fields"]["text"])

    page.on("request", note)
    return seen


def test_answers_come_while_the_typing_goes_on(play: Page):
    seen = asked(play)
    text = play.locator("#pp-field-text")
    text.fill("")
    play.wait_for_timeout(500)
    seen.clear()
    # Keys closer together than the pause that ends a word: a pause alone would never come.
    settle(play, lambda: text.press_sequentially("a wonderful film with a great cast", delay=60))
    assert len(seen) >= 5
    expect(play.get_by_test_id("reading-summary")).to_contain_text("of 512")
    play.wait_for_timeout(500)
    assert seen[-1] == "a wonderful film with a great cast"


def test_one_question_is_under_way_and_the_newest_text_goes_next(play: Page):
    held: list[Route] = []
    play.route(LIVE, lambda route: held.append(route))
    text = play.locator("#pp-field-text")
    for words in ("dull", "dull and", "dull and awful"):
        text.fill(words)
        play.wait_for_timeout(400)
    assert len(held) == 1, "no second question while one is under way"
    seen = asked(play)
    settle(play, lambda: (held[0].continue_(), play.unroute(LIVE)))
    play.wait_for_timeout(500)
    assert seen == ["dull and awful"]
    assert top_label(play) == "negative"


def test_a_fault_of_the_server_is_told_and_the_next_answer_takes_it_away(play: Page):
    before = shares(play)
    play.route(LIVE, lambda route: route.fulfill(status=500, json=FAULT))
    text = play.locator("#pp-field-text")
    settle(play, lambda: text.fill("An awful mess."))
    expect(play.get_by_test_id("error-general")).to_contain_text("Something went wrong.")
    assert shares(play) == before, "the last picture stays"
    play.unroute(LIVE)
    settle(play, lambda: text.fill("An awful, boring mess."))
    expect(play.get_by_test_id("error-general")).to_have_count(0)
    assert top_label(play) == "negative"


def test_a_lost_connection_is_told_and_comes_back_by_itself(play: Page):
    play.route(LIVE, lambda route: route.abort())
    text = play.locator("#pp-field-text")
    text.fill("An awful mess.")
    expect(play.get_by_test_id("silence")).to_be_visible()
    play.unroute(LIVE)
    # Nobody types: the page asks again.
    expect(play.get_by_test_id("silence")).to_be_hidden()
    play.wait_for_function("!document.documentElement.classList.contains('pp-waiting')")
    assert top_label(play) == "negative"
    play.route(LIVE, lambda route: route.abort())
    text.fill("A wonderful, perfect film.")
    expect(play.get_by_test_id("silence")).to_be_visible()
    play.unroute(LIVE)
    settle(play, lambda: text.fill("A wonderful, perfect, great film."))
    expect(play.get_by_test_id("silence")).to_be_hidden()
    assert top_label(play) == "positive"
