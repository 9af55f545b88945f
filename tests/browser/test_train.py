"""Training in the page: a job outlives its page, teaches while it runs, and its prompt answers in Play."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import choose, opener, ready, settle, shares
from tests.patience import BROWSER_PATIENCE
from tests.server import Server

pytestmark = pytest.mark.browser
# A prompt that somebody brings from Play, with the labels of the film reviews.
BROUGHT = (
    "/train?template=%7Btext%7D+It+was+%5BMASK%5D.&verbalizer=positive%3A+great%2C+good%0Anegative%3A+terrible%2C+bad"
)


@pytest.fixture
def server(few: Server) -> Server:
    """The app that opens the pages here."""
    return few


@pytest.fixture
def open_train(context: BrowserContext, server) -> Callable[..., Page]:
    """`open_train(path)` -> the Train page with the plan of its form."""
    return opener(context, server.url, BROUGHT, planned)


def planned(page: Page) -> None:
    """Wait until the page takes input and knows what the form would cost."""
    expect(page.locator(".pp-train[data-ready=true]")).to_be_visible()
    expect(page.get_by_test_id("cost")).not_to_be_empty()


def fill(page: Page, **values: str) -> None:
    """Write values into the form's boxes; those of "more options" are unfolded first."""
    for name, value in values.items():
        box = page.get_by_test_id(f"train-{name}")
        if not box.is_visible():
            page.get_by_test_id("more-options").locator("summary").click()
        box.fill(value)


def start(page: Page, *, steps: int, every: int, seeds: str = "1") -> None:
    """Train soft tokens before the mask, for a few steps."""
    choose(page, "pp-soft-place-mask")
    fill(page, steps=str(steps), evaluate_every=str(every), seeds=seeds, examples="4")
    page.get_by_test_id("train").click()
    expect(page.get_by_test_id("job").first).to_be_visible(timeout=BROWSER_PATIENCE)


def finished(page: Page) -> None:
    """Wait until the job in sight is done and its result stands."""
    expect(page.get_by_test_id("job").first).to_have_attribute("data-state", "done", timeout=BROWSER_PATIENCE)
    expect(page.get_by_test_id("result")).to_be_visible()


def prompt_shares(page: Page) -> list[str]:
    """The percentages of the first trained prompt in Play."""
    numbers = page.get_by_test_id("prompt").first.locator(".pp-label-bar .pp-number")
    return numbers.all_inner_texts()


def test_a_job_outlives_a_reload_and_its_prompt_answers_in_play(open_train):
    page = open_train()
    start(page, steps=12, every=4, seeds="1, 2")
    page.reload()
    expect(page.get_by_test_id("job")).to_have_count(1)
    expect(page.get_by_test_id("curves")).to_be_visible(timeout=BROWSER_PATIENCE)
    finished(page)
    expect(page.get_by_test_id("result").locator("tbody tr")).to_have_count(2)
    expect(page.get_by_test_id("summary")).not_to_be_empty()
    page.get_by_test_id("keep-use").click()
    page.wait_for_url(re.compile(r"prompt="))
    ready(page)
    expect(page.get_by_test_id("prompt")).to_contain_text("in use", timeout=BROWSER_PATIENCE)
    expect(page.locator("#pp-template")).to_have_value(re.compile(r"\[SOFT"))
    expect(page.get_by_test_id("prompt").locator(".pp-label-bar")).to_have_count(2)
    trained = shares(page)
    assert prompt_shares(page) == list(trained.values())
    settle(page, lambda: page.get_by_test_id("prompt").locator(".pp-x").click())
    assert shares(page) != trained, "without the prompt the soft tokens are untrained"
    settle(page, lambda: page.locator("#pp-undo").click())
    expect(page.get_by_test_id("prompt")).to_have_count(1)
    page.reload()
    ready(page)
    expect(page.get_by_test_id("prompt")).to_have_count(1)


def test_the_text_is_asked_at_every_checkpoint_and_the_slider_takes_keys(open_train):
    page = open_train()
    start(page, steps=8, every=4)
    finished(page)
    bars, slider = page.locator("#pp-probe .pp-label-bar"), page.get_by_test_id("checkpoints")
    expect(bars).to_have_count(2)
    slider.focus()
    slider.press("Home")
    expect(page.get_by_test_id("checkpoint")).to_contain_text("0")
    at_start = bars.first.inner_text()
    slider.press("End")
    expect(page.get_by_test_id("checkpoint")).to_contain_text("8")
    assert bars.first.inner_text() != at_start
    at_end = bars.first.inner_text()
    page.locator("#pp-probe-text").fill("Awful, boring, a waste of two hours.")
    expect(bars.first).not_to_have_text(at_end)
    expect(page.get_by_test_id("nearest-words").locator("tbody tr")).to_have_count(5)
    with page.expect_download() as saved:
        page.get_by_test_id("keep-file").click()
    assert saved.value.suggested_filename.endswith(".safetensors")


def test_a_second_tab_and_play_see_the_job_and_it_can_be_cancelled(open_train, open_play):
    page = open_train()
    start(page, steps=2000, every=500)
    play = open_play()
    expect(play.get_by_test_id("job-chip-train")).to_contain_text("%", timeout=BROWSER_PATIENCE)
    other = open_train()
    expect(other.get_by_test_id("job")).to_have_count(1)
    other.get_by_test_id("job-cancel").click()
    for tab in (other, page):
        tab.bring_to_front()
        expect(tab.get_by_test_id("job")).to_have_attribute("data-state", "cancelled", timeout=BROWSER_PATIENCE)
    page.get_by_test_id("job-delete").click()
    expect(page.get_by_test_id("job")).to_have_count(0)


def test_a_training_is_renamed_repeated_compared_and_forgotten_and_its_results_are_a_table(open_train):
    page = open_train()
    start(page, steps=4, every=2)
    finished(page)
    with page.expect_download() as saved:
        page.get_by_test_id("result-csv").click()
    head, *rows = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("seed,split,examples,steps,best_step,") and len(rows) == 1
    with page.expect_download() as saved:
        page.get_by_test_id("curve-csv").click()
    assert len(saved.value.path().read_text(encoding="utf-8-sig").splitlines()) == 6
    page.get_by_test_id("job-rename").click()
    page.get_by_test_id("job-name").fill("the first")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("job-title")).to_have_text("the first")
    expect(page.get_by_test_id("learning-title")).to_have_text("the first")
    page.get_by_test_id("job-repeat").click()
    expect(page.get_by_test_id("job")).to_have_count(2)
    finished(page)
    expect(page.get_by_test_id("job-title").first).to_have_text("the first")
    for box in page.get_by_test_id("job").locator(".pp-check").all():
        box.check()
    expect(page.get_by_test_id("compare").locator("tbody tr")).to_have_count(2)
    page.get_by_test_id("forget").click()
    page.get_by_test_id("forget-yes").click()
    expect(page.get_by_test_id("job")).to_have_count(0)
    expect(page.locator("#pp-train-intro")).to_be_visible()


def test_soft_tokens_are_put_where_asked_and_play_keeps_its_prompt(open_train):
    page = open_train()
    template = page.locator("#pp-train-template")
    expect(page.get_by_test_id("soft-note")).to_contain_text("[SOFT")
    for place, text in [
        ("words", "{text} [SOFT:It was] [MASK]."),
        ("front", "[SOFT*5] {text} It was [MASK]."),
        ("behind", "{text} It was [MASK]. [SOFT*5]"),
        ("mask", "{text} It was [SOFT*5] [MASK]."),
    ]:
        choose(page, f"pp-soft-place-{place}")
        expect(template).to_have_value(text)
    fill(page, tokens="3")
    expect(template).to_have_value("{text} It was [SOFT*3] [MASK].")
    page.reload()
    planned(page)
    expect(template).to_have_value("{text} It was [SOFT*3] [MASK].")
    page.get_by_test_id("page-play").click()
    ready(page)
    expect(page.locator("#pp-template")).to_have_value("{text} It was [MASK].")


def test_a_first_training_learns_from_meaningless_words_and_has_a_prompt_to_beat(open_train):
    page = open_train("/train")
    expect(page.locator("#pp-train-template")).to_have_value("{text} [SOFT*5] [MASK].")
    expect(page.get_by_test_id("rival")).to_contain_text("The answer is a")
    expect(page.get_by_test_id("data").locator("option:checked")).to_contain_text("Question types")
    page.get_by_test_id("from-play").click()
    expect(page.get_by_test_id("rival")).to_be_hidden()
    expect(page.get_by_test_id("fit")).to_be_visible()
    page.get_by_test_id("demo-prompt-fit").click()
    expect(page.get_by_test_id("fit-message")).to_contain_text("person")
    expect(page.locator("#pp-train-verbalizer")).to_have_value(re.compile("person.*reason", re.DOTALL))
    expect(page.get_by_test_id("cost")).to_contain_text("%")


def test_what_is_wrong_stands_beside_its_field(open_train):
    page = open_train()
    fill(page, learning_rate="fast")
    expect(page.get_by_test_id("field-error-learning_rate")).not_to_be_empty()
    page.get_by_test_id("train").click()
    expect(page.get_by_test_id("train-learning_rate")).to_be_focused()
    page.locator("#pp-train-template").fill("{text} It was")
    expect(page.get_by_test_id("error-template")).to_be_visible()


def test_the_ledger_marks_the_chosen_method(open_train):
    page = open_train()
    choose(page, "method-prefix")
    expect(page.locator("[data-testid^=ledger-].pp-chosen")).to_have_attribute("data-testid", "ledger-prefix")
    expect(page.get_by_test_id("cost")).to_contain_text("%")


def test_the_other_language_has_the_same_page_and_prompt(open_train):
    page = open_train("/train?template=%7Btext%7D+All+in+all+%5BMASK%5D.&verbalizer=positive%3A+good%0Anegative%3A+bad")
    page.get_by_test_id("language-zh").click()
    page.wait_for_url(re.compile(r"/zh-train\?"))
    planned(page)
    expect(page.locator("#pp-train-template")).to_have_value("{text} All in all [MASK].")
    expect(page.get_by_test_id("train")).to_have_text("开始训练")
    page.get_by_test_id("page-play").click()
    page.wait_for_url(re.compile(r"/zh\?"))
    ready(page)
    page.get_by_test_id("to-train").click()
    page.wait_for_url(re.compile(r"/zh-train\?"))
    planned(page)


def test_nothing_overflows_sideways(open_train):
    page = open_train("/train")
    start(page, steps=4, every=2)
    finished(page)
    for language in ("en", "zh"):
        if language == "zh":
            page.get_by_test_id("language-zh").click()
            page.wait_for_url(re.compile(r"/zh-train"))
            finished(page)
        for width in (390, 768, 1280, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (language, width)
