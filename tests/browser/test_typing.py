"""Typing is live, whatever the way of typing, and the answer is the endpoint's."""

from __future__ import annotations

import pytest
from gradio_client import Client
from playwright.sync_api import Page, expect

from tests.browser.conftest import answer_number, choose, settle, shares, top_label

pytestmark = pytest.mark.browser
FOCUSED = "element => document.activeElement === element"


def test_the_first_example_stands_before_anything_is_typed(play: Page):
    expect(play.locator("#pp-template")).to_have_value("{text} It was [MASK].")
    assert shares(play).keys() == {"positive", "negative"}
    for part in ("labels", "words", "vocabulary", "steps", "reading"):
        expect(play.get_by_test_id(f"view-{part}")).to_be_visible()
    expect(play.get_by_test_id("template-kind")).to_have_text("cloze")


def test_keys_backspace_delete_cut_paste_and_undo_all_count(play: Page):
    text = play.locator("#pp-field-text")
    settle(play, lambda: text.fill("An awful, boring mess."))
    assert top_label(play) == "negative"
    settle(play, lambda: text.press("Backspace"))
    text.press("Home")
    settle(play, lambda: text.press("Delete"))
    expect(text).to_have_value("n awful, boring mess")
    text.press("Control+a")
    settle(play, lambda: text.press("Control+x"))
    expect(text).to_have_value("")
    settle(play, lambda: text.press("Control+v"))
    expect(text).to_have_value("n awful, boring mess")
    settle(play, lambda: text.press("Control+z"))
    expect(text).to_have_value("")
    assert text.evaluate(FOCUSED)


def test_fast_typing_keeps_the_caret_the_chart_and_every_key(play: Page):
    text = play.locator("#pp-field-text")
    text.fill("")
    play.evaluate("window.kept = document.querySelector('[data-testid=labels-plot]').firstElementChild")
    sentence = "a wonderful film with a perfect ending and a great cast"
    settle(play, lambda: text.press_sequentially(sentence, delay=15))
    expect(text).to_have_value(sentence)
    assert text.evaluate(FOCUSED)
    assert text.evaluate("element => element.selectionStart") == len(sentence)
    assert play.evaluate("window.kept.isConnected"), "the chart was built anew"


def test_an_input_method_sends_only_what_it_commits(play: Page):
    text = play.locator("#pp-field-text")
    settle(play, lambda: text.fill(""))
    text.focus()
    devtools = play.context.new_cdp_session(play)
    before = answer_number(play)
    devtools.send("Input.imeSetComposition", {"text": "hen", "selectionStart": 3, "selectionEnd": 3})
    play.wait_for_timeout(500)
    assert answer_number(play) == before, "a half-typed syllable was sent"
    settle(play, lambda: devtools.send("Input.insertText", {"text": "很好"}))
    expect(text).to_have_value("很好")
    expect(play.get_by_test_id("pieces")).to_contain_text("很")


def test_the_page_shows_what_the_endpoint_answers(play: Page, server):
    sentence = "Two hours I will never get back."
    settle(play, lambda: play.locator("#pp-field-text").fill(sentence))
    answer = Client(server.url, verbose=False).predict(
        play.locator("#pp-template").input_value(),
        "positive: great, good, wonderful\nnegative: terrible, bad, boring",
        {"text": sentence},
        api_name="/predict",
    )
    assert shares(play) == {label: f"{probability:.1%}" for label, probability in answer["labels"].items()}


def test_an_error_stands_beside_its_cause_and_the_last_picture_stays(play: Page):
    template = play.locator("#pp-template")
    shown = shares(play)
    settle(play, lambda: template.fill("{text} It was [MASKE]."))
    expect(play.get_by_test_id("error-template")).to_contain_text("[MASKE]")
    assert shares(play) == shown
    settle(play, lambda: template.fill("{text} It is [MASK]."))
    expect(play.get_by_test_id("error-template")).to_be_hidden()


def test_typed_markup_and_code_stay_text(play: Page):
    evil = "<img src=x onerror=window.hacked=1> ${7*6} {{7*7}} <b>bold</b>"
    settle(play, lambda: play.locator("#pp-field-text").fill(evil))
    expect(play.get_by_test_id("pieces")).to_contain_text("window")
    verbalizer = '"<img src=x onerror=window.hacked=1>": good\n"${7*6}": bad'
    choose(play, "pp-verbalizer-mode-text")
    settle(play, lambda: play.locator("#pp-verbalizer").fill(verbalizer))
    expect(play.get_by_test_id("steps")).to_contain_text("${7*6}")
    play.wait_for_timeout(300)
    assert play.evaluate("window.hacked") is None
    assert play.locator("[data-testid^=view-] img").count() == 0


def test_a_long_text_is_cut_and_the_page_says_so(play: Page):
    settle(play, lambda: play.locator("#pp-field-text").fill("a fine film " * 300))
    expect(play.get_by_test_id("reading-summary")).to_contain_text("512 of 512")
    expect(play.get_by_test_id("cut").first).to_be_visible()


def test_openprompt_is_recognised_when_pasted_and_converted(play: Page):
    template = play.locator("#pp-template")
    settle(play, lambda: template.fill('{"placeholder": "text"} It was {"mask"}.'))
    expect(play.get_by_test_id("labels-plot")).to_be_visible()
    settle(play, lambda: play.get_by_test_id("fix").first.click())
    expect(template).to_have_value("{text} It was [MASK].")
