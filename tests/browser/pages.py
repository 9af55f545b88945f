"""What several tests do on the Evaluate page and in the dialog that brings data."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.patience import BROWSER_PATIENCE


def planned(page: Page) -> None:
    """Wait until the Evaluate page takes input and knows how long an evaluation would take."""
    expect(page.locator(".pp-evaluate[data-ready=true]")).to_be_visible()
    expect(page.get_by_test_id("cost")).not_to_be_empty()


def evaluate(page: Page, runs: int = 1) -> None:
    """Evaluate what the form holds, until its examples stand: then there are so many runs."""
    page.get_by_test_id("evaluate").click()
    expect(page.get_by_test_id("job")).to_have_count(runs, timeout=BROWSER_PATIENCE)
    finished(page)


def finished(page: Page) -> None:
    """Wait until the newest run is done and in sight."""
    newest = page.get_by_test_id("job").first
    expect(newest).to_have_attribute("data-state", "done", timeout=BROWSER_PATIENCE)
    expect(newest).to_have_class(re.compile("pp-chosen"))
    expect(page.get_by_test_id("figure-confusion")).to_be_visible()
    expect(page.get_by_test_id("example").first).to_be_visible()


def choose_file(page: Page, name: str, content: bytes) -> None:
    """Give the dialog a file, opening it first."""
    if not page.get_by_test_id("pp-data-dialog").is_visible():
        page.get_by_test_id("data-add").click()
    page.locator("#pp-data-file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def give_roles(page: Page, *roles: str) -> None:
    """Say of every column what it is for: `slot`, `label`, `split` or `none`."""
    for column, role in enumerate(roles):
        page.get_by_test_id(f"data-role-{column}").select_option(role)


def use(page: Page, name: str) -> None:
    """Keep the rows under a name, and see them chosen."""
    page.get_by_test_id("data-name").fill(name)
    page.get_by_test_id("data-use").click()
    expect(page.get_by_test_id("pp-data-dialog")).to_be_hidden(timeout=BROWSER_PATIENCE)
    expect(page.get_by_test_id("data").locator("option:checked")).to_have_text(name)
