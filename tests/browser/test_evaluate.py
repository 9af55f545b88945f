"""Evaluating in the page: a prompt on many examples, its mistakes, and whether a better one is really better."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose, ready
from tests.browser.pages import evaluate, finished, planned
from tests.server import Server

pytestmark = pytest.mark.browser
#: Whether the confusion matrix is the one of the accuracy on screen.
MATRIX_FITS = """() => {
    const sum = (part) => part.text.flat().map(Number).reduce((a, b) => a + b);
    const [right, wrong] = document.querySelector("[data-testid=figure-confusion]").data.map(sum);
    const told = document.querySelector("[data-testid=accuracy]").textContent;
    return told === `${((100 * right) / (right + wrong)).toFixed(1)}%`;
}"""
BETTER = "{text} All in all, a [MASK] film."


def sample(page: Page, rows: int) -> None:
    """Ask only so many rows, drawn by chance."""
    choose(page, "pp-evaluate-rows-sample")
    page.get_by_test_id("evaluate-sample").fill(str(rows))
    expect(page.get_by_test_id("cost")).to_contain_text(f"{rows} examples")


def cell(page: Page, row: int, column: int) -> int:
    """The count in a cell of the confusion matrix."""
    counts = "chart => chart.data.map(part => part.text.map(row => row.map(Number)))"
    right, wrong = page.get_by_test_id("figure-confusion").evaluate(counts)
    return int(right[row][column] + wrong[row][column])


def click_cell(page: Page, row: int, column: int) -> None:
    """Click the middle of a cell."""
    plane = page.get_by_test_id("figure-confusion").locator(".nsewdrag").first
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    page.mouse.click(box["x"] + box["width"] * (2 * column + 1) / 4, box["y"] + box["height"] * (2 * row + 1) / 4)


@pytest.fixture
def server(few: Server) -> Server:
    """The app that opens the pages here."""
    return few


def test_from_a_number_to_the_worst_mistake_to_a_better_prompt(open_evaluate):
    page = open_evaluate()
    expect(page.locator("#pp-evaluate-intro")).to_be_visible()
    evaluate(page)
    expect(page.locator("#pp-evaluate-intro")).to_be_hidden()
    expect(page.get_by_test_id("accuracy")).to_have_text(re.compile(r"^\d+\.\d%$"))
    expect(page.get_by_test_id("accuracy-interval")).to_have_text(re.compile(r"\(\d+% to \d+%\), \d+ examples"))
    expect(page.get_by_test_id("baselines").locator("li")).to_have_count(2)
    expect(page.get_by_test_id("evaluate-summary")).not_to_be_empty()

    plain = page.get_by_test_id("accuracy").inner_text()
    choose(page, "pp-reading-choice-calibrated")
    expect(page.get_by_test_id("pp-reading-choice-calibrated")).to_be_checked()
    calibrated = page.locator("label:has([data-testid=pp-reading-choice-calibrated])").inner_text()
    expect(page.get_by_test_id("accuracy")).to_have_text(calibrated.split()[-1])
    choose(page, "pp-reading-choice-plain")
    expect(page.get_by_test_id("accuracy")).to_have_text(plain)

    row, column = (0, 1) if cell(page, 0, 1) else (1, 0)
    mistakes = cell(page, row, column)
    click_cell(page, row, column)
    expect(page.get_by_test_id("examples-count")).to_have_text(f"{mistakes} found")
    expect(page.get_by_test_id("filter-gold")).to_have_value(("positive", "negative")[row])
    expect(page.locator("[data-testid=example][data-right=true]")).to_have_count(0)
    page.get_by_test_id("filter-clear").click()
    expect(page.get_by_test_id("filter-gold")).to_have_value("")
    expect(page.get_by_test_id("examples-count")).to_have_text(f"{cell(page, 0, 1) + cell(page, 1, 0)} found")

    worst = page.get_by_test_id("example").first
    text = worst.locator("p > span").last.inner_text()
    worst.get_by_test_id("open-play").click()
    page.wait_for_url(re.compile(r"/\?"))
    ready(page)
    expect(page.locator("#pp-field-text")).to_have_value(text)

    page.locator("#pp-template").fill(BETTER)
    page.get_by_test_id("page-evaluate").click()
    planned(page)
    expect(page.locator("#pp-evaluate-template")).to_have_value(BETTER)
    evaluate(page, runs=2)
    page.wait_for_function(MATRIX_FITS)
    page.get_by_test_id("job-rename").first.click()
    page.get_by_test_id("job-name").first.fill("All in all")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("job-title").first).to_have_text("All in all")
    for box in page.get_by_test_id("job").locator(".pp-check").all():
        box.check()
    table = page.get_by_test_id("compare")
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table).to_contain_text("All in all")
    expect(page.get_by_test_id("compare-plot")).not_to_have_attribute("data-rev", "0")
    page.get_by_test_id("job-delete").first.click()
    expect(page.get_by_test_id("job")).to_have_count(1)
    expect(table).to_be_hidden()


def test_a_run_outlives_a_reload_and_is_repeated_from_its_record(open_evaluate):
    page = open_evaluate()
    sample(page, 20)
    page.get_by_test_id("evaluate").click()
    expect(page.get_by_test_id("job")).to_have_count(1)
    page.reload()
    planned(page)
    finished(page)
    expect(page.get_by_test_id("accuracy-interval")).to_contain_text("20 examples")
    expect(page.get_by_test_id("evaluate-sample")).to_have_value("20")
    accuracy = page.get_by_test_id("accuracy").inner_text()
    page.get_by_test_id("job-repeat").click()
    expect(page.get_by_test_id("job")).to_have_count(2)
    finished(page)
    expect(page.get_by_test_id("accuracy")).to_have_text(accuracy)


def test_files_and_figures_can_be_taken_away(open_evaluate):
    page = open_evaluate()
    sample(page, 20)
    evaluate(page)
    for kind, ending in (("predictions", ".csv"), ("summary", ".csv"), ("record", ".json")):
        with page.expect_download() as download:
            page.get_by_test_id(f"download-{kind}").click()
        assert download.value.suggested_filename.endswith(ending)
    told = json.loads(download.value.path().read_text("utf-8"))
    record = page.get_by_test_id("record")
    for part in (
        "Film reviews (English), dev",
        told["data"]["fingerprint"][:8],
        f"bundled, revision {told['models'][0]['revision'][:8]}",
        "seed 1",
    ):
        expect(record).to_contain_text(part)
    record.locator(".pp-help").click()
    expect(page.get_by_test_id("popover")).to_contain_text("can be repeated from this")
    for kind in ("png", "svg"):
        page.locator("#pp-figure-confusion").get_by_test_id("figure-menu").click()
        with page.expect_download() as download:
            page.get_by_test_id(f"figure-{kind}").click()
        content = download.value.path().read_bytes()
        if kind == "png":
            assert content.startswith(b"\x89PNG") and int.from_bytes(content[16:20], "big") >= 1600, (
                "too narrow for a slide"
            )
        else:
            assert b"<svg" in content and b"var(--" not in content, "a colour that only this page knows"


def test_what_is_wrong_stands_beside_its_box(open_evaluate):
    page = open_evaluate()
    page.locator("#pp-evaluate-template").fill("{text} It was")
    expect(page.get_by_test_id("error-template")).to_be_visible()
    page.locator("#pp-evaluate-template").fill("{text} It was [MASK].")
    expect(page.get_by_test_id("error-template")).to_be_hidden()
    choose(page, "pp-evaluate-rows-sample")
    page.get_by_test_id("evaluate-sample").fill("none")
    expect(page.get_by_test_id("evaluate-sample")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("path", ["/evaluate", "/zh-evaluate"])
def test_nothing_overflows_sideways(open_evaluate, path):
    page = open_evaluate(path)
    evaluate(page)
    for width in (390, 768, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
