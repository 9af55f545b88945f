"""Play's first screen: the gap can be filled, words are linked, and nothing that matters leaves the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import settle

pytestmark = pytest.mark.browser

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def inside(page: Page, selector: str) -> bool:
    """Whether all of it is in sight, below the header."""
    return page.evaluate(
        """selector => {
          const box = document.querySelector(selector).getBoundingClientRect();
          const head = document.querySelector("#pp-header").getBoundingClientRect().bottom;
          return box.height > 0 && box.top >= head - 1 && box.bottom <= innerHeight + 1;
        }""",
        selector,
    )


def test_a_word_fills_the_gap_and_becomes_a_label_word(play: Page):
    filling = play.locator("[data-testid=filling]:not(.pp-own)").first
    text = filling.get_attribute("data-word")
    filling.click()
    expect(play.get_by_test_id("gap")).to_have_text(text)
    settle(play, lambda: play.get_by_test_id("add-to-0").click())
    expect(play.get_by_test_id("label-0")).to_contain_text(text)
    expect(play.locator(f"[data-testid=filling][data-word={text}]")).to_have_class(re.compile("pp-own"))
    expect(play.get_by_test_id("gap")).to_have_text(text)


def test_pointing_at_a_word_lights_it_wherever_it_stands(play: Page):
    lit = """word => [...document.querySelectorAll("[data-word]")].flatMap((node) =>
      getComputedStyle(node).getPropertyValue("--pp-lit") ? [[node.dataset.word, node.tagName.toLowerCase()]] : [])"""
    play.get_by_test_id("filling").first.hover()
    found = play.evaluate(lit)
    # Sentence, its words, the verbalizer's chip, the bar and its name, the table's row.
    assert {"mark", "button", "li", "g", "tr"} <= {tag for _, tag in found} and {word for word, _ in found} == {"good"}
    play.get_by_test_id("labels-told").hover()
    play.wait_for_function(f"({lit})().length === 0")


def test_the_open_example_is_seen_and_says_what_to_try(play: Page):
    expect(play.get_by_test_id("example-film-review")).to_have_attribute("aria-pressed", "true")
    settle(play, lambda: play.get_by_test_id("example-calibrated").click())
    expect(play.get_by_test_id("example-film-review")).to_have_attribute("aria-pressed", "false")
    expect(play.get_by_test_id("example-line")).to_contain_text("Try next:")
    expect(play.get_by_test_id("calibrated")).to_have_text("calibrated: contextual")
    play.get_by_test_id("calibrated").click()
    expect(play.locator("#pp-calibration")).to_be_in_viewport()
    assert inside(play, "#pp-labels"), "calibration is chosen with its effect in sight"


def test_on_a_projector_question_and_answer_are_in_sight_together(context: BrowserContext, open_play):
    context.add_init_script("localStorage.setItem('pp.projector', 'on')")
    context.add_init_script(SHIFTS)
    page = open_play()
    expect(page.locator("html.pp-projector")).to_have_count(1)
    assert page.locator("#pp-header").bounding_box()["height"] < 80, "one line"
    for selector in ("#pp-text", "#pp-template-card .pp-box", "#pp-sentence", "#pp-labels"):
        assert inside(page, selector), selector
    page.locator("#pp-calibration").scroll_into_view_if_needed()
    expect(page.locator("#pp-calibration")).to_be_in_viewport()
    assert inside(page, "#pp-labels")
    assert page.evaluate("window.shifted") < 0.05
