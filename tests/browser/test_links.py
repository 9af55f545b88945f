"""A link's way to others: its QR code, the exercise that it sets, the story that is left."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ready, settle

pytestmark = pytest.mark.browser


def remembered(page: Page, text: str) -> dict:
    """The page's state as the tab remembers it, once this text is in it."""
    page.wait_for_function("text => (sessionStorage.getItem('pp.state') ?? '').includes(text)", arg=text)
    return page.evaluate("JSON.parse(sessionStorage.getItem('pp.state')).state")


def test_an_exercise_opens_elsewhere_as_it_was_made(play: Page, browser: Browser):
    settle(play, lambda: play.locator("#pp-field-text").fill("Dull, <b>but</b> wonderful."))
    made = remembered(play, "Dull")
    play.get_by_test_id("pair-open").click()
    play.locator("#pp-pair-text-copy").fill("Its copy")
    play.get_by_test_id("pp-copy").click()
    play.get_by_test_id("link-exercise").click()
    play.get_by_test_id("exercise-text-box").fill("Look <b>here</b>")
    play.get_by_test_id("exercise-goal-kind").select_option("above")
    play.get_by_test_id("exercise-goal-name").fill("negative")
    play.get_by_test_id("exercise-part-options").select_option("hide")
    play.get_by_test_id("exercise-part-template").select_option("lock")
    play.get_by_test_id("link-shorten").click()
    link = play.get_by_test_id("pp-link-short").input_value()
    expect(play.get_by_test_id("qr")).to_have_attribute("aria-label", f"QR code of {link}")
    play.get_by_test_id("qr-fill").click()
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(play.get_by_test_id("qr-screen").screenshot())))
    assert code.text == link

    elsewhere = browser.new_context(locale="en-US").new_page()
    elsewhere.goto(link)
    ready(elsewhere)
    assert remembered(elsewhere, "Dull") == made
    expect(elsewhere.get_by_test_id("exercise-text")).to_have_text("Look <b>here</b>")
    expect(elsewhere.locator("#pp-pair-text-copy")).to_have_value("Its copy")
    expect(elsewhere.locator("#pp-options")).to_be_hidden()
    expect(elsewhere.get_by_test_id("examples")).to_be_hidden()
    elsewhere.locator("#pp-template").click()
    elsewhere.keyboard.type("typed")
    elsewhere.get_by_test_id("exercise-check").click()
    expect(elsewhere.get_by_test_id("exercise-message")).to_contain_text("Not yet")
    settle(elsewhere, lambda: elsewhere.locator("#pp-field-text").fill("Terrible, boring, bad."))
    elsewhere.get_by_test_id("exercise-check").click()
    expect(elsewhere.get_by_test_id("exercise-message")).to_contain_text("Reached")
    elsewhere.reload()
    ready(elsewhere)
    assert remembered(elsewhere, "Terrible")["template"] == made["template"]
    elsewhere.get_by_test_id("exercise-end").click()
    expect(elsewhere.locator("#pp-options")).to_be_visible()
    settle(elsewhere, lambda: elsewhere.locator("#pp-template").fill("{text} I am [MASK]."))
    elsewhere.context.close()


def test_a_story_opens_with_the_network_blocked(play: Page, browser: Browser, tmp_path):
    play.get_by_test_id("pp-copy").click()
    with play.expect_download() as saved:
        play.get_by_test_id("link-story").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    context = browser.new_context(offline=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("positive")
    for chart in page.get_by_role("img").all():
        assert chart.bounding_box()["height"] > 50
    assert page.get_by_role("img").count() == 2 and asked == [file.as_uri()]
    context.close()
