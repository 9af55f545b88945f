"""What the page keeps: gallery, tokens, table, undo, reload, language, links, tabs, looks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import choose, ready, settle, shares, top_label

pytestmark = pytest.mark.browser


def state(page: Page) -> dict:
    """What the tab remembers of the page's state; it writes a moment after the last change."""
    page.wait_for_timeout(400)
    return page.evaluate("JSON.parse(sessionStorage.getItem('pp.state')).state")


def test_an_example_fills_everything_and_undo_brings_the_old_back(play: Page):
    settle(play, lambda: play.get_by_test_id("example-news-topic").click())
    expect(play.locator("#pp-template")).to_have_value("{text} This story is about [MASK].")
    assert top_label(play) == "sports"
    settle(play, lambda: play.locator("#pp-undo").click())
    expect(play.locator("#pp-template")).to_have_value("{text} It was [MASK].")
    settle(play, lambda: play.locator("#pp-redo").click())
    expect(play.locator("#pp-template")).to_have_value("{text} This story is about [MASK].")
    settle(play, lambda: play.locator("#pp-reset").click())
    expect(play.locator("#pp-template")).to_have_value("{text} It was [MASK].")


def test_a_clicked_token_joins_a_label(play: Page):
    token = play.locator("[data-testid=token]:not(.pp-own):not(.pp-not-word)").first
    word = token.get_attribute("data-token")
    token.click()
    settle(play, lambda: play.get_by_test_id("add-to-0").click())
    assert word in state(play)["verbalizer"].split("\n")[0]
    expect(play.get_by_test_id("label-0")).to_contain_text(word)


def test_a_continuation_piece_explains_why_it_is_no_word(play: Page):
    settle(play, lambda: play.get_by_test_id("top-k").select_option("50"))
    settle(play, lambda: play.locator("#pp-template").fill("{text} It was un[MASK]"))
    piece = play.locator("[data-testid=token].pp-not-word").first
    piece.click()
    expect(play.get_by_test_id("popover")).to_contain_text("word")


def test_the_table_edits_the_text(play: Page):
    add = play.get_by_test_id("add-word-0")
    add.fill("fine, nice")
    settle(play, lambda: add.press("Enter"))
    assert state(play)["verbalizer"].startswith("positive: great, good, wonderful, fine, nice\n")
    settle(play, lambda: play.get_by_test_id("label-1").get_by_role("button", name="Remove the word terrible").click())
    assert "terrible" not in state(play)["verbalizer"]
    label = play.get_by_test_id("add-label")
    label.fill("so: so")
    settle(play, lambda: label.press("Enter"))
    expect(play.get_by_test_id("label-2")).to_be_visible()
    assert state(play)["verbalizer"].endswith('"so: so": ')
    name = play.get_by_test_id("label-0").get_by_role("textbox").first
    name.fill("liked")
    settle(play, lambda: name.press("Enter"))
    assert state(play)["verbalizer"].startswith("liked: great")
    settle(play, lambda: play.get_by_test_id("label-2").locator("> .pp-x").click())
    assert "so: so" not in state(play)["verbalizer"]


def test_calibration_changes_the_answer_and_shows_its_inputs(play: Page):
    before = shares(play)
    settle(play, lambda: choose(play, "pp-calibration-contextual"))
    expect(play.get_by_test_id("content-free").first).to_be_visible()
    assert shares(play) != before
    expect(play.get_by_test_id("steps")).to_contain_text("prior")


def test_reload_and_language_keep_everything_typed(play: Page):
    settle(play, lambda: play.locator("#pp-template").fill("{review} 总之很[MASK]。"))
    settle(play, lambda: play.locator("#pp-field-review").fill("一句 & two? #3"))
    settle(play, lambda: choose(play, "pp-aggregation-max"))
    kept = state(play)
    play.reload()
    ready(play)
    assert state(play) == kept
    play.get_by_test_id("language-zh").click()
    play.wait_for_url(re.compile(r"/zh\?"))
    ready(play)
    expect(play.locator("#pp-field-review")).to_have_value("一句 & two? #3")
    expect(play.get_by_test_id("template-kind")).to_have_text("完形填空式")
    assert state(play) == kept


def test_a_link_opens_the_same_prompt_elsewhere(play: Page, browser: Browser):
    settle(play, lambda: play.locator("#pp-template").fill("{text} All in all, a [MASK] one."))
    play.wait_for_url(re.compile("All"))
    elsewhere = browser.new_context(locale="en-US").new_page()
    elsewhere.goto(play.url)
    ready(elsewhere)
    expect(elsewhere.locator("#pp-template")).to_have_value("{text} All in all, a [MASK] one.")
    expect(elsewhere.locator("#pp-field-text")).to_have_value(play.locator("#pp-field-text").input_value())
    elsewhere.context.close()


def test_a_link_gives_the_same_numbers_in_both_languages(open_play):
    link = "?template=%7Btext%7D+It+was+%5BMASK%5D.&verbalizer=positive%3A+great%0Anegative%3A+bad&field.text=dull"
    pages = [open_play(path + link) for path in ("/", "/zh")]
    for page in pages:
        page.wait_for_function("Number(document.querySelector('[data-testid=view-labels]').dataset.answer) > 0")
    english, chinese = (page.get_by_test_id("labels-plot").get_attribute("aria-label") for page in pages)
    assert re.findall(r"[\d.]+%", english) == re.findall(r"[\d.]+%", chinese)


def test_a_link_with_odd_options_and_slot_names_still_opens(open_play):
    page = open_play("/?template=%7B__proto__%7D+%7Bconstructor%7D+%5BMASK%5D.&calibration=evil&top_k=999&aggregation=")
    expect(page.locator(".pp-fields textarea")).to_have_count(2)
    for box in page.locator(".pp-fields textarea").all():
        assert box.input_value() == ""
    expect(page.locator("#pp-top-k")).to_have_value("10")


def test_a_sure_answer_is_not_clipped(play: Page):
    verbalizer = "positive: great\nnegative: bad thing that"
    choose(play, "pp-verbalizer-mode-text")
    settle(play, lambda: play.locator("#pp-verbalizer").fill(verbalizer))
    play.wait_for_timeout(500)
    beyond = play.evaluate("""() => {
        const plot = document.querySelector('[data-testid=labels-plot]');
        const edge = plot.getBoundingClientRect().right;
        const texts = [...plot.querySelectorAll('text')];
        return texts.map((text) => [text.textContent, text.getBoundingClientRect().right - edge]).filter(([, by]) => by > 0);
    }""")
    assert beyond == []


def test_six_tabs_of_one_browser_are_all_live(open_play):
    pages = [open_play() for _ in range(6)]
    for number, page in enumerate(pages):
        settle(page, lambda page=page, number=number: page.locator("#pp-field-text").fill(f"tab {number} is lovely"))
    for page in pages:
        assert shares(page)


def test_a_chinese_browser_lands_on_the_chinese_page(browser: Browser, server):
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(server.url)
    page.wait_for_url(re.compile(r"/zh$"))
    ready(page)
    assert page.evaluate("document.documentElement.lang").startswith("zh")
    expect(page.get_by_test_id("template-kind")).to_have_text("完形填空式")
    page.get_by_test_id("language-en").click()
    ready(page)
    page.goto(server.url)
    ready(page)
    assert "/zh" not in page.url, "an explicit choice wins"
    context.close()


def test_dark_mode_restyles_the_chart_and_survives_a_reload(play: Page):
    def ink() -> str:
        return play.evaluate("getComputedStyle(document.querySelector('h2')).color")

    light = ink()
    colour = play.locator("[data-testid=labels-plot] .ytick text").first
    chart = colour.evaluate("element => getComputedStyle(element).fill")
    while not play.evaluate("document.body.classList.contains('dark')"):
        play.locator("#pp-theme").click()
    assert ink() != light
    play.wait_for_function(
        "before => getComputedStyle(document.querySelector('[data-testid=labels-plot] .ytick text')).fill !== before",
        arg=chart,
    )
    play.reload()
    ready(play)
    assert play.evaluate("document.body.classList.contains('dark')")


@pytest.mark.parametrize("width", [390, 768, 1280, 1440])
@pytest.mark.parametrize("path", ["/", "/zh"])
def test_nothing_overflows_sideways(open_play, width, path):
    page = open_play(path)
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_another_model_can_be_loaded_and_chosen_for_this_tab_only(context: BrowserContext, open_play, checkpoint):
    page, other = open_play(), open_play()
    folder = checkpoint("gpt2")
    page.locator("#pp-model").click()
    page.locator("#pp-model-id").fill("no/such-model")
    page.get_by_test_id("model-load").click()
    expect(page.get_by_test_id("model-error")).to_contain_text("no/such-model")
    page.locator("#pp-model-id").fill(str(folder))
    settle(page, lambda: page.get_by_test_id("model-load").click())
    expect(page.locator("#pp-model")).to_contain_text("causal")
    assert state(page)["model"] == str(folder)
    expect(page.get_by_test_id("pp-filling-independent")).to_be_hidden()
    settle(other, lambda: other.locator("#pp-field-text").fill("fine"))
    expect(other.locator("#pp-model")).to_contain_text("bundled")
