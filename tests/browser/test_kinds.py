"""A kind of job that the app does not know (tests/kinds/countdown), from its button to its line and its card."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import opener, ready
from tests.browser.pages import planned
from tests.patience import BROWSER_PATIENCE
from tests.server import Server, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def launched() -> Iterator[Server]:
    """The app with one more registering line."""
    with running(command=(sys.executable, "-m", "tests.kinds.launch")) as server:
        yield server


@pytest.fixture
def open_page(context: BrowserContext, launched: Server) -> Callable[..., Page]:
    """`open_page()` -> the Evaluate page, which lists countdowns too."""
    return opener(context, launched.url, "/evaluate", planned)


def count(page: Page, jobs: int) -> None:
    """Press the button; then there are so many jobs."""
    page.get_by_test_id("countdown").click()
    expect(page.get_by_test_id("job")).to_have_count(jobs)


def done(page: Page) -> None:
    """Wait until the newest job is over."""
    expect(page.get_by_test_id("job").first).to_have_attribute("data-state", "done", timeout=BROWSER_PATIENCE)


def test_a_countdown_is_listed_chosen_renamed_compared_repeated_and_deleted(open_page, context, launched):
    play = opener(context, launched.url, "/", ready)()
    page = open_page()
    expect(page.locator("#countdown-card")).to_be_hidden()
    count(page, 1)
    expect(play.get_by_test_id("job-chip-evaluate")).to_contain_text("evaluati")
    play.close()
    job = page.get_by_test_id("job").first
    expect(job).to_have_class(re.compile("pp-chosen"))
    expect(job).to_contain_text(re.compile(r"\d+ left"), timeout=BROWSER_PATIENCE)
    expect(job.get_by_role("progressbar")).not_to_have_attribute("aria-valuenow", "0")
    expect(page.get_by_test_id("countdown-left")).to_contain_text(" left")
    done(page)
    expect(page.get_by_test_id("countdown-left")).to_have_text("Lift-off!")
    with page.expect_download() as saved:
        page.get_by_test_id("download-numbers").click()
    assert saved.value.path().read_text().splitlines() == [str(number) for number in reversed(range(150))]

    page.get_by_test_id("job-rename").click()
    page.get_by_test_id("job-name").fill("Apollo")
    page.get_by_test_id("job-name").press("Enter")
    expect(page.get_by_test_id("job-title")).to_have_text("Apollo")
    expect(page.get_by_test_id("job-title")).to_be_focused()
    page.reload()
    expect(page.locator("#countdown-card h2")).to_have_text("Apollo")

    page.get_by_test_id("job-repeat").click()
    expect(page.get_by_test_id("job")).to_have_count(2)
    done(page)
    for box in page.get_by_test_id("job").locator(".pp-check").all():
        box.check()
    rows = page.get_by_test_id("compare").locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("Apollo")
    for left in (1, 0):
        page.get_by_test_id("job-delete").first.click()
        expect(page.get_by_test_id("job")).to_have_count(left)
    expect(page.locator("#countdown-card")).to_be_hidden()
    expect(page.get_by_test_id("compare")).to_have_count(0)


def test_kinds_stand_side_by_side_and_one_is_in_sight(open_page):
    page = open_page()
    count(page, 1)
    done(page)
    page.get_by_test_id("evaluate").click()
    expect(page.get_by_test_id("job")).to_have_count(2)
    done(page)
    expect(page.get_by_test_id("accuracy")).to_be_visible()
    expect(page.locator("#countdown-card")).to_be_hidden()
    boxes = page.get_by_test_id("job").locator(".pp-check")
    boxes.first.check()
    boxes.last.check()
    assert not boxes.first.is_checked(), "jobs of two kinds cannot stand beside each other"
    page.get_by_test_id("job-title").last.click()
    expect(page.locator("#countdown-card")).to_be_visible()
    expect(page.get_by_test_id("accuracy")).to_be_hidden()
    page.reload()
    expect(page.locator("#countdown-card")).to_be_visible()


def test_a_script_that_does_not_arrive_is_told(context, launched):
    context.route("**/playground/kinds/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{launched.url}/evaluate")
    expect(page.get_by_test_id("page-broken")).to_be_visible()
