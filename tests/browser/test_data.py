"""Data in the page: any table comes in, is seen before it is kept, and stays text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import opener
from tests.browser.pages import choose_file, give_roles, use
from tests.patience import BROWSER_PATIENCE

pytestmark = pytest.mark.browser

REVIEWS = [("很好吃，下次还来", "好评"), ("太差了，等了一个小时", "差评")]
CHINESE = "编号;评论;类别\n" + "".join(f"{i};{REVIEWS[i % 2][0]}{i};{REVIEWS[i % 2][1]}\n" for i in range(40))
EVIL = "<img src=x onerror=window.hacked=1>"
ENGLISH = "text,label\n" + "".join(f'"{EVIL} a joy {i}",positive\nan awful film {i},negative\n' for i in range(40))


@pytest.fixture
def open_data(context: BrowserContext, server) -> Callable[..., Page]:
    """`open_data(path)` -> the Train page, its data picker filled."""
    return opener(context, server.url, "/train", lambda page: expect(page.get_by_test_id("data-look")).to_be_enabled())


def paste(page: Page, text: str) -> None:
    """Paste rows into the dialog, opening it first."""
    if not page.get_by_test_id("pp-data-dialog").is_visible():
        page.get_by_test_id("data-add").click()
    page.get_by_test_id("data-text").fill(text)
    page.get_by_test_id("data-paste").click()


def test_a_chinese_table_is_read_mapped_and_chosen(open_data):
    page = open_data("/zh-train")
    choose_file(page, "餐馆.csv", CHINESE.encode("gb18030"))
    cells, encoding = page.get_by_test_id("data-cells"), page.get_by_test_id("data-encoding")
    expect(cells).to_contain_text("很好吃，下次还来0")
    expect(encoding).to_have_value('"gb18030"')
    expect(page.get_by_test_id("data-encoding-guessed")).to_be_visible()
    expect(page.get_by_test_id("data-delimiter")).to_have_value('";"')

    encoding.select_option('"big5"')
    expect(cells).not_to_contain_text("很好吃")
    expect(page.get_by_test_id("data-encoding-guessed")).to_be_hidden()
    encoding.select_option('"gb18030"')
    expect(cells).to_contain_text("很好吃")

    give_roles(page, "none", "slot", "label")
    page.get_by_test_id("data-slot-1").fill("text")
    expect(page.get_by_test_id("data-labels")).to_contain_text("好评20")
    expect(page.get_by_test_id("data-good")).to_contain_text("40")
    use(page, "小餐馆")
    expect(page.get_by_test_id("class-counts")).to_contain_text("差评")
    page.reload()
    expect(page.get_by_test_id("data").locator("option:checked")).to_have_text("小餐馆")


def test_the_header_row_and_every_column_can_be_changed(open_data):
    page = open_data()
    paste(
        page, "premise,hypothesis,verdict\n" + "".join(f"a dog runs {i},an animal moves,{i % 2}\n" for i in range(30))
    )
    give_roles(page, "slot", "slot", "label")
    first, second = page.get_by_test_id("data-slot-0"), page.get_by_test_id("data-slot-1")
    first.fill("a")
    second.fill("a")
    expect(page.get_by_test_id("data-slot-error")).to_be_visible()
    expect(page.get_by_test_id("data-use")).to_be_disabled()
    second.fill("b")
    expect(page.get_by_test_id("data-slot-error")).to_be_hidden()
    expect(page.get_by_test_id("data-use")).to_be_enabled()
    expect(page.get_by_test_id("data-labels").locator("li")).to_have_count(2)
    page.get_by_test_id("data-header").select_option("false")
    expect(page.get_by_test_id("data-cells").locator("tr").first).to_contain_text("premise")
    expect(page.get_by_test_id("data-labels").locator("li")).to_have_count(3)
    page.get_by_test_id("data-role-2").select_option("none")
    expect(page.get_by_test_id("data-notes")).to_contain_text("Choose the column")
    expect(page.get_by_test_id("data-use")).to_be_disabled()


def test_a_doubtful_encoding_a_typed_separator_and_the_split_are_chosen(open_data):
    page = open_data("/zh-train")
    choose_file(page, "评论.txt", "模=>1\n".encode("gb18030"))
    readings = page.get_by_test_id("data-readings").locator("li")
    expect(readings).to_have_count(2)
    readings.get_by_role("button", pressed=False).click()
    expect(page.get_by_test_id("data-reading-gb18030")).to_have_attribute("aria-pressed", "false")
    page.get_by_test_id("data-reading-gb18030").click()
    expect(page.get_by_test_id("data-cells")).to_contain_text("模=>1")
    page.get_by_test_id("data-delimiter").select_option("null")
    page.get_by_test_id("data-delimiter-typed").fill("=>")
    expect(page.get_by_test_id("data-cells").locator("tr").first.locator("td")).to_have_text(["模", "1"])

    page.get_by_test_id("data-other").click()
    paste(page, ENGLISH)
    parts = page.get_by_test_id("data-parts")
    expect(parts).to_contain_text("56 行用来训练")
    page.get_by_test_id("data-share-test").fill("50")
    expect(parts).to_contain_text("32 行用来训练")
    use(page, "half")
    expect(page.get_by_test_id("data-card-parts")).to_contain_text("40 行用来测试")


def test_good_rows_are_kept_and_a_set_can_be_deleted(open_data):
    page = open_data()
    paste(page, ENGLISH + "no label here,\n")
    expect(page.get_by_test_id("data-good")).to_contain_text("80 good rows, 1 left out")
    page.get_by_test_id("pp-data-dialog").locator("summary").click()
    expect(page.get_by_test_id("data-problems").locator("li")).to_have_count(1)
    use(page, "My rows")
    page.get_by_test_id("demo-prompt-fit").click()
    page.locator(".pp-data-preview summary").click()
    expect(page.get_by_test_id("preview")).to_contain_text("a joy")
    page.get_by_test_id("data-look").click()
    expect(page.get_by_test_id("data-rows").locator("tr")).to_have_count(50)
    expect(page.get_by_test_id("data-rows")).to_contain_text(EVIL)
    page.get_by_test_id("data-rows-more").click()
    expect(page.get_by_test_id("data-rows").locator("tr")).to_have_count(30)
    page.keyboard.press("Escape")
    assert page.locator(".pp-train img").count() == 0 and page.evaluate("window.hacked") is None

    page.get_by_test_id("data-delete").click()
    page.get_by_test_id("data-delete-yes").click()
    expect(page.get_by_test_id("data").locator("optgroup")).to_have_count(2)
    expect(page.get_by_test_id("data-delete")).to_be_hidden()
    expect(page.get_by_test_id("data").locator("option:checked")).not_to_have_text("My rows")


def test_what_goes_wrong_is_said_there_and_nothing_is_lost(open_data):
    page = open_data()
    choose_file(page, "picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    expect(
        page.get_by_test_id("data-preview-error").or_(page.get_by_test_id("data-file-error")).filter(visible=True)
    ).not_to_be_empty()
    if page.get_by_test_id("data-other").is_visible():
        page.get_by_test_id("data-other").click()
    page.get_by_test_id("data-text").fill("text,label\nA joy,good")
    page.get_by_test_id("data-hub-name").fill("nobody/nothing")
    page.get_by_test_id("data-hub-name").press("Enter")
    expect(page.get_by_test_id("data-hub-error")).not_to_be_empty(timeout=BROWSER_PATIENCE)
    expect(page.get_by_test_id("data-text")).to_have_value("text,label\nA joy,good")
    page.keyboard.press("Escape")
    page.get_by_test_id("data-add").click()
    expect(page.get_by_test_id("data-hub-name")).to_have_value("nobody/nothing")


def test_a_phone_shows_the_whole_dialog(open_data):
    page = open_data("/zh-train")
    page.set_viewport_size({"width": 390, "height": 844})
    choose_file(page, "餐馆.csv", CHINESE.encode("gb18030"))
    expect(page.get_by_test_id("data-cells")).to_contain_text("很好吃")
    dialog = page.get_by_test_id("pp-data-dialog")
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_set_is_held_against_the_verbalizer_as_python_reads_it(open_evaluate):
    page = open_evaluate()
    verbalizer, suggestion = page.get_by_test_id("pp-evaluate-verbalizer"), page.get_by_test_id("demo-prompt")
    labels = page.get_by_test_id("class-counts").locator("li")
    expect(suggestion).to_be_hidden()
    verbalizer.fill('bad: "awful: really", poor\ngood: great')
    expect(suggestion).to_be_visible()
    verbalizer.fill('"negative": "awful: really", poor\n“positive”: great')
    expect(suggestion).to_be_hidden()
    expect(labels.first).to_contain_text("negative")
    verbalizer.press("End")
    with page.expect_response("**/data_labels"):
        verbalizer.press_sequentially(', "')  # cannot be read yet: nothing jumps
    expect(suggestion).to_be_hidden()
    expect(labels.first).to_contain_text("negative")
