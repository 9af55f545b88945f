"""A closer look on Play: why this label, and a minimal pair, as a reader uses them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose, settle, shares

pytestmark = pytest.mark.browser
STATED = re.compile(r"[+−]\d+\.\d\d")


def unfold(page: Page, name: str) -> None:
    page.get_by_test_id(f"{name}-open").click()


def questions(page: Page) -> list[str]:
    """What the closer look asks from now on."""
    seen: list[str] = []

    def note(request) -> None:
        if request.url.endswith(("/api/explain", "/api/pair")):
            seen.append(request.post_data or "")

    page.on("request", note)
    return seen


def word(page: Page, text: str):
    return page.get_by_test_id("explain-text").locator(".pp-effect", has_text=re.compile(f"^{re.escape(text)}$"))


def test_words_are_coloured_by_what_they_do_and_follow_the_typing(play: Page):
    text, shown = play.locator("#pp-field-text"), play.get_by_test_id("explain-text")
    settle(play, lambda: text.fill("A dull start, but a wonderful ending."))
    expect(shown).to_be_hidden()
    unfold(play, "explain")
    expect(shown).to_have_text("A dull start, but a wonderful ending. It was [MASK].")
    play.get_by_test_id("explain-label").select_option(label="positive")
    expect(word(play, "wonderful")).to_have_class(re.compile("pp-for"))
    expect(play.get_by_test_id("explain-for").locator("li").first).to_contain_text(STATED)
    word(play, "wonderful").hover()
    expect(play.get_by_test_id("explain-detail")).to_contain_text(re.compile(r"wonderful”: \+\d.*without it positive"))
    # One stop for the tab key, arrows within.
    shown.locator("[tabindex='0']").focus()
    play.keyboard.press("ArrowRight")
    expect(play.get_by_test_id("explain-detail")).to_contain_text("dull")
    # The other label, and the other way.
    play.get_by_test_id("explain-label").select_option(label="negative")
    expect(word(play, "wonderful")).to_have_class(re.compile("pp-against"))
    choose(play, "pp-explain-method-gradient")
    expect(play.get_by_test_id("explain-sentence")).to_contain_text("negative")
    settle(play, lambda: text.fill("<img src=x onerror=window.hacked=1> dull"))
    expect(shown).to_contain_text("<img src=x onerror=window.hacked=1> dull")
    assert play.evaluate("window.hacked") is None
    settle(play, lambda: play.locator("#pp-template").fill("{text} It was [MASKE]."))
    expect(play.get_by_test_id("explain-message")).to_contain_text("[MASKE]")
    settle(play, lambda: play.locator("#pp-template").fill("{text} It is [MASK]."))
    expect(shown).to_contain_text("It is [MASK].")


def test_a_copy_is_compared_while_either_text_changes(play: Page):
    text, copy = play.locator("#pp-field-text"), play.locator("#pp-pair-text-copy")
    settle(play, lambda: text.fill("The ending was wonderful."))
    before = shares(play)
    unfold(play, "pair")
    expect(copy).to_have_value("The ending was wonderful.")
    expect(play.get_by_test_id("pair-message")).to_contain_text("same")
    copy.fill("The ending was terrible.")
    expect(play.get_by_test_id("pair-summary")).to_contain_text("positive becomes negative")
    assert play.locator(".pp-pair-row .pp-run-changed").all_inner_texts() == ["wonderful", "terrible"]
    numbers = play.get_by_test_id("pair-label").first.locator(".pp-pair-bars .pp-number")
    expect(numbers.first).to_have_text(before["positive"])
    expect(play.get_by_test_id("pair-label").first.locator(".pp-pair-points")).to_contain_text("−")
    # The copy stays while the text changes; swapping makes it the text.
    settle(play, lambda: text.fill("The ending was good."))
    expect(copy).to_have_value("The ending was terrible.")
    settle(play, lambda: play.get_by_test_id("pair-swap").click())
    expect(text).to_have_value("The ending was terrible.")
    expect(copy).to_have_value("The ending was good.")
    copy.fill("")
    expect(play.get_by_test_id("pair-summary")).to_be_visible()
    play.get_by_test_id("pair-again").click()
    expect(copy).to_have_value("The ending was terrible.")


def test_folded_cards_ask_nothing(play: Page):
    asked = questions(play)
    settle(play, lambda: play.locator("#pp-field-text").fill("A perfect film."))
    play.wait_for_timeout(800)
    assert asked == []
    unfold(play, "explain")
    expect(play.get_by_test_id("explain-text")).to_contain_text("perfect")
    assert len(asked) == 1 and "leave_one_out" in asked[0]
