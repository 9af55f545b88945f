"""From an example of the gallery onwards: Play, Train, Use in Play, Evaluate, Compare, a figure; no dead end."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from playground.gallery import examples
from tests.browser.conftest import ready, settle
from tests.patience import BROWSER_PATIENCE
from tests.server import Server

pytestmark = pytest.mark.browser
HOME = {"en": "/", "zh": "/zh"}
# One a language, and one without labels. All of them with --thorough; that each goes with a set is tested without a browser.
WALKED = ("question-type", "capital", "kinds-zh")


@pytest.fixture
def server(few: Server) -> Server:
    """The app that opens the pages here."""
    return few


def go(page: Page, name: str) -> None:
    """Follow the header to a page that takes input."""
    page.get_by_test_id(f"page-{name}").click()
    expect(page.locator(f".pp-{name}[data-ready=true]")).to_be_visible()


def fit(page: Page, testid: str, cost: Locator) -> None:
    """The plan stands, at once or after the one click that brings the prompt into the set's names."""
    offer = page.get_by_test_id(testid)
    expect(cost.filter(has_text=re.compile(r"\d")).or_(offer.filter(visible=True)).first).to_be_visible()
    if offer.is_visible():
        # The page may fit a prompt by itself meanwhile, and then has nothing to offer any more.
        with suppress(TimeoutError):
            offer.click(timeout=10_000)
    expect(cost).to_have_text(re.compile(r"\d"))


def train(page: Page) -> None:
    """The least training there is, to its end, and its prompt into Play."""
    go(page, "train")
    cost = page.get_by_test_id("cost")
    fit(page, "demo-prompt-fit", cost)
    page.get_by_test_id("more-options").locator("summary").click()
    for name, value in {"steps": "1", "evaluate_every": "1", "batch": "4", "examples": "4"}.items():
        page.get_by_test_id(f"train-{name}").fill(value)
    page.get_by_test_id("train").click()
    expect(page.get_by_test_id("result")).to_be_visible(timeout=BROWSER_PATIENCE)
    expect(page.get_by_test_id("curves")).to_be_visible()
    page.get_by_test_id("keep-use").click()
    page.wait_for_url(re.compile(r"prompt="))
    ready(page)


def evaluate(page: Page) -> None:
    """A few rows of the set that goes with it."""
    go(page, "evaluate")
    cost = page.get_by_test_id("cost")
    fit(page, "demo-prompt-fit", cost)
    page.locator("label:has([data-testid=pp-evaluate-rows-sample])").click()
    page.locator("#pp-evaluate-sample").fill("12")
    page.get_by_test_id("evaluate").click()
    expect(page.get_by_test_id("figure-confusion")).to_be_visible(timeout=BROWSER_PATIENCE)


def compare(page: Page) -> None:
    """The grid that the page fills in by itself, on few rows, to its picture."""
    go(page, "compare")
    expect(page.get_by_test_id("grid-cost")).to_have_text(re.compile(r"\d"))
    page.get_by_test_id("compare-more").locator("summary").click()
    page.get_by_test_id("compare-sample").fill("8")
    page.get_by_test_id("grid-start").click()
    expect(page.get_by_test_id("cell-accuracy")).to_be_visible(timeout=BROWSER_PATIENCE)
    expect(page.get_by_test_id("heatmap")).to_be_visible()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Those of every day, or all."""
    if "id" in metafunc.fixturenames:
        every = metafunc.config.getoption("--thorough")
        metafunc.parametrize("id", [example.id for example in examples()] if every else WALKED)


def test_an_example_leads_from_play_to_a_figure(open_play, id):
    example = next(each for each in examples() if each.id == id)
    page = open_play(HOME[example.language])
    chip = page.get_by_test_id(f"example-{id}")
    if not chip.is_visible():
        page.get_by_test_id("examples-more").click()
    if page.locator("#pp-template").input_value() != example.template:
        settle(page, chip.click)
    train(page)
    evaluate(page)
    compare(page)
