"""Comparing in the page: a filled form, a grid that fills, its best cell in Play, and one word changed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import choose, opener, ready
from tests.patience import BROWSER_PATIENCE
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def server(few: Server) -> Server:
    """The app that opens the pages here."""
    return few


@pytest.fixture
def open_compare(context: BrowserContext, server) -> Callable[..., Page]:
    """`open_compare(path)` -> the Compare page with the plan of its form."""
    return opener(context, server.url, "/compare", planned)


def planned(page: Page) -> None:
    """Wait until the page takes input and knows what the form would cost."""
    expect(page.locator(".pp-compare[data-ready=true]")).to_be_visible()
    expect(page.get_by_test_id("grid-cost")).not_to_be_empty()


def keep(page: Page, templates: int, verbalizers: int) -> None:
    """Take lines out of the form's lists until so many are left."""
    for kind, left in (("template", templates), ("verbalizer", verbalizers)):
        removes = page.get_by_test_id(f"{kind}-remove")
        while removes.count() > left:
            removes.last.click()


def sample(page: Page, rows: int) -> None:
    """Measure on a few examples."""
    if not page.get_by_test_id("compare-sample").is_visible():
        page.get_by_test_id("compare-more").locator("summary").click()
    page.get_by_test_id("compare-sample").fill(str(rows))


def run_grid(page: Page) -> None:
    """Two templates with two verbalizers on a sample, from the button to the last cell."""
    keep(page, 2, 2)
    sample(page, 12)
    expect(page.get_by_test_id("grid-cost")).to_contain_text("4 ")
    page.get_by_test_id("grid-start").click()
    expect(page.locator("#pp-grid-result[data-state=done]")).to_be_visible(timeout=BROWSER_PATIENCE)


def take(page: Page, view: str, kind: str) -> str:
    """Save a file of the run in sight and read it."""
    with page.expect_download() as download:
        page.locator(f"#pp-{view}-result").get_by_test_id(f"download-{kind}").click()
    assert download.value.suggested_filename.startswith(kind)
    return download.value.path().read_text("utf-8-sig")


def lines(text: str) -> list[dict[str, str]]:
    """A CSV, line by line."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_grid_is_one_click_away_and_its_cells_open_in_play(open_compare):
    page = open_compare()
    templates = page.get_by_test_id("templates").locator("textarea")
    assert templates.count() == 6 and page.get_by_test_id("verbalizers").locator("textarea").count() == 4
    expect(page.get_by_test_id("grid-cost")).to_contain_text("24 ")
    run_grid(page)
    expect(page.get_by_test_id("heatmap")).to_be_visible()
    expect(page.get_by_test_id("tie-rule")).to_contain_text("McNemar")
    cells = page.get_by_test_id("cell")
    expect(cells).to_have_count(6)  # with the average of both templates
    assert page.locator("[data-testid=cell][data-mark=best]").count() == 1
    assert page.locator("[data-testid=cell][data-mark=tied]").count() >= 1, (
        "a dozen examples cannot tell all prompts apart"
    )
    numbers = cells.locator("strong").all_inner_texts()
    drawn = page.get_by_test_id("heatmap").locator(".annotation-text").all_text_contents()
    assert all(re.fullmatch(r"\d+%", number) and number in drawn for number in numbers)

    choose(page, "pp-grid-look-table")
    cells.nth(3).click()
    expect(page.get_by_test_id("cell-accuracy")).to_have_text(numbers[3])
    expect(page.get_by_test_id("cell-play")).to_be_enabled()
    template, verbalizer = (
        templates.nth(1).input_value(),
        page.get_by_test_id("verbalizers").locator("textarea").nth(1).input_value(),
    )
    page.reload()
    planned(page)
    expect(page.locator("#pp-grid-result[data-state=done]")).to_be_visible()
    choose(page, "pp-grid-look-picture")
    page.get_by_test_id("heatmap").locator(".nsewdrag").first.click(position={"x": 300, "y": 110})
    expect(page.get_by_test_id("cell-accuracy")).to_have_text(numbers[3])
    expect(page.get_by_test_id("cell-play")).to_be_in_viewport(ratio=1)
    expect(page.get_by_test_id("heatmap")).to_be_in_viewport(ratio=0.5)
    page.get_by_test_id("cell-play").click()
    page.wait_for_url(re.compile(r"/\?template="))
    ready(page)
    expect(page.locator("#pp-template")).to_have_value(template)
    expect(page.locator("#pp-verbalizer")).to_have_value(verbalizer)


def test_a_grid_can_be_taken_away_and_quoted(open_compare):
    page = open_compare()
    page.get_by_test_id("compare-more").locator("summary").click()
    page.get_by_test_id("compare-seeds").fill("1, 2")
    run_grid(page)
    choose(page, "pp-grid-look-table")
    cells = page.get_by_test_id("cell")
    for place in (0, 3):
        cells.nth(place).click()
        expect(page.get_by_test_id("cell-accuracy")).to_have_text(cells.nth(place).locator("strong").inner_text())
        predictions = lines(take(page, "grid", "predictions"))
        right = sum(line["label"] == line["plain: predicted"] for line in predictions)
        expect(page.get_by_test_id("cell-part")).to_contain_text(f"{right} of {len(predictions)}")
    cells.nth(4).click()  # the average: no prompt answered it
    expect(page.get_by_test_id("download-predictions").locator("visible=true")).to_have_count(0)
    summary = lines(take(page, "grid", "summary"))
    assert sum(line["reading"] == "plain" for line in summary) == 6
    told = json.loads(take(page, "grid", "record"))
    assert told["seeds"] == [1, 2] and len(told["rows"]) == 2
    record = page.locator("#pp-grid-result").get_by_test_id("record")
    expect(record).to_contain_text(f"fingerprint {told['data']['fingerprint'][:8]}")
    expect(record).to_contain_text("seeds 1, 2")


def test_one_word_is_dropped_and_replaced(open_compare):
    page = open_compare()
    page.get_by_test_id("data").select_option('{"demo":"film-reviews"}')
    sample(page, 12)
    choose(page, "pp-view-words")
    words = page.get_by_test_id("words-template")
    expect(words).to_contain_text("[MASK]")
    expect(page.get_by_test_id("words-cost")).not_to_be_empty()
    page.get_by_test_id("words-start").click()
    done = page.locator("#pp-words-result[data-state=done]")
    expect(done).to_be_visible(timeout=BROWSER_PATIENCE)
    word = page.get_by_test_id("word").nth(1)
    expect(word.locator(".pp-chip-change")).to_have_text(re.compile(r"^([+−]\d+|0)$"))
    expect(page.get_by_test_id("words-plot")).to_be_visible()
    assert words.locator(".pp-run-slot, .pp-run-mask").count() == 2 and words.locator("button.pp-run-mask").count() == 0
    bars = page.get_by_test_id("words-plot").locator(".bars .point").count()
    word.click()
    page.get_by_test_id("replacement").fill("is")
    page.get_by_test_id("replace").click()
    expect(page.get_by_test_id("job")).to_have_count(2, timeout=BROWSER_PATIENCE)
    expect(word).to_contain_text(re.compile(r"→ is ([+−]\d+|0)"), timeout=BROWSER_PATIENCE)
    expect(done).to_be_visible(timeout=BROWSER_PATIENCE)
    expect(page.get_by_test_id("words-plot").locator(".bars .point")).to_have_count(bars + 1)
    summary = [line for line in lines(take(page, "words", "summary")) if line["reading"] == "plain"]
    assert len(summary) == bars + 2, "the whole template, and a line for each change"
    changed = summary[-1]
    assert changed["word"] == "was" and changed["replaced by"] == "is" and changed["template"] == "{text} It is [MASK]."
    assert all(
        changed[name] for name in ("accuracy", "low", "high", "difference", "difference low", "difference high", "p")
    )
    assert json.loads(take(page, "words", "record"))["rows"][-1]["by"] == "is"
    expect(page.locator("#pp-words-result").get_by_test_id("record")).to_contain_text("bundled, revision")


def test_lines_are_pasted_and_what_is_wrong_stands_beside_its_line(open_compare):
    page = open_compare()
    keep(page, 1, 1)
    first = page.get_by_test_id("templates").locator("textarea").first
    first.fill("")
    first.evaluate(
        """area => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", "{text} It is [MASK].\\n{text} no gap <img src=x onerror=window.hacked=1>\\n");
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, popovers: true, cancelable: true }));
        }"""
    )
    expect(page.get_by_test_id("templates").locator("textarea")).to_have_count(2)
    error = page.get_by_test_id("templates").locator(".pp-field-error")
    expect(error.nth(1)).to_be_visible()
    expect(error.nth(0)).to_be_hidden()
    assert page.locator(".pp-compare img").count() == 0 and page.evaluate("window.hacked") is None
    page.get_by_test_id("take-prompts").click()
    expect(page.get_by_test_id("templates").locator("textarea")).to_have_count(6)
    page.get_by_test_id("template-remove").first.click()
    page.get_by_test_id("add-play").click()
    expect(page.get_by_test_id("templates").locator("textarea").last).to_have_value("{text} It was [MASK].")


@pytest.mark.parametrize("path", ["/compare", "/zh-compare"])
def test_nothing_overflows_sideways(open_compare, path):
    page = open_compare(path)
    for view in ("grid", "words"):
        choose(page, f"pp-view-{view}")
        for width in (390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.wait_for_timeout(80)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (view, width)
