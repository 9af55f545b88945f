"""What leaves a page: its print, its link, its charts, its title; and what stands where no page is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ready, settle
from tests.browser.pages import evaluate
from tests.server import Server

pytestmark = pytest.mark.browser
PAPER = 700  # px: A4 between its margins


@pytest.fixture
def server(few: Server) -> Server:
    """The app that opens the pages here."""
    return few


def link_of(page: Page) -> str:
    """What the link's dialog puts into the clipboard."""
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    page.get_by_test_id("pp-copy").click()
    page.get_by_test_id("pp-link-copy").click()
    page.wait_for_function("window.copied")
    page.keyboard.press("Escape")
    return page.evaluate("window.copied")


def test_a_page_is_printed_light_and_its_charts_fit_the_paper(play: Page):
    play.emulate_media(color_scheme="dark")
    expect(play.locator("body.dark")).to_have_count(1)
    play.evaluate(
        """() => addEventListener("beforeprint", () => {
            const hidden = (name) => getComputedStyle(document.querySelector(name)).display === "none";
            window.paper = {
              dark: document.body.classList.contains("dark"),
              ground: getComputedStyle(document.body).backgroundColor,
              width: document.querySelector("[data-testid=labels-plot]").clientWidth,
              controls: hidden("#pp-copy") && hidden("#pp-undo") && hidden(".pp-pages"),
            };
        })"""
    )
    play.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = play.evaluate("window.paper")
    assert not paper["dark"] and paper["ground"] == "rgb(255, 255, 255)" and paper["controls"]
    assert 300 < paper["width"] < PAPER
    svg = play.get_by_test_id("labels-plot").locator("svg.main-svg").first
    play.wait_for_function(
        "most => document.querySelector('[data-testid=labels-plot] svg').clientWidth < most", arg=PAPER
    )
    assert svg.bounding_box()["width"] < PAPER
    play.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(play.locator("body.dark")).to_have_count(1)


def test_a_link_carries_the_texts_in_sight_and_no_others(play: Page):
    settle(play, lambda: play.locator("#pp-field-text").fill("a secret"))
    settle(play, lambda: play.locator("#pp-template").fill("{review} It was [MASK]."))
    settle(play, lambda: play.locator("#pp-field-review").fill("هذا فيلم رائع"))
    expect(play.locator("#pp-field-review")).to_have_attribute("dir", "auto")
    assert play.locator("#pp-field-review").evaluate("node => getComputedStyle(node).direction") == "rtl"
    link = link_of(play)
    assert "field.review=" in link and "secret" not in link and "field.text" not in link


def test_every_chart_can_be_saved_as_a_picture_and_as_numbers(play: Page):
    for view, head in (("view-labels", '"label","probability"'), ("view-words", '"word","label","probability"')):
        for kind, start in (("csv", head), ("svg", "<svg")):
            play.get_by_test_id(view).get_by_test_id("figure-menu").click()
            with play.expect_download() as saved:
                play.get_by_test_id(f"figure-{kind}").click()
            assert saved.value.suggested_filename.endswith(f".{kind}")
            assert saved.value.path().read_text(encoding="utf-8-sig").startswith(start)


def test_a_link_and_a_story_from_evaluate_show_its_data_and_its_job_to_somebody_else(open_evaluate, browser, server):
    page = open_evaluate("/evaluate?evaluate.data=demo:film-reviews&evaluate.split=test&evaluate.sample=20")
    expect(page.locator("#pp-evaluate-sample")).to_have_value("20")
    evaluate(page)
    told = page.get_by_test_id("accuracy").inner_text()
    link = link_of(page)
    assert "field." not in link
    page.get_by_test_id("pp-copy").click()
    with page.expect_download() as saved:
        page.get_by_test_id("link-story").click()
    story = saved.value.path().read_text(encoding="utf-8")
    assert told in story and story.count("data:image/svg+xml;base64,") > 2
    elsewhere = browser.new_context(locale="en-US").new_page()
    elsewhere.goto(link)
    expect(elsewhere.get_by_test_id("accuracy")).to_have_text(told)
    expect(elsewhere.get_by_test_id("example").first).to_be_visible()
    expect(elsewhere.locator("#pp-evaluate-sample")).to_have_value("20")
    expect(elsewhere.get_by_test_id("job")).to_have_count(0)
    elsewhere.context.close()


def test_each_page_has_its_title_and_an_unknown_address_leads_home(play: Page, server):
    titles = {play.title()}
    for path in ("/zh-train", "/compare"):
        play.goto(server.url + path)
        expect(play.locator("#pp-header .pp-brand")).to_be_visible()
        titles.add(play.title())
    assert len(titles) == 3 and all("Prompt Playground" in title for title in titles)
    assert play.goto(server.url + "/zh-nowhere/at-all").status == 404
    play.get_by_role("link", name="试一试").click()
    ready(play)
