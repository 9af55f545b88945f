"""A real Chromium against the real app. Without a browser these tests skip and say how to get one."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.pages import planned
from tests.server import Server, running

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
expect.set_options(timeout=60_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests; gone before others run, for Playwright keeps an event loop."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no browser: install Chromium (apt install chromium) or set CHROMIUM=/path/to/chrome")
    with sync_playwright() as playwright:
        # No sandbox: CI runs as root. No background traffic: it would look like ours. No stand-in for a graphics card:
        # it draws each frame, where without one nothing is drawn that nobody looks at.
        quiet = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        chromium = playwright.chromium.launch(executable_path=path, args=quiet)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile whose every request outside the app is refused, and counted.

    It wants no motion: what pulses while a job runs would take from the job a good part of a core.
    """
    made = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US", reduced_motion="reduce")
    made.set_default_timeout(60_000)
    made.outside = []

    def gate(route):
        if route.request.url.startswith("http://127.0.0.1"):
            route.continue_()
        else:
            made.outside.append(route.request.url)
            route.abort()

    made.route("**/*", gate)
    yield made
    made.close()
    assert made.outside == [], "the page asked for something outside"


@pytest.fixture(scope="session")
def few() -> Iterator[Server]:
    """The app, with little to measure: for tests that wait for jobs to end."""
    with running(command=(sys.executable, "-m", "tests.browser.few_tests")) as app:
        yield app


def opener(context: BrowserContext, url: str, first: str, wait: Callable[[Page], None]) -> Callable[..., Page]:
    """`open_(path)` -> a page of the app once `wait` is over, failing on script errors."""

    def open_(path: str = first) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.goto(url + path)
        wait(page)
        return page

    return open_


@pytest.fixture
def open_play(context: BrowserContext, server) -> Callable[..., Page]:
    """`open_play(path)` -> the Play page, ready for input."""
    return opener(context, server.url, "/", ready)


def ready(page: Page) -> None:
    """Wait until the editor takes input and the first chart stands."""
    expect(page.locator(".pp-editor[data-ready=true]")).to_be_visible()
    expect(page.get_by_test_id("labels-plot")).not_to_have_attribute("data-rev", "0")


@pytest.fixture
def open_evaluate(context: BrowserContext, server) -> Callable[..., Page]:
    """`open_evaluate(path)` -> the Evaluate page with the plan of its form."""
    return opener(context, server.url, "/evaluate", planned)


@pytest.fixture
def play(open_play) -> Page:
    """The English Play page."""
    return open_play()


def answer_number(page: Page) -> int:
    """The revision of the state that the labels on screen answer."""
    return int(page.get_by_test_id("view-labels").get_attribute("data-answer"))


def settle(page: Page, deed: Callable[[], object]) -> None:
    """Do something and wait until an answer to it is on screen."""
    before = answer_number(page)
    deed()
    page.wait_for_function(
        "before => Number(document.querySelector('[data-testid=view-labels]').dataset.answer) > before", arg=before
    )


def choose(page: Page, name: str) -> None:
    """Click a segment of a segmented control, as a mouse does: its radio button is invisible."""
    page.locator(f"label:has([data-testid={name}])").click()


def shares(page: Page) -> dict[str, str]:
    """Label -> share, as the chart tells a screen reader."""
    told = page.get_by_test_id("labels-plot").get_attribute("aria-label").split(": ", 1)[1]
    return dict(pair.rsplit(" ", 1) for pair in told.split(", "))


def top_label(page: Page) -> str:
    """The most probable label."""
    found = shares(page)
    return max(found, key=lambda label: float(found[label].rstrip("%")))
