"""The pictures of both READMEs, taken anew: `python -m tests.screenshots` (some minutes; `--only NAME` for one of them).

Each is what a visitor sees at 1440 x 900 in light colours, with what the page begins with, once its job is done. Not a
test: what a page shows is held by `tests/browser`.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.server import running

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "screenshots"
SIZE = {"width": 1440, "height": 900}
PATIENCE = 1_500_000  # ms: a search on a busy machine
LARGEST = 300_000  # bytes of a new picture
STILL = 2_000  # ms: bars glide to their ends


def play(page: Page) -> None:
    """What Play begins with."""
    page.locator("[data-testid=labels-plot]:not([data-rev='0'])").wait_for()


def shelf(page: Page) -> None:
    """The lessons beside Play."""
    play(page)
    page.get_by_test_id("pp-learn-open").click()
    page.get_by_test_id("lesson-open-01-what-it-knows").wait_for()


def lesson(page: Page) -> None:
    """A step of the lesson on calibration, guessed and answered."""
    shelf(page)
    page.get_by_test_id("lesson-open-06-calibration").click()
    page.locator(".pp-step-dot").nth(2).click()
    page.get_by_test_id("guess-0").check()
    page.get_by_test_id("reveal").click()
    page.get_by_test_id("revealed").wait_for()
    page.locator("#pp-labels").scroll_into_view_if_needed()


def job(start: str, ready: str, cost: str, shown: str, view: str = "") -> Callable[[Page], None]:
    """A page of jobs (in one of its views) with a finished one, which is begun where there is none, and what it came to."""

    def take(page: Page) -> None:
        page.locator(f"{ready}[data-ready=true]").wait_for()
        if view:
            page.locator(f"label:has([data-testid=pp-view-{view}])").click()
        page.get_by_test_id(cost).filter(has_text="·").wait_for()
        page.wait_for_timeout(STILL)
        if not page.get_by_test_id("job").count():
            page.get_by_test_id(start).click()
        page.locator("[data-testid=job][data-state=done]").first.wait_for()
        page.get_by_test_id(shown).first.wait_for()
        page.wait_for_timeout(STILL)
        page.evaluate("scrollTo(0, 0)")

    return take


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "play": ("/", play),
    "play-zh": ("/zh", play),
    "learn": ("/", lesson),
    "learn-zh": ("/zh", shelf),
    "train": ("/train", job("train", ".pp-train", "cost", "result-sentence")),
    "evaluate": ("/evaluate", job("evaluate", ".pp-evaluate", "cost", "accuracy")),
    "compare": ("/compare", job("grid-start", ".pp-compare", "grid-cost", "grid-summary")),
    "search": ("/search", job("label_words-start", ".pp-search", "label_words-cost", "ranked-word", "label-words")),
}


def saved(png: bytes, file: Path) -> None:
    """Write a picture, with a palette where it would be larger than the one before."""
    limit = file.stat().st_size if file.exists() else LARGEST
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.save(file, optimize=True)
    if file.stat().st_size > limit:
        # Rare colours count: a swatch, a dot.
        few = picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(file, optimize=True)


def take(browser: Browser, url: str, owner: str, name: str) -> None:
    """Take one of them."""
    path, deed = PICTURES[name]
    context = browser.new_context(viewport=SIZE, locale="zh-CN" if name.endswith("zh") else "en-US")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(f"localStorage.setItem('pp.theme', 'light'); localStorage.setItem('pp.owner', '{owner}')")
    page = context.new_page()
    page.goto(url + path)
    deed(page)
    page.wait_for_timeout(STILL)
    saved(page.screenshot(), FOLDER / f"{name}.png")
    context.close()


def main() -> None:
    """Take all of them, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PICTURES, default=list(PICTURES), metavar="NAME")
    parser.add_argument("--url", help="of an app that runs (default: one is started)")
    parser.add_argument("--owner", default="0" * 32, help="whose jobs the pictures show")
    asked = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with nullcontext() if asked.url else running() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in asked.only:
            take(browser, asked.url or server.url, asked.owner, name)
        browser.close()


if __name__ == "__main__":
    main()
