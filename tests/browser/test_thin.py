"""Answers that tell only what is new: the page stays whole, and says when the server takes long."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import settle, shares, top_label

pytestmark = pytest.mark.browser
LIVE = "**/playground/api/live"


def test_the_page_stays_whole_while_answers_tell_only_what_is_new(play: Page):
    answers: list[dict] = []

    def through(route: Route) -> None:
        found = route.fetch()
        answers.append(found.json())
        route.fulfill(response=found)

    play.route(LIVE, through)
    words = play.get_by_test_id("verbalizer-table").inner_text()
    settle(play, lambda: play.locator("#pp-field-text").fill("An awful, boring mess."))
    assert {"template", "verbalizer", "model"} <= set(answers[0]["same"]) and answers[0]["verbalizer"] is None
    assert top_label(play) == "negative"
    assert play.get_by_test_id("verbalizer-table").inner_text() == words
    # A deed needs positions, which came with an earlier answer.
    settle(play, lambda: play.get_by_test_id("word").first.locator(".pp-x").click())
    assert play.get_by_test_id("verbalizer-table").inner_text() != words
    before = shares(play)
    settle(play, lambda: play.locator("#pp-template").fill("{text} It was"))
    settle(play, lambda: play.locator("#pp-template").fill("{text} It was [MASK]."))
    assert shares(play) == before, "a part that an answer lacked is there again"


def test_the_page_says_that_the_server_is_busy_until_it_is_not(play: Page):
    def slowly(route: Route) -> None:
        found = route.fetch()
        route.fulfill(response=found, body=json.dumps({**found.json(), "milliseconds": 1500}))

    expect(play.get_by_test_id("busy")).to_be_hidden()
    play.route(LIVE, slowly)
    settle(play, lambda: play.locator("#pp-field-text").fill("A long line."))
    expect(play.get_by_test_id("busy")).to_be_in_viewport()
    play.unroute(LIVE)
    settle(play, lambda: play.locator("#pp-field-text").fill("A short line."))
    expect(play.get_by_test_id("busy")).to_be_hidden()
